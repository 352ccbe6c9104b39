namespace OrleansTrading.Client.Api.Copy;

/// <summary>Has an account copy a provider.</summary>
internal sealed record SubscriptionRequest
{
    /// <summary>A trading account of yours, registered with the role <c>subscriber</c>.</summary>
    public required string Account { get; init; }

    /// <summary>Whom to copy, by id.</summary>
    public required string Provider { get; init; }

    /// <summary>How; left out: all defaults.</summary>
    public SettingsRequest? Settings { get; init; }

    /// <summary>
    /// The provider's fee as you have seen it, and the wallet that pays; left out: the provider takes none.
    /// </summary>
    public CopyFeeRequest? Fee { get; init; }
}

/// <summary>A page of subscriptions, newest first.</summary>
internal sealed record SubscriptionPageBody
{
    /// <summary>The subscriptions.</summary>
    public required IReadOnlyList<SubscriptionItemBody> Items { get; init; }

    /// <summary>Pass it as <c>cursor</c> for the next page; null on the last one.</summary>
    public required string? NextCursor { get; init; }
}

/// <summary>A subscription in a list.</summary>
internal sealed record SubscriptionItemBody
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The trading account that copies.</summary>
    public required string Account { get; init; }

    /// <summary>Who is copied.</summary>
    public required string Provider { get; init; }

    /// <summary><c>active</c>, <c>paused</c>, <c>ending</c> or <c>ended</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Why it is paused or ending, or which limit of loss it met; null: nothing to say.</summary>
    public required string? Reason { get; init; }

    /// <summary>Since when there is it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Copies that are open or to be opened.</summary>
    public required int OpenCopies { get; init; }

    /// <summary>Profit of what was closed, with commission and swap, in the account's currency.</summary>
    public required string NetProfit { get; init; }

    /// <summary>The provider's signals to open that were not copied.</summary>
    public required long Skipped { get; init; }
}

/// <summary>A subscription as it is now.</summary>
internal sealed record SubscriptionBody
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The trading account that copies.</summary>
    public required string Account { get; init; }

    /// <summary>Who is copied.</summary>
    public required string Provider { get; init; }

    /// <summary><c>active</c>, <c>paused</c>, <c>ending</c> or <c>ended</c>.</summary>
    public required string Status { get; init; }

    /// <summary>True when nothing happens to it any more.</summary>
    public required bool Terminal { get; init; }

    /// <summary>Why it is paused or ending, or which limit of loss it met; null: nothing to say.</summary>
    public required string? Reason { get; init; }

    /// <summary>Since when there is it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How it copies now.</summary>
    public required SettingsBody Settings { get; init; }

    /// <summary>The provider's last signal that it has seen.</summary>
    public required long LastSignal { get; init; }

    /// <summary>The sequence of its last order; 0: none.</summary>
    public required long LastOrder { get; init; }

    /// <summary>Orders that the terminal has not answered with a result.</summary>
    public required int OrdersWaiting { get; init; }

    /// <summary>Profit of what was closed, with commission and swap.</summary>
    public required string NetProfit { get; init; }

    /// <summary>The currency of the profit; null while the account's terminal is not connected.</summary>
    public required string? Currency { get; init; }

    /// <summary>The provider's signals to open that were not copied.</summary>
    public required long Skipped { get; init; }

    /// <summary>Why the last of them was not; null: there was none.</summary>
    public required string? LastSkip { get; init; }

    /// <summary>The provider's fee; null: there is none.</summary>
    public required SubscriptionFeeBody? Fee { get; init; }

    /// <summary>Copies that are open or to be opened, oldest first, at most 500.</summary>
    public required IReadOnlyList<CopyBody> Copies { get; init; }
}

/// <summary>A copy that is open or to be opened.</summary>
internal sealed record CopyBody
{
    /// <summary>Its position.</summary>
    public required string Position { get; init; }

    /// <summary>The provider's ticket.</summary>
    public required long Ticket { get; init; }

    /// <summary>As the account's broker names it.</summary>
    public required string Symbol { get; init; }

    /// <summary>What it is opened with.</summary>
    public required string Kind { get; init; }

    /// <summary>Lots that are open of it; <c>"0.00"</c>: nothing yet.</summary>
    public required string Volume { get; init; }

    /// <summary>What holds it up; null: nothing.</summary>
    public required string? Waits { get; init; }
}
