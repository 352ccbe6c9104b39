namespace OrleansTrading.Chains.Solana.Wire;

/// <summary>What both message compilers share: finding the accounts, and putting the message together.</summary>
internal static class MessageAccounts
{
    /// <summary>
    /// Every account once, in order of first sight (the fee payer, then each instruction's program and accounts), with
    /// the strongest need any instruction has of it.
    /// </summary>
    internal static List<SolanaAccountMeta> Collect(
        SolanaKey feePayer, IReadOnlyList<SolanaInstruction> instructions)
    {
        var metas = new List<SolanaAccountMeta> { SolanaAccountMeta.WritableSigner(feePayer) };
        foreach (var meta in instructions.SelectMany(
            instruction => instruction.Accounts.Prepend(SolanaAccountMeta.ReadOnly(instruction.Program))))
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

    /// <summary>The message of accounts that are in their final order.</summary>
    internal static SolanaMessage Assemble(
        int? version,
        List<SolanaAccountMeta> ordered,
        SolanaKey blockhash,
        IReadOnlyList<SolanaInstruction> instructions)
    {
        var places = new Dictionary<SolanaKey, byte>();
        foreach (var meta in ordered)
        {
            places.Add(meta.Key, checked((byte)places.Count));
        }

        return new SolanaMessage(
            version,
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
}
