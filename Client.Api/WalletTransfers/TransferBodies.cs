using OrleansTrading.Client.Api.Quotes;

namespace OrleansTrading.Client.Api.WalletTransfers;

/// <summary>Asks for money to be moved to another wallet.</summary>
internal sealed record WalletTransferRequest
{
    /// <summary>The id of the wallet that gets it: another one of yours, or another user's.</summary>
    public required string To { get; init; }

    /// <summary>The asset, by alias (<c>stellar/XLM</c>) or CAIP-19 id.</summary>
    public required string Asset { get; init; }

    /// <summary>How much, e.g. <c>"12.5"</c>. There is no fee.</summary>
    public required string Amount { get; init; }

    /// <summary>What both statements show, 1 to 200 characters on one line; left out for none.</summary>
    public string? Note { get; init; }
}

/// <summary>A page of transfers, newest first.</summary>
internal sealed record SentTransferPageBody
{
    /// <summary>The transfers.</summary>
    public required IReadOnlyList<SentTransferBody> Items { get; init; }

    /// <summary>Pass it as <c>cursor</c> for the next page; null on the last one.</summary>
    public required string? NextCursor { get; init; }
}

/// <summary>A transfer as it is now.</summary>
internal sealed record SentTransferBody
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the wallet that sent it.</summary>
    public required string From { get; init; }

    /// <summary>The id of the wallet that gets it.</summary>
    public required string To { get; init; }

    /// <summary><c>sent</c>: pending in at the other wallet; <c>arrived</c>: available there.</summary>
    public required string Status { get; init; }

    /// <summary>How much.</summary>
    public required AmountBody Amount { get; init; }

    /// <summary>What both statements show; null for nothing.</summary>
    public required string? Note { get; init; }

    /// <summary>When it was sent.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>When it arrived; null: it has not.</summary>
    public required DateTimeOffset? ArrivedAt { get; init; }

    /// <summary>The id of its entry in the statement of the wallet that sent it, 32 hexadecimal digits.</summary>
    public required string EntryId { get; init; }
}
