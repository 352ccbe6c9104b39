namespace OrleansTrading.Client.Api.Risk;

/// <summary>The limits of all users together.</summary>
internal sealed record LimitListBody
{
    /// <summary>Those that are configured or used today.</summary>
    public required IReadOnlyList<LimitBody> Items { get; init; }
}

/// <summary>How a limit is used today.</summary>
internal sealed record LimitBody
{
    /// <summary>
    /// Of quotes <c>platform</c>, <c>asset:stellar/XLM</c>, <c>chain:solana</c>; of withdrawals <c>withdrawals</c>,
    /// <c>withdrawals:asset:stellar/XLM</c>, <c>withdrawals:chain:solana</c>.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>The limit in hundredths of a US dollar; null when none is configured any more.</summary>
    public required string? LimitUsdCents { get; init; }

    /// <summary>What is booked, as far as servers have told: up to a lease behind.</summary>
    public required string UsedUsdCents { get; init; }

    /// <summary>What servers have leased, the booked included.</summary>
    public required string LeasedUsdCents { get; init; }

    /// <summary>Servers that have leased some of it.</summary>
    public required int Holders { get; init; }

    /// <summary>When it starts anew.</summary>
    public required DateTimeOffset ResetsAt { get; init; }
}

/// <summary>The breakers of all chains.</summary>
internal sealed record BreakerListBody
{
    /// <summary>One for each chain, by name.</summary>
    public required IReadOnlyList<BreakerBody> Items { get; init; }
}

/// <summary>A chain's breaker.</summary>
internal sealed record BreakerBody
{
    /// <summary>The chain's short name.</summary>
    public required string Chain { get; init; }

    /// <summary><c>closed</c>, <c>open</c> or <c>halfOpen</c>.</summary>
    public required string State { get; init; }

    /// <summary>Why it is not closed; null when it is.</summary>
    public required string? Reason { get; init; }

    /// <summary>Since when; null when it is closed.</summary>
    public required DateTimeOffset? Since { get; init; }

    /// <summary>When a quote may try the chain; null: an operator closes it, or it is closed.</summary>
    public required DateTimeOffset? RetryAt { get; init; }

    /// <summary>Failures that count now.</summary>
    public required int Failures { get; init; }
}

/// <summary>Opens a breaker.</summary>
internal sealed record BreakerOpenRequest
{
    /// <summary>Why: 1 to 200 characters on one line. Customers whose quotes are refused read it.</summary>
    public required string Note { get; init; }

    /// <summary>When a quote may try the chain; null: not before an operator closes it.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>Closes a breaker.</summary>
internal sealed record BreakerCloseRequest
{
    /// <summary>What was checked: 1 to 200 characters on one line.</summary>
    public required string Note { get; init; }
}
