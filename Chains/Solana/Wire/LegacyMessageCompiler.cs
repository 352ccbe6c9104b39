namespace OrleansTrading.Chains.Solana.Wire;

/// <summary>
/// Compiles instructions into a legacy message. Any order of accounts within a group would be valid; this is the one of
/// @solana/web3.js 1.x, so that the same instructions give the same bytes as the most used library.
/// </summary>
internal static class LegacyMessageCompiler
{
    internal static SolanaMessage Compile(
        SolanaKey feePayer, SolanaKey blockhash, IReadOnlyList<SolanaInstruction> instructions)
    {
        var metas = CollectAccounts(instructions);
        metas.RemoveAll(meta => meta.Key == feePayer);

        // OrderBy is stable, so equal texts (there are none: keys are distinct) would keep their order.
        var ordered = metas
            .OrderByDescending(meta => meta.IsSigner)
            .ThenByDescending(meta => meta.IsWritable)
            .ThenBy(meta => meta.Key.ToString(), Base58Collation.Instance)
            .Prepend(SolanaAccountMeta.WritableSigner(feePayer))
            .ToList();
        var places = new Dictionary<SolanaKey, byte>();
        foreach (var meta in ordered)
        {
            places.Add(meta.Key, checked((byte)places.Count));
        }

        return new SolanaMessage(
            Version: null,
            SignerCount: ordered.Count(meta => meta.IsSigner),
            ReadOnlySignerCount: ordered.Count(meta => meta is { IsSigner: true, IsWritable: false }),
            ReadOnlyOtherCount: ordered.Count(meta => meta is { IsSigner: false, IsWritable: false }),
            ordered.ConvertAll(meta => meta.Key),
            blockhash,
            [.. instructions.Select(instruction => Compile(instruction, places))],
            []);
    }

    private static CompiledInstruction Compile(SolanaInstruction instruction, Dictionary<SolanaKey, byte> places) =>
        new(
            places[instruction.Program],
            [.. instruction.Accounts.Select(meta => places[meta.Key])],
            instruction.Data);

    /// <summary>Every account once, with the strongest need any instruction has of it.</summary>
    private static List<SolanaAccountMeta> CollectAccounts(IReadOnlyList<SolanaInstruction> instructions)
    {
        var programs = instructions.Select(instruction => SolanaAccountMeta.ReadOnly(instruction.Program));
        var metas = new List<SolanaAccountMeta>();
        foreach (var meta in instructions.SelectMany(instruction => instruction.Accounts).Concat(programs))
        {
            var known = metas.FindIndex(other => other.Key == meta.Key);
            if (known < 0)
            {
                metas.Add(meta);
                continue;
            }

            metas[known] = new SolanaAccountMeta(
                meta.Key, metas[known].IsSigner || meta.IsSigner, metas[known].IsWritable || meta.IsWritable);
        }

        return metas;
    }

    /// <summary>
    /// JavaScript's <c>localeCompare(…, "en", { caseFirst: "lower" })</c> for base58 texts: digits before letters,
    /// letters regardless of case, and only if all are equal, lower case before upper case.
    /// </summary>
    private sealed class Base58Collation : IComparer<string>
    {
        internal static readonly Base58Collation Instance = new();

        public int Compare(string? x, string? y)
        {
            var byLetter = string.CompareOrdinal(x!.ToUpperInvariant(), y!.ToUpperInvariant());

            // Ordinal order has upper case first, so turning it around puts lower case first.
            return byLetter != 0 ? byLetter : string.CompareOrdinal(y, x);
        }
    }
}
