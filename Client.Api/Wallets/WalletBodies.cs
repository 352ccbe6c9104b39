using OrleansTrading.Client.Api.Quotes;

namespace OrleansTrading.Client.Api.Wallets;

/// <summary>A page of wallets, newest first.</summary>
internal sealed record WalletPageBody
{
    /// <summary>The wallets.</summary>
    public required IReadOnlyList<WalletBody> Items { get; init; }

    /// <summary>Pass it as <c>cursor</c> for the next page; null on the last one.</summary>
    public required string? NextCursor { get; init; }
}

/// <summary>A wallet.</summary>
internal sealed record WalletBody
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name among the user's wallets.</summary>
    public required string Name { get; init; }

    /// <summary>When it was first used.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What a wallet has, or had.</summary>
internal sealed record WalletBalancesBody
{
    /// <summary>The wallet's id.</summary>
    public required string Id { get; init; }

    /// <summary>The time that was asked for; null: now.</summary>
    public required DateTimeOffset? At { get; init; }

    /// <summary>Its assets, by CAIP-19 id; those of which it has nothing are left out.</summary>
    public required IReadOnlyList<WalletBalanceBody> Balances { get; init; }
}

/// <summary>What a wallet has of an asset.</summary>
internal sealed record WalletBalanceBody
{
    /// <summary>What may be used.</summary>
    public required AmountBody Available { get; init; }

    /// <summary>What is set aside.</summary>
    public required AmountBody Held { get; init; }

    /// <summary>What is on its way to it.</summary>
    public required AmountBody PendingIn { get; init; }
}

/// <summary>A page of a wallet's statement, newest first.</summary>
internal sealed record WalletEntryPageBody
{
    /// <summary>The entries.</summary>
    public required IReadOnlyList<WalletEntryBody> Items { get; init; }

    /// <summary>Pass it as <c>cursor</c> for the next page; null on the last one.</summary>
    public required string? NextCursor { get; init; }
}

/// <summary>One movement of a wallet. It never changes.</summary>
internal sealed record WalletEntryBody
{
    /// <summary>Its number in the wallet, from 1, as text.</summary>
    public required string Sequence { get; init; }

    /// <summary>The operation's id, 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>What it was, a stable code: <c>DEPOSIT</c>, <c>HOLD</c>, <c>FEE_PLATFORM</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>When it was booked.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What it is about: the wallet itself, a hold, or a transfer.</summary>
    public required string Subject { get; init; }

    /// <summary>The asset's alias; its CAIP-19 id when the platform no longer accepts it.</summary>
    public required string Asset { get; init; }

    /// <summary>The asset's CAIP-19 id.</summary>
    public required string AssetId { get; init; }

    /// <summary>By how much what is available changed: base units, with a sign when it is less.</summary>
    public required string AvailableUnits { get; init; }

    /// <summary>By how much what is held changed: base units, with a sign when it is less.</summary>
    public required string HeldUnits { get; init; }

    /// <summary>What whoever ordered it wrote; null: nothing, or not for the user.</summary>
    public required string? Reference { get; init; }

    /// <summary>The id of the entry that it undoes; null: it undoes none.</summary>
    public required string? Reverses { get; init; }

    /// <summary>SHA-256 of the entry with the hash of the one before it.</summary>
    public required string Hash { get; init; }
}

/// <summary>A wallet as operators see it.</summary>
internal sealed record OperatorWalletBody
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>When it was first used; null: never.</summary>
    public required DateTimeOffset? CreatedAt { get; init; }

    /// <summary>How many entries it has, as text.</summary>
    public required string Entries { get; init; }

    /// <summary>What it has.</summary>
    public required IReadOnlyList<WalletBalanceBody> Balances { get; init; }

    /// <summary>Its open holds, the one that ends first at the front.</summary>
    public required IReadOnlyList<WalletHoldBody> Holds { get; init; }

    /// <summary>What it has sent and is not known to have arrived, oldest first.</summary>
    public required IReadOnlyList<WalletTransferBody> Outgoing { get; init; }
}

/// <summary>An open hold.</summary>
internal sealed record WalletHoldBody
{
    /// <summary>The id of the operation that made it, 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>What is still held.</summary>
    public required AmountBody Left { get; init; }

    /// <summary>From when on it is available again.</summary>
    public required DateTimeOffset Until { get; init; }
}

/// <summary>A transfer that is on its way.</summary>
internal sealed record WalletTransferBody
{
    /// <summary>The id of the operation that made it, 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The wallet that it goes to.</summary>
    public required string To { get; init; }

    /// <summary>How much.</summary>
    public required AmountBody Amount { get; init; }
}

/// <summary>Corrects a wallet.</summary>
internal sealed record WalletAdjustmentRequest
{
    /// <summary>
    /// The operation's id, 32 hexadecimal digits, drawn at random by whoever asks. Repeat a request that was not
    /// answered with the same one.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>The asset's alias or CAIP-19 id.</summary>
    public required string Asset { get; init; }

    /// <summary>Base units, more than zero.</summary>
    public required string Units { get; init; }

    /// <summary>
    /// The account on the other side: <c>capital</c>, <c>suspense:parked</c> or <c>suspense:unmatched</c>.
    /// </summary>
    public required string Account { get; init; }

    /// <summary>Why, on one line: it is booked with the operator's name, for good.</summary>
    public required string Note { get; init; }
}

/// <summary>Undoes an entry of a wallet.</summary>
internal sealed record WalletReversalRequest
{
    /// <summary>The id of the credit, debit or capture, 32 hexadecimal digits.</summary>
    public required string Reverses { get; init; }

    /// <summary>Why, on one line: it is booked with the operator's name, for good.</summary>
    public required string Note { get; init; }
}

/// <summary>What an operation did.</summary>
internal sealed record WalletReceiptBody
{
    /// <summary>The id of its entry, 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The entry's number in the wallet, as text.</summary>
    public required string Sequence { get; init; }

    /// <summary>The entry's kind.</summary>
    public required string Kind { get; init; }

    /// <summary>When it was done; of a repeated request, when it was done first.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How much moved.</summary>
    public required AmountBody Amount { get; init; }
}
