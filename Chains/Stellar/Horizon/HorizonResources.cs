using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Stellar.Horizon;

/// <summary>What a Horizon server says of itself.</summary>
/// <param name="NetworkPassphrase">The network it serves.</param>
/// <param name="ElderLedger">The oldest ledger whose transactions it still knows.</param>
/// <param name="LatestLedger">The newest ledger it has taken in.</param>
/// <param name="LatestClosedAt">When that one closed.</param>
internal sealed record HorizonRoot(
    string NetworkPassphrase, uint ElderLedger, uint LatestLedger, DateTimeOffset LatestClosedAt);

/// <summary>A closed ledger.</summary>
internal sealed record HorizonLedger(
    uint Sequence, string Hash, DateTimeOffset ClosedAt, long BaseFee, long BaseReserve);

/// <summary>What an account holds of one asset, in stroops.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Balance">All of it.</param>
/// <param name="Limit">The most it may hold; the largest number for lumens.</param>
/// <param name="BuyingLiabilities">Promised to it by its own offers.</param>
/// <param name="SellingLiabilities">Promised away by its own offers.</param>
/// <param name="IsAuthorized">False: the issuer has frozen or never approved the trustline.</param>
internal sealed record HorizonBalance(
    StellarAsset Asset, long Balance, long Limit, long BuyingLiabilities, long SellingLiabilities, bool IsAuthorized);

/// <summary>An account's state.</summary>
/// <param name="Id">Its address, G….</param>
/// <param name="Sequence">The last sequence number it used.</param>
/// <param name="BaseReserves">How many base reserves it must keep in lumens.</param>
/// <param name="Balances">Lumens and trustlines; pool shares are left out.</param>
/// <param name="RequiresMemo">True when it asks for a memo on payments (SEP-29).</param>
/// <param name="AsOfLedger">The ledger at whose close all this held, from one consistent read; null when not
/// told.</param>
internal sealed record HorizonAccount(
    string Id,
    long Sequence,
    long BaseReserves,
    IReadOnlyList<HorizonBalance> Balances,
    bool RequiresMemo,
    uint? AsOfLedger)
{
    internal HorizonBalance? BalanceOf(StellarAsset asset) =>
        Balances.FirstOrDefault(balance => balance.Asset == asset);
}

/// <summary>A transaction that a closed ledger includes.</summary>
/// <param name="Hash">Its hash; for a fee bump that of the outer transaction.</param>
/// <param name="InnerHash">The hash of a fee bump's inner transaction; null for others.</param>
/// <param name="PagingToken">Its place in history.</param>
/// <param name="Successful">False: it was included, paid its fee, and had no other effect.</param>
/// <param name="Ledger">The ledger that includes it.</param>
/// <param name="CreatedAt">When that ledger closed.</param>
/// <param name="SourceAccount">Whose sequence number it used, G….</param>
/// <param name="FeeAccount">Who paid the fee, G….</param>
/// <param name="Sequence">The sequence number it used.</param>
/// <param name="FeeCharged">In stroops.</param>
/// <param name="Memo">As <see cref="MemoText"/> writes it; null when there is none.</param>
/// <param name="EnvelopeXdr">In base64; null when the server leaves it out.</param>
/// <param name="ResultXdr">In base64; null when the server leaves it out.</param>
internal sealed record HorizonTransaction(
    string Hash,
    string? InnerHash,
    string PagingToken,
    bool Successful,
    uint Ledger,
    DateTimeOffset CreatedAt,
    string SourceAccount,
    string FeeAccount,
    long Sequence,
    long FeeCharged,
    string? Memo,
    string? EnvelopeXdr,
    string? ResultXdr)
{
    internal bool HasHash(string hash) => Hash == hash || InnerHash == hash;
}

/// <summary>One movement of an asset inside a transaction.</summary>
/// <param name="Index">Its place in the transaction.</param>
/// <param name="From">Who paid: G…, M… or a contract's C….</param>
/// <param name="To">Who was paid.</param>
/// <param name="Asset">What arrived.</param>
/// <param name="Amount">How much arrived, in stroops.</param>
/// <param name="OperationId">The operation's id where the amount has to be asked for; null when it is known.</param>
internal sealed record StellarMovement(
    int Index, string From, string To, StellarAsset Asset, long Amount, string? OperationId = null)
{
    /// <summary>True when it left its account but is nobody's until the receiver claims it.</summary>
    internal bool IsToBeClaimed { get; init; }
}

/// <summary>A way through the exchange from one asset to another, with what it costs and brings now.</summary>
/// <param name="Hops">The assets between, at most five.</param>
/// <param name="SourceAmount">What goes in, in stroops.</param>
/// <param name="DestinationAmount">What comes out, in stroops.</param>
internal sealed record HorizonPath(IReadOnlyList<StellarAsset> Hops, long SourceAmount, long DestinationAmount);

/// <summary>Who may sign for an account.</summary>
/// <param name="Signers">Its keys with their weights; some are no accounts (hashes).</param>
/// <param name="LowThreshold">The weight that using its sequence number takes; 0: any key with a weight.</param>
/// <param name="MediumThreshold">The weight that moving money takes; 0: any key with a weight.</param>
internal sealed record HorizonSigners(IReadOnlyList<HorizonSigner> Signers, long LowThreshold, long MediumThreshold);

/// <summary>A key that may sign for an account.</summary>
/// <param name="Key">Its strkey.</param>
/// <param name="Weight">0: it counts for nothing.</param>
internal sealed record HorizonSigner(string Key, long Weight);
