using System.Buffers.Binary;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Devnet.Solana.Ledger;

namespace OrleansTrading.Devnet.Solana.Rpc;

/// <summary>What only the faucet does.</summary>
internal static class FaucetInstructions
{
    private const uint UnitLimit = 200_000;

    internal static SolanaInstruction MintTo(SolanaKey program, SolanaKey mint, SolanaKey account, ulong units)
    {
        var data = new byte[9];
        data[0] = TokenCode.MintTo;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(1), units);
        return new SolanaInstruction(
            program,
            [
                SolanaAccountMeta.Writable(mint),
                SolanaAccountMeta.Writable(account),
                SolanaAccountMeta.Signer(SolanaGenesis.Faucet),
            ],
            data);
    }

    internal static SolanaTransaction Sign(
        SolanaKey blockhash, IReadOnlyList<SolanaInstruction> instructions, uint variant)
    {
        var message = LegacyMessageCompiler.Compile(
            SolanaGenesis.Faucet,
            blockhash,
            [SolanaInstructions.ComputeUnitLimit(UnitLimit + variant), .. instructions]);
        var bytes = message.Encode();
        return new SolanaTransaction([Ed25519.Sign(SolanaGenesis.FaucetSeed, bytes)], message, bytes);
    }
}
