using OrleansTrading.Client.Api.Quotes;

namespace OrleansTrading.Client.Api.Withdrawals;

/// <summary>Asks how an asset is paid into a wallet.</summary>
internal sealed record DepositRequest
{
    /// <summary>The asset, by alias (<c>stellar/XLM</c>) or CAIP-19 id.</summary>
    public required string Asset { get; init; }

    /// <summary>How much is to be paid in, e.g. <c>"12.5"</c>; left out: any amount.</summary>
    public string? Amount { get; init; }
}

/// <summary>How an asset is paid into a wallet: as often as you like, and with no time limit.</summary>
internal sealed record DepositBody
{
    /// <summary>The wallet's id.</summary>
    public required string Wallet { get; init; }

    /// <summary>The asset's alias.</summary>
    public required string Asset { get; init; }

    /// <summary>The asset's CAIP-19 id.</summary>
    public required string AssetId { get; init; }

    /// <summary>The address to pay to.</summary>
    public required string Address { get; init; }

    /// <summary>The memo that the payment must carry; null where the asset carries none.</summary>
    public required string? Memo { get; init; }

    /// <summary>
    /// Where the asset carries no memo: the last digits that the amount in base units must have; null elsewhere.
    /// </summary>
    public required string? LastDigits { get; init; }

    /// <summary>Exactly what to pay; null when no amount was asked for.</summary>
    public required AmountBody? Amount { get; init; }

    /// <summary>The payment as a link for wallet programs; null when no amount was asked for.</summary>
    public required string? Uri { get; init; }
}

/// <summary>Asks for money to be paid out of a wallet.</summary>
internal sealed record WithdrawalRequest
{
    /// <summary>The asset, by alias (<c>stellar/XLM</c>) or CAIP-19 id.</summary>
    public required string Asset { get; init; }

    /// <summary>What the recipient gets, e.g. <c>"12.5"</c>. A fee comes on top.</summary>
    public required string Amount { get; init; }

    /// <summary>An address that you have proven.</summary>
    public required string Address { get; init; }

    /// <summary>The recipient's own memo; left out for none.</summary>
    public string? Memo { get; init; }
}

/// <summary>A page of withdrawals, newest first.</summary>
internal sealed record WithdrawalPageBody
{
    /// <summary>The withdrawals.</summary>
    public required IReadOnlyList<WithdrawalBody> Items { get; init; }

    /// <summary>Pass it as <c>cursor</c> for the next page; null on the last one.</summary>
    public required string? NextCursor { get; init; }
}

/// <summary>A withdrawal as it is now.</summary>
internal sealed record WithdrawalBody
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The wallet's id.</summary>
    public required string Wallet { get; init; }

    /// <summary>
    /// <c>waiting</c>, <c>executing</c>, <c>completed</c>, <c>releasing</c>, <c>returning</c>, <c>cancelled</c>,
    /// <c>failed</c> or <c>parked</c>.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>True when nothing happens to it any more.</summary>
    public required bool Terminal { get; init; }

    /// <summary>What the recipient gets.</summary>
    public required AmountBody Amount { get; init; }

    /// <summary>What it costs besides.</summary>
    public required AmountBody Fee { get; init; }

    /// <summary>The recipient's address.</summary>
    public required string Address { get; init; }

    /// <summary>The recipient's own memo; null for none.</summary>
    public required string? Memo { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is paid out at the earliest; until then it can be cancelled.</summary>
    public required DateTimeOffset ExecutesAt { get; init; }

    /// <summary>The transaction that paid it; null when none is final.</summary>
    public required string? TransactionId { get; init; }

    /// <summary>Why it was not paid; else null.</summary>
    public required string? Reason { get; init; }

    /// <summary>More about the reason, or what it waits for; null: nothing.</summary>
    public required string? Detail { get; init; }
}
