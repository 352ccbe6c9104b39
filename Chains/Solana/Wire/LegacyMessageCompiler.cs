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
        // OrderBy is stable, so equal texts (there are none: keys are distinct) would keep their order.
        var ordered = MessageAccounts.Collect(feePayer, instructions)
            .Skip(1)
            .OrderByDescending(meta => meta.IsSigner)
            .ThenByDescending(meta => meta.IsWritable)
            .ThenBy(meta => meta.Key.ToString(), Base58Collation.Instance)
            .Prepend(SolanaAccountMeta.WritableSigner(feePayer))
            .ToList();
        return MessageAccounts.Assemble(version: null, ordered, blockhash, instructions);
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
