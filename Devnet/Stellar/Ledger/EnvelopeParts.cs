using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Devnet.Stellar.Ledger;

/// <summary>What a transaction alone and one inside a fee bump have in common.</summary>
internal static class EnvelopeParts
{
    internal static TransactionEnvelope Inner(this Envelope envelope) => envelope switch
    {
        TransactionEnvelope single => single,
        FeeBumpEnvelope bump => bump.Inner,
        _ => throw new ArgumentException($"{envelope.GetType().Name} has no transaction.", nameof(envelope)),
    };

    internal static StellarTransaction Transaction(this Envelope envelope) => envelope.Inner().Transaction;

    /// <summary>Whose sequence number it uses.</summary>
    internal static string Source(this Envelope envelope) => envelope.Transaction().Source.AccountId;

    /// <summary>Who pays the fee.</summary>
    internal static MuxedAccount FeeSource(this Envelope envelope) =>
        envelope is FeeBumpEnvelope bump ? bump.FeeSource : envelope.Transaction().Source;

    /// <summary>The most it pays, in stroops.</summary>
    internal static long FeeMax(this Envelope envelope) =>
        envelope is FeeBumpEnvelope bump ? bump.FeeMax : envelope.Transaction().FeeMax;

    /// <summary>What the fee is for: its operations, and the bump as one more.</summary>
    internal static int OperationsPaid(this Envelope envelope) =>
        envelope.Transaction().Operations.Count + (envelope is FeeBumpEnvelope ? 1 : 0);

    /// <summary>What it pays at a base fee.</summary>
    internal static long FeeAt(this Envelope envelope, int baseFee) => (long)envelope.OperationsPaid() * baseFee;

    /// <summary>True when it offers at least so many times what another does, for each operation.</summary>
    internal static bool Outbids(this Envelope envelope, Envelope other, int times) =>
        (Int128)envelope.FeeMax() * other.OperationsPaid()
        >= (Int128)other.FeeMax() * envelope.OperationsPaid() * times;
}
