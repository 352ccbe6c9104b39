using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Devnet.Solana.Ledger;

/// <summary>The associated token account program: opens a wallet's token account.</summary>
internal static class AssociatedTokenProgram
{
    /// <summary>AssociatedTokenAccountError::InvalidOwner.</summary>
    private const uint InvalidOwner = 0;

    internal static void Execute(ExecutionContext context, IReadOnlyList<SolanaKey> accounts, byte[] data)
    {
        if (accounts.Count < 6)
        {
            throw InstructionFailureException.MissingAccounts();
        }

        if (data is not ([] or [AssociatedTokenCode.Create] or [AssociatedTokenCode.CreateIdempotent]))
        {
            throw InstructionFailureException.InvalidInstructionData();
        }

        var (payer, key, wallet) = (accounts[0], accounts[1], accounts[2]);
        var (mint, tokenProgram) = (accounts[3], accounts[5]);
        if (!SolanaPrograms.IsToken(tokenProgram) || context.Get(mint).Owner != tokenProgram)
        {
            throw InstructionFailureException.IllegalOwner();
        }

        if (SolanaAccounts.AssociatedToken(wallet, mint, tokenProgram) != key)
        {
            throw InstructionFailureException.InvalidSeeds();
        }

        var account = context.Get(key);
        if (data is [AssociatedTokenCode.CreateIdempotent] && account.Owner == tokenProgram)
        {
            RequireOwnedBy(account, wallet, mint);
        }
        else if (account.Owner != SolanaPrograms.System)
        {
            throw InstructionFailureException.IllegalOwner();
        }
        else
        {
            Open(context, payer, key, wallet, mint, tokenProgram);
        }
    }

    private static void RequireOwnedBy(LedgerAccount account, SolanaKey wallet, SolanaKey mint)
    {
        if (!TokenAccount.TryDecode(account.Data, out var token) || token.Mint != mint)
        {
            throw InstructionFailureException.InvalidAccountData();
        }

        if (token.Owner != wallet)
        {
            throw new InstructionFailureException(InvalidOwner);
        }
    }

    private static void Open(
        ExecutionContext context,
        SolanaKey payer,
        SolanaKey key,
        SolanaKey wallet,
        SolanaKey mint,
        SolanaKey tokenProgram)
    {
        if (!MintAccount.TryDecode(context.Get(mint).Data, out var facts))
        {
            throw InstructionFailureException.InvalidAccountData();
        }

        var data = tokenProgram == SolanaPrograms.Token2022
            ? TokenExtensionProgram.LayOutAccount(facts)
            : new byte[TokenAccount.BaseBytes];
        var rent = Rent.MinimumOf(data.Length);
        var present = context.Get(key).Lamports;
        SystemProgram.Transfer(context, payer, key, rent > present ? rent - present : 0);
        context.Set(key, context.Get(key) with { Owner = tokenProgram, Data = data });
        TokenProgram.Initialize(context, tokenProgram, key, mint, wallet);
    }
}
