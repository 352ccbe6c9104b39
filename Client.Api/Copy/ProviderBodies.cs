namespace OrleansTrading.Client.Api.Copy;

/// <summary>Makes you a provider, whom others may copy.</summary>
internal sealed record ProviderRequest
{
    /// <summary>How others see it: 1 to 64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The trading account whose terminal publishes, registered with the role <c>provider</c>; left out: signals come
    /// by the API only.
    /// </summary>
    public string? Account { get; init; }

    /// <summary>What you take of new profit, and into which of your wallets; left out: nothing.</summary>
    public CopyFeeRequest? Fee { get; init; }
}

/// <summary>Who may copy a provider from now on. Nobody's present subscription ends by it.</summary>
internal sealed record AdmissionRequest
{
    /// <summary>Only these users, by id, at most 1,000; left out: all.</summary>
    public IReadOnlyList<string>? Only { get; init; }

    /// <summary>Not these users, by id, at most 1,000; left out: nobody.</summary>
    public IReadOnlyList<string>? Except { get; init; }
}

/// <summary>A page of your providers, newest first.</summary>
internal sealed record ProviderPageBody
{
    /// <summary>The providers.</summary>
    public required IReadOnlyList<ProviderItemBody> Items { get; init; }

    /// <summary>Pass it as <c>cursor</c> for the next page; null on the last one.</summary>
    public required string? NextCursor { get; init; }
}

/// <summary>A provider of yours in a list.</summary>
internal sealed record ProviderItemBody
{
    /// <summary>Its id: give it to whom you let copy it.</summary>
    public required string Id { get; init; }

    /// <summary>How others see it.</summary>
    public required string Name { get; init; }

    /// <summary>Since when there is it.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The trading account whose terminal publishes; null: signals come by the API only.</summary>
    public required string? Account { get; init; }

    /// <summary>Positions and pending orders that are open.</summary>
    public required int OpenPositions { get; init; }

    /// <summary>The number of its last signal; 0: none.</summary>
    public required long LastSignal { get; init; }
}

/// <summary>A provider as everybody sees it, and what only its owner does.</summary>
internal sealed record ProviderBody
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Since when there is it.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Positions and pending orders that are open.</summary>
    public required int OpenPositions { get; init; }

    /// <summary>What it takes of new profit of who begins to copy now; null: nothing.</summary>
    public required CopyFeeBody? Fee { get; init; }

    /// <summary>What only its owner sees; null for everybody else.</summary>
    public required OwnProviderBody? Own { get; init; }
}

/// <summary>What a provider's owner sees of it.</summary>
internal sealed record OwnProviderBody
{
    /// <summary>The trading account whose terminal publishes; null: signals come by the API only.</summary>
    public required string? Account { get; init; }

    /// <summary>The number of its last signal; 0: none.</summary>
    public required long LastSignal { get; init; }

    /// <summary>Up to this number all subscriptions were told.</summary>
    public required long ToldSignal { get; init; }

    /// <summary>The wallet that receives the fee; null: there is none.</summary>
    public required string? FeeWallet { get; init; }

    /// <summary>Only these users may copy it; null: all.</summary>
    public required IReadOnlyList<string>? Only { get; init; }

    /// <summary>These users may not copy it.</summary>
    public required IReadOnlyList<string> Except { get; init; }

    /// <summary>Its positions and pending orders, oldest first.</summary>
    public required IReadOnlyList<TicketBody> Open { get; init; }
}

/// <summary>A provider's position or pending order.</summary>
internal sealed record TicketBody
{
    /// <summary>Its number.</summary>
    public required long Ticket { get; init; }

    /// <summary>As the provider's broker names it.</summary>
    public required string Symbol { get; init; }

    /// <summary>
    /// What it was opened with: <c>buy</c>, <c>sell</c>, <c>buyLimit</c>, <c>sellLimit</c>, <c>buyStop</c> or
    /// <c>sellStop</c>.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>True for a pending order that was not filled.</summary>
    public required bool Pending { get; init; }

    /// <summary>Lots that were opened or placed.</summary>
    public required string Opened { get; init; }

    /// <summary>Lots that are left of them.</summary>
    public required string Left { get; init; }

    /// <summary>What the provider got, or where the pending order is; null: not known.</summary>
    public required string? Price { get; init; }

    /// <summary>The stop loss; null: there is none.</summary>
    public required string? StopLoss { get; init; }

    /// <summary>The take profit; null: there is none.</summary>
    public required string? TakeProfit { get; init; }

    /// <summary>When it was opened or placed.</summary>
    public required DateTimeOffset OpenedAt { get; init; }
}
