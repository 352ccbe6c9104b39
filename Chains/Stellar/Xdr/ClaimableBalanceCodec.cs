using System.Security.Cryptography;

namespace OrleansTrading.Chains.Stellar.Xdr;

/// <summary>Claimable balances to and from XDR (Stellar-transaction.x, CAP-23).</summary>
internal static class ClaimableBalanceCodec
{
    private const int HashBytes = 32;
    private const int IdVersion = 0;
    private const int ClaimantVersion = 0;
    private const int OperationIdType = 6;
    private const int PredicateUnconditional = 0;
    private const int PredicateAnd = 1;
    private const int PredicateOr = 2;
    private const int PredicateNot = 3;
    private const int PredicateBeforeTime = 4;
    private const int PredicateWithin = 5;

    /// <summary>
    /// The id that a transaction's operation gives to the balance it makes, known before anything is submitted.
    /// </summary>
    /// <param name="source">The transaction's source, whoever the operation's is.</param>
    /// <param name="sequence">The transaction's sequence number.</param>
    /// <param name="index">The operation's place in it, from 0.</param>
    internal static string IdOf(string source, long sequence, uint index)
    {
        var preimage = new XdrWriter();
        preimage.WriteInt32(OperationIdType);
        XdrParts.WriteAccount(preimage, source);
        preimage.WriteInt64(sequence);
        preimage.WriteUInt32(index);
        return $"{IdVersion:x8}{Convert.ToHexStringLower(SHA256.HashData(preimage.ToArray()))}";
    }

    internal static void WriteId(XdrWriter writer, string id)
    {
        var bytes = Convert.FromHexString(id);
        if (bytes.Length != sizeof(int) + HashBytes || bytes.AsSpan(..sizeof(int)).ContainsAnyExcept((byte)IdVersion))
        {
            throw new ArgumentException($"'{id}' is not the id of a claimable balance.", nameof(id));
        }

        writer.WriteFixed(bytes);
    }

    internal static string ReadId(ref XdrReader reader)
    {
        var version = reader.ReadInt32();
        return version == IdVersion
            ? $"{IdVersion:x8}{Convert.ToHexStringLower(reader.ReadFixed(HashBytes))}"
            : throw new XdrFormatException($"Claimable balance ids of version {version} are not known here.");
    }

    internal static void WriteClaimants(XdrWriter writer, IReadOnlyList<Claimant> claimants)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            claimants.Count, CreateClaimableBalanceOperation.ClaimantsMax);
        writer.WriteInt32(claimants.Count);
        foreach (var claimant in claimants)
        {
            writer.WriteInt32(ClaimantVersion);
            XdrParts.WriteAccount(writer, claimant.Destination);
            WritePredicate(writer, claimant.Predicate, 1);
        }
    }

    internal static Claimant[] ReadClaimants(ref XdrReader reader)
    {
        var claimants = new Claimant[reader.ReadLength(CreateClaimableBalanceOperation.ClaimantsMax)];
        for (var i = 0; i < claimants.Length; i++)
        {
            var version = reader.ReadInt32();
            claimants[i] = version == ClaimantVersion
                ? new Claimant(XdrParts.ReadAccount(ref reader), ReadPredicate(ref reader, 1))
                : throw new XdrFormatException($"Claimants of version {version} are not known here.");
        }

        return claimants;
    }

    private static void WritePredicate(XdrWriter writer, ClaimPredicate predicate, int depth)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(depth, ClaimPredicate.DepthMax);
        switch (predicate)
        {
            case ClaimPredicate.Unconditional:
                writer.WriteInt32(PredicateUnconditional);
                break;
            case ClaimPredicate.And and:
                WritePair(writer, PredicateAnd, and.Left, and.Right, depth);
                break;
            case ClaimPredicate.Or or:
                WritePair(writer, PredicateOr, or.Left, or.Right, depth);
                break;
            case ClaimPredicate.Not not:
                writer.WriteInt32(PredicateNot);
                writer.WriteBool(true);
                WritePredicate(writer, not.Inner, depth + 1);
                break;
            case ClaimPredicate.BeforeTime before:
                writer.WriteInt32(PredicateBeforeTime);
                writer.WriteInt64(before.UnixSeconds);
                break;
            case ClaimPredicate.Within within:
                writer.WriteInt32(PredicateWithin);
                writer.WriteInt64(within.Seconds);
                break;
            default:
                throw new ArgumentException($"{predicate.GetType().Name} has no XDR here.", nameof(predicate));
        }
    }

    private static void WritePair(
        XdrWriter writer, int type, ClaimPredicate left, ClaimPredicate right, int depth)
    {
        writer.WriteInt32(type);
        writer.WriteInt32(2);
        WritePredicate(writer, left, depth + 1);
        WritePredicate(writer, right, depth + 1);
    }

    private static ClaimPredicate ReadPredicate(ref XdrReader reader, int depth)
    {
        if (depth > ClaimPredicate.DepthMax)
        {
            throw new XdrFormatException($"A claim predicate is nested deeper than {ClaimPredicate.DepthMax}.");
        }

        var type = reader.ReadInt32();
        switch (type)
        {
            case PredicateUnconditional:
                return ClaimPredicate.Unconditional.Instance;
            case PredicateAnd or PredicateOr:
                if (reader.ReadLength(2) != 2)
                {
                    throw new XdrFormatException("A claim predicate joins other than two.");
                }

                var left = ReadPredicate(ref reader, depth + 1);
                var right = ReadPredicate(ref reader, depth + 1);
                return type == PredicateAnd ? new ClaimPredicate.And(left, right) : new ClaimPredicate.Or(left, right);
            case PredicateNot:
                return reader.ReadBool()
                    ? new ClaimPredicate.Not(ReadPredicate(ref reader, depth + 1))
                    : throw new XdrFormatException("A claim predicate negates nothing.");
            case PredicateBeforeTime:
                return new ClaimPredicate.BeforeTime(reader.ReadInt64());
            case PredicateWithin:
                return new ClaimPredicate.Within(reader.ReadInt64());
            default:
                throw new XdrFormatException($"Claim predicate type {type} is not known here.");
        }
    }
}
