using System.Buffers.Binary;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Devnet.Solana.Ledger;

/// <summary>The system program, as far as payments need it: transfer, create account, and durable nonces.</summary>
internal static class SystemProgram
{
    /// <summary>SystemError::AccountAlreadyInUse.</summary>
    private const uint AccountAlreadyInUse = 0;

    /// <summary>SystemError::ResultWithNegativeLamports.</summary>
    private const uint NotEnoughLamports = 1;

    private const ulong DataBytesMax = 10 * 1024 * 1024;

    internal static void Execute(ExecutionContext context, IReadOnlyList<SolanaKey> accounts, byte[] data)
    {
        if (data.Length < sizeof(uint))
        {
            throw InstructionFailureException.InvalidInstructionData();
        }

        switch (BinaryPrimitives.ReadUInt32LittleEndian(data))
        {
            case SystemCode.Transfer when data.Length >= 12:
                Require(accounts, 2);
                Transfer(context, accounts[0], accounts[1], ReadUnits(data, 4));
                break;
            case SystemCode.CreateAccount when data.Length >= 52:
                Require(accounts, 2);
                Create(
                    context,
                    accounts[0],
                    accounts[1],
                    ReadUnits(data, 4),
                    ReadUnits(data, 12),
                    new SolanaKey(data.AsSpan(20, SolanaKey.Length)));
                break;
            case SystemCode.InitializeNonce when data.Length >= 36:
                Require(accounts, 3);
                NonceProgram.Initialize(context, accounts[0], new SolanaKey(data.AsSpan(4, SolanaKey.Length)));
                break;
            case SystemCode.AdvanceNonce:
                Require(accounts, 3);
                NonceProgram.Advance(context, accounts[0]);
                break;
            case SystemCode.WithdrawNonce when data.Length >= 12:
                Require(accounts, 5);
                NonceProgram.Withdraw(context, accounts[0], accounts[1], ReadUnits(data, 4));
                break;
            default:
                throw InstructionFailureException.InvalidInstructionData();
        }
    }

    internal static void Transfer(ExecutionContext context, SolanaKey from, SolanaKey to, ulong lamports)
    {
        context.RequireSigner(from);
        var source = context.Get(from);
        if (source.Data.Length > 0 || source.Owner != SolanaPrograms.System)
        {
            throw InstructionFailureException.InvalidArgument();
        }

        if (source.Lamports < lamports)
        {
            context.Logs.Add($"Transfer: insufficient lamports {source.Lamports}, need {lamports}");
            throw new InstructionFailureException(NotEnoughLamports);
        }

        context.Set(from, source with { Lamports = source.Lamports - lamports });
        context.AddLamports(to, lamports);
    }

    private static void Create(
        ExecutionContext context, SolanaKey from, SolanaKey created, ulong lamports, ulong bytes, SolanaKey owner)
    {
        context.RequireSigner(created);
        if (!context.Get(created).IsGone)
        {
            throw new InstructionFailureException(AccountAlreadyInUse);
        }

        if (bytes > DataBytesMax)
        {
            throw InstructionFailureException.InvalidArgument();
        }

        Transfer(context, from, created, lamports);
        context.Set(created, context.Get(created) with { Owner = owner, Data = new byte[bytes] });
    }

    private static void Require(IReadOnlyList<SolanaKey> accounts, int count)
    {
        if (accounts.Count < count)
        {
            throw InstructionFailureException.MissingAccounts();
        }
    }

    private static ulong ReadUnits(byte[] data, int offset) =>
        BinaryPrimitives.ReadUInt64LittleEndian(data.AsSpan(offset));
}
