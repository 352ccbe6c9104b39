using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.WalletTransfers;

/// <summary>A customer's transfer as it is stored.</summary>
internal sealed class WalletTransferState : IListedState
{
    /// <summary>What was asked for; null: there is no transfer.</summary>
    public CreateWalletTransfer? Command { get; set; }

    /// <summary>What is sent, and what it counts; null exactly when <see cref="Command"/> is.</summary>
    public WalletTransferTerms? Terms { get; set; }

    /// <summary>True once it counts against the limits of who sends. The wallet is asked after that.</summary>
    public bool IsCounted { get; set; }

    /// <summary>When the wallet sent it; null: it is not known to have.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <inheritdoc/>
    public ListingRow? ToListingRow(string id) => SentAt is not { } sentAt
        ? null
        : new ListingRow(
            ListingKinds.WalletTransfer,
            id,
            Command!.From.Value,
            sentAt,
            Status: "sent",
            IsOpen: false,
            Deadline: null,
            AwaitsOperator: false);
}

/// <summary>What a transfer moves, as it was when it was asked for.</summary>
internal sealed record WalletTransferTerms
{
    public required Amount Amount { get; init; }

    /// <summary>
    /// What it counts against the limits of who sends, in hundredths of a US dollar; null: against none.
    /// </summary>
    public ulong? UsdCents { get; init; }
}
