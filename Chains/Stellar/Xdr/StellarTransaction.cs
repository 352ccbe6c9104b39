namespace OrleansTrading.Chains.Stellar.Xdr;

/// <summary>When a ledger may include a transaction, in Unix seconds of its close time, both ends included.</summary>
/// <param name="MinTime">0: from ever.</param>
/// <param name="MaxTime">0: for ever.</param>
internal sealed record TimeBounds(ulong MinTime, ulong MaxTime);

/// <summary>What the source account signs.</summary>
/// <param name="Source">Pays the fee and gives the sequence number.</param>
/// <param name="FeeMax">The most it pays for all operations together, in stroops.</param>
/// <param name="Sequence">Exactly one above the account's last.</param>
/// <param name="TimeBounds">Null: no bound.</param>
/// <param name="Memo">For the receiver.</param>
/// <param name="Operations">Up to 100; all take effect or none.</param>
internal sealed record StellarTransaction(
    MuxedAccount Source,
    uint FeeMax,
    long Sequence,
    TimeBounds? TimeBounds,
    StellarMemo Memo,
    IReadOnlyList<StellarOperation> Operations)
{
    internal const int OperationsMax = 100;
}

/// <summary>A signature and the last four bytes of the key that made it.</summary>
internal sealed record DecoratedSignature(byte[] Hint, byte[] Signature)
{
    internal const int HintBytes = 4;
    internal const int SignatureBytesMax = 64;
    internal const int CountMax = 20;
}

/// <summary>What travels: a transaction with its signatures.</summary>
internal abstract record Envelope(IReadOnlyList<DecoratedSignature> Signatures);

/// <summary>A transaction with its signatures.</summary>
/// <param name="Transaction">The transaction; one of the old form reads as the new one, with which it shares its
/// hash.</param>
/// <param name="IsV0">True for the form before protocol 13.</param>
/// <param name="Signatures">At most 20.</param>
internal sealed record TransactionEnvelope(
    StellarTransaction Transaction, bool IsV0, IReadOnlyList<DecoratedSignature> Signatures)
    : Envelope(Signatures);

/// <summary>A signed transaction for which somebody else pays a higher fee (CAP-15).</summary>
/// <param name="FeeSource">Who pays.</param>
/// <param name="FeeMax">The most they pay, in stroops.</param>
/// <param name="Inner">The transaction, complete with its own signatures.</param>
/// <param name="Signatures">Those of the fee source.</param>
internal sealed record FeeBumpEnvelope(
    MuxedAccount FeeSource, long FeeMax, TransactionEnvelope Inner, IReadOnlyList<DecoratedSignature> Signatures)
    : Envelope(Signatures);
