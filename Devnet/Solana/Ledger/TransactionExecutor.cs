using System.Text;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Devnet.Solana.Ledger;

/// <summary>Runs a transaction on accounts, without keeping anything: all of its instructions or none.</summary>
internal static class TransactionExecutor
{
    private const uint BuiltinUnits = 150;
    private const uint TokenUnits = 6_200;
    private const uint AccountCreationUnits = 20_545;
    private const uint MemoBaseUnits = 1_500;
    private const uint MemoByteUnits = 350;

    /// <summary>
    /// Why a transaction may not be in a block at all: its fee payer cannot pay. Null when it may.
    /// </summary>
    internal static TransactionFailure? CheckFeePayer(SolanaMessage message, Func<SolanaKey, LedgerAccount> load)
    {
        var payer = load(message.FeePayer);
        var fee = ComputeBudget.Of(message).FeeOf(message);
        if (payer.IsGone)
        {
            return TransactionFailure.AccountNotFound;
        }

        if (payer.Owner != SolanaPrograms.System || payer.Data.Length > 0)
        {
            return TransactionFailure.InvalidAccountForFee;
        }

        if (payer.Lamports < fee)
        {
            return TransactionFailure.InsufficientFundsForFee;
        }

        var left = payer.Lamports - (ulong)fee;
        return left > 0 && left < Rent.MinimumOf(0) ? TransactionFailure.InsufficientFundsForRent(0) : null;
    }

    /// <summary>Runs a transaction whose fee payer was checked.</summary>
    /// <param name="message">The transaction's message.</param>
    /// <param name="slot">What depends on the slot that it runs in.</param>
    /// <param name="load">The accounts before it.</param>
    /// <param name="forced">The failure with which it ends whatever it does; null for its own.</param>
    internal static Execution Execute(
        SolanaMessage message,
        SlotFacts slot,
        Func<SolanaKey, LedgerAccount> load,
        TransactionFailure? forced = null)
    {
        var budget = ComputeBudget.Of(message);
        var fee = (ulong)budget.FeeOf(message);
        List<LedgerAccount> before = [.. message.Keys.Select(load)];
        var charged = before[0] with { Lamports = before[0].Lamports - fee };
        LedgerAccount LoadCharged(SolanaKey key) => key == message.FeePayer ? charged : load(key);
        var lane = NonceProgram.FindLane(message, slot, load);
        LedgerAccount LoadFailed(SolanaKey key) =>
            key == lane ? NonceProgram.Advanced(LoadCharged(key), slot) : LoadCharged(key);

        var context = new ExecutionContext(message, slot, LoadCharged);
        var failure = Run(message, budget, context, out var units) ?? forced;
        failure ??= FindRentViolation(message, before, context.Get);
        Func<SolanaKey, LedgerAccount> final = failure is null ? context.Get : LoadFailed;
        List<LedgerAccount> after = [.. message.Keys.Select(final).Select(Normalize)];
        return new Execution(
            failure,
            fee,
            units,
            context.Logs,
            before,
            after,
            ReadHoldings(message, before, load),
            ReadHoldings(message, after, final));
    }

    /// <summary>An account without lamports is no account, whatever it was before.</summary>
    private static LedgerAccount Normalize(LedgerAccount account) => account.IsGone ? LedgerAccount.Empty : account;

    private static TransactionFailure? Run(
        SolanaMessage message, ComputeBudget budget, ExecutionContext context, out uint units)
    {
        units = 0;
        for (var index = 0; index < message.Instructions.Count; index++)
        {
            var instruction = message.Instructions[index];
            var program = message.Keys[instruction.ProgramIndex];
            context.Logs.Add($"Program {program} invoke [1]");
            try
            {
                units += UnitsOf(program, instruction.Data);
                if (units > budget.UnitLimit)
                {
                    throw new InstructionFailureException(
                        "ComputationalBudgetExceeded", "Computational budget exceeded");
                }

                SolanaKey[] accounts = [.. instruction.AccountIndexes.Select(account => message.Keys[account])];
                Dispatch(context, program, accounts, instruction.Data);
                context.PreviousProgram = program;
                context.Logs.Add($"Program {program} success");
            }
            catch (InstructionFailureException failure)
            {
                context.Logs.Add($"Program {program} failed: {failure.Message}");
                return TransactionFailure.Instruction(index, failure);
            }
        }

        return null;
    }

    private static void Dispatch(
        ExecutionContext context, SolanaKey program, IReadOnlyList<SolanaKey> accounts, byte[] data)
    {
        if (program == SolanaPrograms.System)
        {
            SystemProgram.Execute(context, accounts, data);
        }
        else if (SolanaPrograms.IsToken(program))
        {
            TokenProgram.Execute(context, program, accounts, data);
        }
        else if (program == SolanaPrograms.AssociatedToken)
        {
            AssociatedTokenProgram.Execute(context, accounts, data);
        }
        else if (SolanaPrograms.IsMemo(program))
        {
            WriteMemo(context, accounts, data);
        }
        else if (program != SolanaPrograms.ComputeBudget)
        {
            throw new InstructionFailureException("UnsupportedProgramId", "Unsupported program id");
        }
    }

    private static void WriteMemo(ExecutionContext context, IReadOnlyList<SolanaKey> signers, byte[] data)
    {
        foreach (var signer in signers)
        {
            context.RequireSigner(signer);
        }

        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(data);
            context.Logs.Add($"Program log: Memo (len {data.Length}): \"{text}\"");
        }
        catch (DecoderFallbackException)
        {
            throw InstructionFailureException.InvalidInstructionData();
        }
    }

    /// <summary>
    /// Every account that was written must end at nothing, at its rent minimum, or no worse off than before.
    /// </summary>
    private static TransactionFailure? FindRentViolation(
        SolanaMessage message, List<LedgerAccount> before, Func<SolanaKey, LedgerAccount> after)
    {
        for (var index = 0; index < message.Keys.Count; index++)
        {
            var (old, now) = (before[index], after(message.Keys[index]));
            var isShort = now.Lamports > 0 && now.Lamports < Rent.MinimumOf(now.Data.Length);
            var wasShort = old.Lamports > 0 && old.Lamports < Rent.MinimumOf(old.Data.Length);
            var isTolerated = wasShort && old.Data.Length == now.Data.Length && now.Lamports <= old.Lamports;
            if (message.IsWritable(index) && isShort && !isTolerated)
            {
                return TransactionFailure.InsufficientFundsForRent(index);
            }
        }

        return null;
    }

    private static List<TokenHolding> ReadHoldings(
        SolanaMessage message, List<LedgerAccount> accounts, Func<SolanaKey, LedgerAccount> load)
    {
        var holdings = new List<TokenHolding>();
        for (var index = 0; index < accounts.Count; index++)
        {
            var account = accounts[index];
            if (SolanaPrograms.IsToken(account.Owner)
                && TokenAccount.TryDecode(account.Data, out var token)
                && MintAccount.TryDecode(load(token.Mint).Data, out var mint))
            {
                holdings.Add(new TokenHolding(
                    index, token.Mint, token.Owner, account.Owner, token.Units, mint.Decimals));
            }
        }

        return holdings;
    }

    private static uint UnitsOf(SolanaKey program, byte[] data) =>
        SolanaPrograms.IsToken(program) ? TokenUnits
        : program == SolanaPrograms.AssociatedToken ? AccountCreationUnits
        : SolanaPrograms.IsMemo(program) ? MemoBaseUnits + (MemoByteUnits * (uint)data.Length)
        : BuiltinUnits;
}
