namespace OrleansTrading.Chains.Stellar.Xdr;

/// <summary>One step of a transaction. Only those that this business makes or receives are known.</summary>
/// <param name="Source">Whose account it acts on; null: the transaction's source.</param>
internal abstract record StellarOperation(MuxedAccount? Source)
{
    /// <summary>The XDR enum value, which result codes repeat.</summary>
    internal abstract OperationType Type { get; }
}

/// <summary>The numbers of the operations known here (Stellar-transaction.x, OperationType).</summary>
internal enum OperationType
{
    CreateAccount = 0,
    Payment = 1,
    PathPaymentStrictReceive = 2,
    ChangeTrust = 6,
    AccountMerge = 8,
    ManageData = 10,
    BumpSequence = 11,
    PathPaymentStrictSend = 13,
    CreateClaimableBalance = 14,
    ClaimClaimableBalance = 15,
}

/// <summary>Opens an account with a starting balance in stroops, which the source pays.</summary>
internal sealed record CreateAccountOperation(string Destination, long StartingBalance, MuxedAccount? Source = null)
    : StellarOperation(Source)
{
    internal override OperationType Type => OperationType.CreateAccount;
}

/// <summary>Moves an amount of one asset to an existing account.</summary>
internal sealed record PaymentOperation(
    MuxedAccount Destination, StellarAsset Asset, long Amount, MuxedAccount? Source = null)
    : StellarOperation(Source)
{
    internal override OperationType Type => OperationType.Payment;
}

/// <summary>Pays at most <paramref name="SendMax"/> so that exactly <paramref name="Amount"/> arrives.</summary>
internal sealed record PathPaymentStrictReceiveOperation(
    StellarAsset SendAsset,
    long SendMax,
    MuxedAccount Destination,
    StellarAsset Asset,
    long Amount,
    IReadOnlyList<StellarAsset> Path,
    MuxedAccount? Source = null)
    : StellarOperation(Source)
{
    internal override OperationType Type => OperationType.PathPaymentStrictReceive;
}

/// <summary>Pays exactly <paramref name="SendAmount"/> so that at least <paramref name="AmountMin"/> arrives.</summary>
internal sealed record PathPaymentStrictSendOperation(
    StellarAsset SendAsset,
    long SendAmount,
    MuxedAccount Destination,
    StellarAsset Asset,
    long AmountMin,
    IReadOnlyList<StellarAsset> Path,
    MuxedAccount? Source = null)
    : StellarOperation(Source)
{
    internal override OperationType Type => OperationType.PathPaymentStrictSend;
}

/// <summary>Opens, changes or (limit 0) closes a trustline.</summary>
internal sealed record ChangeTrustOperation(StellarAsset Asset, long Limit, MuxedAccount? Source = null)
    : StellarOperation(Source)
{
    internal override OperationType Type => OperationType.ChangeTrust;
}

/// <summary>Closes the source account and moves all its lumens.</summary>
internal sealed record AccountMergeOperation(MuxedAccount Destination, MuxedAccount? Source = null)
    : StellarOperation(Source)
{
    internal override OperationType Type => OperationType.AccountMerge;
}

/// <summary>Sets or (value null) removes one of the account's data entries.</summary>
internal sealed record ManageDataOperation(string Name, byte[]? Value, MuxedAccount? Source = null)
    : StellarOperation(Source)
{
    internal const int BytesMax = 64;

    internal override OperationType Type => OperationType.ManageData;
}

/// <summary>Raises the account's sequence number.</summary>
internal sealed record BumpSequenceOperation(long BumpTo, MuxedAccount? Source = null)
    : StellarOperation(Source)
{
    internal override OperationType Type => OperationType.BumpSequence;
}

/// <summary>Sets an amount aside, on the source's reserve, for whoever of the claimants fetches it first.</summary>
internal sealed record CreateClaimableBalanceOperation(
    StellarAsset Asset, long Amount, IReadOnlyList<Claimant> Claimants, MuxedAccount? Source = null)
    : StellarOperation(Source)
{
    internal const int ClaimantsMax = 10;

    internal override OperationType Type => OperationType.CreateClaimableBalance;
}

/// <summary>Fetches what was set aside for the source.</summary>
/// <param name="BalanceId">The balance's id: 4 bytes of version and 32 of hash, in lower-case hex.</param>
/// <param name="Source">Who fetches it; null: the transaction's source.</param>
internal sealed record ClaimClaimableBalanceOperation(string BalanceId, MuxedAccount? Source = null)
    : StellarOperation(Source)
{
    internal override OperationType Type => OperationType.ClaimClaimableBalance;
}
