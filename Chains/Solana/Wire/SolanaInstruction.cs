namespace OrleansTrading.Chains.Solana.Wire;

/// <summary>An account an instruction names, and what the instruction needs of it.</summary>
internal readonly record struct SolanaAccountMeta(SolanaKey Key, bool IsSigner, bool IsWritable)
{
    internal static SolanaAccountMeta Signer(SolanaKey key) => new(key, IsSigner: true, IsWritable: false);

    internal static SolanaAccountMeta WritableSigner(SolanaKey key) => new(key, IsSigner: true, IsWritable: true);

    internal static SolanaAccountMeta Writable(SolanaKey key) => new(key, IsSigner: false, IsWritable: true);

    internal static SolanaAccountMeta ReadOnly(SolanaKey key) => new(key, IsSigner: false, IsWritable: false);
}

/// <summary>One call of a program.</summary>
internal sealed record SolanaInstruction(SolanaKey Program, IReadOnlyList<SolanaAccountMeta> Accounts, byte[] Data);

/// <summary>
/// An instruction as a message holds it: places in the message's list of account keys instead of keys.
/// </summary>
internal sealed record CompiledInstruction(int ProgramIndex, byte[] AccountIndexes, byte[] Data);

/// <summary>A lookup table that a version 0 message borrows account keys from.</summary>
internal sealed record AddressTableLookup(SolanaKey Table, byte[] WritableIndexes, byte[] ReadOnlyIndexes);
