namespace OrleansTrading.Chains.Solana.Wire;

/// <summary>
/// Compiles instructions into a version 0 message without lookup tables: our transactions have too few accounts to gain
/// from one. Accounts keep the order in which they are first met within their group, as in @solana/web3.js.
/// </summary>
internal static class Version0MessageCompiler
{
    internal static SolanaMessage Compile(
        SolanaKey feePayer, SolanaKey blockhash, IReadOnlyList<SolanaInstruction> instructions)
    {
        // OrderBy is stable: within a group the order of first sight stays, and the fee payer was seen first.
        var ordered = MessageAccounts.Collect(feePayer, instructions)
            .OrderByDescending(meta => meta.IsSigner)
            .ThenByDescending(meta => meta.IsWritable)
            .ToList();
        return MessageAccounts.Assemble(version: 0, ordered, blockhash, instructions);
    }
}
