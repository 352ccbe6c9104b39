using System.Text.Json.Serialization;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Wallets;

/// <summary>What a wallet has of one asset. The sum fits 128 bits, so that what is held can always come back.</summary>
internal sealed record WalletFunds(AssetId Asset, UInt128 Available, UInt128 Held);

/// <summary>A hold that is neither used up nor released.</summary>
internal sealed record OpenHold
{
    /// <summary>The id of the operation that made it.</summary>
    public required UInt128 Id { get; init; }

    /// <summary>What is still held.</summary>
    public required Amount Left { get; init; }

    /// <summary>From when on it is available again.</summary>
    public required DateTimeOffset Until { get; init; }
}

/// <summary>
/// A wallet as it is stored. Of the operations that were done it remembers none: they are in the ledger, by their ids,
/// and so the state stays as small as what is open.
/// </summary>
internal sealed class WalletState : IListedState, IBookedState
{
    /// <summary>When it was first used; null: never.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>What it has, in the order of the assets' ids; without assets of which it has nothing.</summary>
    public List<WalletFunds> Funds { get; init; } = [];

    /// <summary>The open holds, at most <see cref="WalletConstants.HoldsMax"/>.</summary>
    public List<OpenHold> Holds { get; init; } = [];

    /// <summary>
    /// What it has sent and is not known to have arrived, oldest first, at most
    /// <see cref="WalletConstants.OutgoingMax"/>.
    /// </summary>
    public List<WalletTransfer> Outgoing { get; init; } = [];

    /// <summary>No later than the oldest of <see cref="Outgoing"/> was sent; null: there is none.</summary>
    public DateTimeOffset? OutgoingSince { get; set; }

    /// <inheritdoc/>
    public LedgerDraft Ledger { get; init; } = new();

    /// <summary>From when on somebody has to look after it; null: never.</summary>
    [JsonIgnore]
    public DateTimeOffset? DueAt => Holds.Count == 0
        ? OutgoingSince
        : Holds.Select(hold => (DateTimeOffset?)hold.Until).Append(OutgoingSince).Min();

    /// <summary>True when the next write has to change the row in the list.</summary>
    [JsonIgnore]
    public bool IsRowDue { get; set; }

    /// <inheritdoc/>
    public ListingRow? ToListingRow(string id) => CreatedAt is { } createdAt && IsRowDue
        ? new ListingRow(
            ListingKinds.Wallet,
            id,
            new WalletId(id).User.Value,
            createdAt,
            Status: "open",
            IsOpen: true,
            DueAt,
            AwaitsOperator: false)
        : null;
}
