namespace OrleansTrading.Grains;

/// <summary>A credit or a debit.</summary>
[GenerateSerializer, Immutable, Alias("ot.wallet-movement")]
public sealed record WalletMovement
{
    /// <summary>The operation's id, chosen by the caller.</summary>
    [Id(0)]
    public required UInt128 Id { get; init; }

    /// <summary>Why.</summary>
    [Id(1)]
    public required WalletReason Reason { get; init; }

    /// <summary>How much, more than zero.</summary>
    [Id(2)]
    public required Amount Amount { get; init; }

    /// <summary>Where it comes from or goes to: an account of the ledger that the reason allows.</summary>
    [Id(3)]
    public required string Account { get; init; }

    /// <summary>
    /// What it can be recognised by, at most <see cref="WalletConstants.ReferenceLengthMax"/> characters on one line;
    /// shown to the user, except that of an adjustment. Empty: nothing.
    /// </summary>
    [Id(4)]
    public string Reference { get; init; } = string.Empty;
}

/// <summary>Sets money aside.</summary>
[GenerateSerializer, Immutable, Alias("ot.wallet-hold")]
public sealed record WalletHold
{
    /// <summary>The operation's id; captures and releases name the hold by it.</summary>
    [Id(0)]
    public required UInt128 Id { get; init; }

    /// <summary>How much, more than zero.</summary>
    [Id(1)]
    public required Amount Amount { get; init; }

    /// <summary>From when on the rest is available again; in the future, by at most the configured time.</summary>
    [Id(2)]
    public required DateTimeOffset Until { get; init; }

    /// <inheritdoc cref="WalletMovement.Reference"/>
    [Id(3)]
    public string Reference { get; init; } = string.Empty;
}

/// <summary>Takes held money.</summary>
[GenerateSerializer, Immutable, Alias("ot.wallet-capture")]
public sealed record WalletCapture
{
    /// <summary>The operation's id, chosen by the caller.</summary>
    [Id(0)]
    public required UInt128 Id { get; init; }

    /// <summary>The hold's id.</summary>
    [Id(1)]
    public required UInt128 Hold { get; init; }

    /// <summary>Why: a reason for a debit.</summary>
    [Id(2)]
    public required WalletReason Reason { get; init; }

    /// <summary>How much of what the hold has left, more than zero.</summary>
    [Id(3)]
    public required Amount Amount { get; init; }

    /// <summary>Where it goes: an account of the ledger that the reason allows.</summary>
    [Id(4)]
    public required string Account { get; init; }

    /// <inheritdoc cref="WalletMovement.Reference"/>
    [Id(5)]
    public string Reference { get; init; } = string.Empty;
}

/// <summary>Gives up a hold.</summary>
[GenerateSerializer, Immutable, Alias("ot.wallet-release")]
public sealed record WalletRelease
{
    /// <summary>The operation's id, chosen by the caller.</summary>
    [Id(0)]
    public required UInt128 Id { get; init; }

    /// <summary>The hold's id.</summary>
    [Id(1)]
    public required UInt128 Hold { get; init; }

    /// <inheritdoc cref="WalletMovement.Reference"/>
    [Id(2)]
    public string Reference { get; init; } = string.Empty;
}

/// <summary>Sends money to another wallet.</summary>
[GenerateSerializer, Immutable, Alias("ot.wallet-transfer")]
public sealed record WalletTransfer
{
    /// <summary>The operation's id, chosen by the caller.</summary>
    [Id(0)]
    public required UInt128 Id { get; init; }

    /// <summary>The wallet that gets it; not the one that sends it.</summary>
    [Id(1)]
    public required WalletId To { get; init; }

    /// <summary><see cref="WalletReason.Transfer"/> or <see cref="WalletReason.FeePerformance"/>.</summary>
    [Id(2)]
    public required WalletReason Reason { get; init; }

    /// <summary>How much, more than zero.</summary>
    [Id(3)]
    public required Amount Amount { get; init; }

    /// <inheritdoc cref="WalletMovement.Reference"/>
    [Id(4)]
    public string Reference { get; init; } = string.Empty;
}

/// <summary>Undoes an entry of the wallet.</summary>
[GenerateSerializer, Immutable, Alias("ot.wallet-reversal")]
public sealed record WalletReversal
{
    /// <summary>
    /// The id of the credit, debit or capture. It identifies the reversal too: there is at most one.
    /// </summary>
    [Id(0)]
    public required UInt128 Reverses { get; init; }

    /// <inheritdoc cref="WalletMovement.Reference"/>
    [Id(1)]
    public string Reference { get; init; } = string.Empty;
}

/// <summary>What another wallet has sent.</summary>
[GenerateSerializer, Immutable, Alias("ot.wallet-arrival")]
public sealed record WalletArrival
{
    /// <summary>The wallet that sent it.</summary>
    [Id(0)]
    public required WalletId From { get; init; }

    /// <summary>The transfer as it was ordered there.</summary>
    [Id(1)]
    public required WalletTransfer Transfer { get; init; }
}

/// <summary>What an operation did. The same whenever the operation is repeated.</summary>
[GenerateSerializer, Immutable, Alias("ot.wallet-receipt")]
public sealed record WalletReceipt
{
    /// <summary>The id of its journal entry: the operation's, or one derived from what it is about.</summary>
    [Id(0)]
    public required UInt128 Id { get; init; }

    /// <summary>The entry's number among the wallet's entries, from 1.</summary>
    [Id(1)]
    public required long Sequence { get; init; }

    /// <summary>The entry's kind, of <see cref="LedgerKinds"/>.</summary>
    [Id(2)]
    public required string Kind { get; init; }

    /// <summary>When it was done.</summary>
    [Id(3)]
    public required DateTimeOffset At { get; init; }

    /// <summary>How much moved.</summary>
    [Id(4)]
    public required Amount Amount { get; init; }
}
