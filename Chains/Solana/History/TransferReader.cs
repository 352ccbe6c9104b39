using System.Buffers.Binary;
using System.Text;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana.History;

/// <summary>A movement of lamports or tokens between two accounts, as one instruction orders it.</summary>
/// <param name="Index">The instruction's place.</param>
/// <param name="Program">The system program or a token program.</param>
/// <param name="Source">The account that is debited; for newly minted tokens, the mint.</param>
/// <param name="Destination">The account that is credited.</param>
/// <param name="Authority">Who allowed it.</param>
/// <param name="Units">How much arrives.</param>
/// <param name="IsFunding">True when it funds a new account rather than paying somebody.</param>
internal sealed record TransferEffect(
    int Index,
    SolanaKey Program,
    SolanaKey Source,
    SolanaKey Destination,
    SolanaKey Authority,
    ulong Units,
    bool IsFunding = false)
{
    /// <summary>Accounts beyond those the transfer needs: references of payment requests, mostly.</summary>
    internal IReadOnlyList<SolanaKey> Extras { get; init; } = [];

    internal bool IsLamports => Program == SolanaPrograms.System;
}

/// <summary>Finds the transfers and memos among instructions.</summary>
internal static class TransferReader
{
    /// <summary>
    /// Places are told apart by their thousands; an instruction within a batch has its own number in the millions.
    /// </summary>
    private const int PlacesPerBatchItem = 1_000_000;

    /// <summary>The transfers in order. Instructions of other programs move money only through these.</summary>
    internal static IEnumerable<TransferEffect> ReadTransfers(IEnumerable<ExecutedInstruction> instructions)
    {
        foreach (var instruction in instructions.SelectMany(Unpack))
        {
            var effect = instruction.Program == SolanaPrograms.System ? ReadSystem(instruction)
                : SolanaPrograms.IsToken(instruction.Program) ? ReadToken(instruction)
                : null;
            if (effect is not null)
            {
                yield return effect;
            }
        }
    }

    /// <summary>
    /// The text of the memo instructions, several joined by line feeds; null when there are none. Logs are not asked:
    /// nodes cut them off, and any program can print there what looks like a memo.
    /// </summary>
    internal static string? ReadMemo(IEnumerable<ExecutedInstruction> instructions)
    {
        var memos = instructions
            .Where(instruction => SolanaPrograms.IsMemo(instruction.Program))
            .Select(instruction => Encoding.UTF8.GetString(instruction.Data))
            .ToList();
        return memos.Count == 0 ? null : string.Join('\n', memos);
    }

    /// <summary>
    /// The instructions of a token program's batch, which the runtime does not record as inner ones; any other is
    /// itself. A batch that is cut off or holds a batch fails on chain, so what was read up to there does not matter.
    /// </summary>
    private static IEnumerable<ExecutedInstruction> Unpack(ExecutedInstruction instruction)
    {
        if (!SolanaPrograms.IsToken(instruction.Program) || instruction.Data is not [TokenCode.Batch, ..])
        {
            yield return instruction;
            yield break;
        }

        var (data, accounts) = (instruction.Data.AsMemory(1), instruction.Accounts);
        for (var number = 1; data.Length >= 2; number++)
        {
            var (accountCount, length) = (data.Span[0], data.Span[1]);
            if (accountCount > accounts.Count || length > data.Length - 2)
            {
                yield break;
            }

            yield return new ExecutedInstruction(
                instruction.Index + (number * PlacesPerBatchItem),
                instruction.Program,
                [.. accounts.Take(accountCount)],
                data.Slice(2, length).ToArray());
            accounts = [.. accounts.Skip(accountCount)];
            data = data[(2 + length)..];
        }
    }

    private static TransferEffect? ReadSystem(ExecutedInstruction instruction)
    {
        var (data, accounts) = (instruction.Data, instruction.Accounts);
        if (data.Length < sizeof(uint))
        {
            return null;
        }

        var code = BinaryPrimitives.ReadUInt32LittleEndian(data);
        return (code, accounts.Count) switch
        {
            (SystemCode.Transfer, >= 2) => Move(1, 0, 4, isFunding: false),
            (SystemCode.TransferWithSeed, >= 3) => Move(2, 1, 4, isFunding: false),
            (SystemCode.WithdrawNonce, >= 5) => Move(1, 4, 4, isFunding: false),
            (SystemCode.CreateAccount, >= 2) => Move(1, 0, 4, isFunding: true),
            (SystemCode.CreateAccountWithSeed, >= 2) => Move(1, 0, OffsetAfterSeed(data), isFunding: true),
            _ => null,
        };

        TransferEffect? Move(int destination, int authority, int offset, bool isFunding) =>
            TryReadUnits(data, offset, out var units)
                ? new TransferEffect(
                    instruction.Index,
                    instruction.Program,
                    accounts[0],
                    accounts[destination],
                    accounts[authority],
                    units,
                    isFunding)
                {
                    Extras = [.. accounts.Skip(Math.Max(destination, authority) + 1)],
                }
                : null;
    }

    private static TransferEffect? ReadToken(ExecutedInstruction instruction)
    {
        var (data, accounts) = (instruction.Data, instruction.Accounts);
        return (data.Length == 0 ? byte.MaxValue : data[0], accounts.Count) switch
        {
            (TokenCode.Transfer, >= 3) => Move(0, 1, 2, 1),
            (TokenCode.TransferChecked, >= 4) => Move(0, 2, 3, 1),
            (TokenCode.TransferFeeExtension, >= 4) when IsTransferWithFee(data) => Move(0, 2, 3, 2, feeOffset: 11),
            (TokenCode.MintTo or TokenCode.MintToChecked, >= 3) => Move(0, 1, 2, 1),
            _ => null,
        };

        TransferEffect? Move(int source, int destination, int authority, int offset, int? feeOffset = null)
        {
            ulong fee = 0;
            return TryReadUnits(data, offset, out var units)
                && (feeOffset is not { } at || (TryReadUnits(data, at, out fee) && fee <= units))
                    ? new TransferEffect(
                        instruction.Index,
                        instruction.Program,
                        accounts[source],
                        accounts[destination],
                        accounts[authority],
                        units - fee)
                    {
                        Extras = [.. accounts.Skip(authority + 1)],
                    }
                    : null;
        }
    }

    private static bool IsTransferWithFee(byte[] data) =>
        data.Length > 1 && data[1] == TokenCode.TransferCheckedWithFee;

    /// <summary>CreateAccountWithSeed: code, base key, seed with a 64-bit length, then the lamports.</summary>
    private static int OffsetAfterSeed(byte[] data)
    {
        const int SeedLengthOffset = sizeof(uint) + SolanaKey.Length;
        return TryReadUnits(data, SeedLengthOffset, out var seedLength) && seedLength <= (ulong)data.Length
            ? SeedLengthOffset + sizeof(ulong) + (int)seedLength
            : data.Length;
    }

    private static bool TryReadUnits(byte[] data, int offset, out ulong units)
    {
        if (offset + sizeof(ulong) > data.Length)
        {
            units = 0;
            return false;
        }

        units = BinaryPrimitives.ReadUInt64LittleEndian(data.AsSpan(offset));
        return true;
    }
}
