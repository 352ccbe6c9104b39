using System.Buffers.Binary;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Devnet.Solana.Ledger;

/// <summary>What a transaction asks to compute and pays for it.</summary>
/// <param name="UnitLimit">The most units it may use.</param>
/// <param name="UnitPrice">Micro-lamports for each unit of the limit.</param>
internal sealed record ComputeBudget(uint UnitLimit, ulong UnitPrice)
{
    private const ulong LamportsPerSignature = 5_000;
    private const ulong MicroLamportsPerLamport = 1_000_000;
    private const uint UnitsPerInstruction = 200_000;
    private const uint UnitsMax = 1_400_000;

    /// <summary>Reads the compute budget instructions; without them, a share for every other instruction.</summary>
    internal static ComputeBudget Of(SolanaMessage message)
    {
        uint? limit = null;
        ulong price = 0;
        uint others = 0;
        foreach (var instruction in message.Instructions)
        {
            var data = instruction.Data;
            if (message.Keys[instruction.ProgramIndex] != SolanaPrograms.ComputeBudget)
            {
                others++;
            }
            else if (data is [ComputeBudgetCode.UnitLimit, _, _, _, _])
            {
                limit = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(1));
            }
            else if (data is [ComputeBudgetCode.UnitPrice, _, _, _, _, _, _, _, _])
            {
                price = BinaryPrimitives.ReadUInt64LittleEndian(data.AsSpan(1));
            }
        }

        return new ComputeBudget(Math.Min(limit ?? others * UnitsPerInstruction, UnitsMax), price);
    }

    internal UInt128 FeeOf(SolanaMessage message) =>
        (LamportsPerSignature * (ulong)message.SignerCount)
        + ((((UInt128)UnitLimit * UnitPrice) + MicroLamportsPerLamport - 1) / MicroLamportsPerLamport);
}
