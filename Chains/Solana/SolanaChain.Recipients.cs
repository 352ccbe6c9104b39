using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana;

internal sealed partial class SolanaChain
{
    /// <inheritdoc/>
    public async Task<RecipientCheck> CheckRecipientAsync(
        string address, ChainAmount amount, bool mayBeClaimed = false, CancellationToken cancellationToken = default)
    {
        if (CheckAddress(address) is { IsValid: false, Problem: var problem })
        {
            return new RecipientCheck(RecipientVerdict.NotAWallet, problem, 0);
        }

        if (amount.Units > ulong.MaxValue)
        {
            return new RecipientCheck(RecipientVerdict.LimitExceeded, "Solana amounts have 64 bits", 0);
        }

        var wallet = SolanaKey.Parse(address);
        return ReadAsset(amount.Asset) is { } token
            ? await CheckTokenRecipientAsync(wallet, token, amount.Units, cancellationToken)
            : await CheckSolRecipientAsync(wallet, amount.Units, cancellationToken);
    }

    private async Task<RecipientCheck> CheckSolRecipientAsync(
        SolanaKey wallet, UInt128 lamports, CancellationToken cancellationToken)
    {
        var account = (await _rpc.GetAccountsAsync([wallet], cancellationToken))[0];
        if (FindProblem(account) is { } problem)
        {
            return problem;
        }

        // An account below the minimum may not exist after a transaction, so the payment itself has to reach it.
        var rentMinimum = await _rpc.GetRentMinimumAsync(0, cancellationToken);
        var held = account?.Lamports ?? 0;
        return held + lamports >= rentMinimum
            ? Payable(0)
            : new RecipientCheck(
                RecipientVerdict.AccountMissing,
                $"a new Solana account must get at least {rentMinimum - held} lamports, this would be {lamports}",
                0);
    }

    private async Task<RecipientCheck> CheckTokenRecipientAsync(
        SolanaKey wallet, SolanaAsset token, UInt128 units, CancellationToken cancellationToken)
    {
        var accounts = await _rpc.GetAccountsAsync(
            [wallet, token.AccountOf(wallet), token.Mint], cancellationToken);
        if (FindProblem(accounts[0]) is { } problem)
        {
            return problem;
        }

        var held = accounts[1];
        var isMissing = held is null || held.Owner == SolanaPrograms.System;
        var mint = ReadMint(token, accounts[2], out var fault);
        if (mint is null)
        {
            return NotAccepted(fault);
        }

        if (await FindObstacleAsync(mint, isMissing, cancellationToken) is { } obstacle)
        {
            return NotAccepted(obstacle);
        }

        if (isMissing)
        {
            // Somebody may have sent lamports to the address before it was opened; they count towards its rent.
            var bytes = token.AccountBytes ?? mint.AccountBytesOf(token.Program);
            var rent = await _rpc.GetRentMinimumAsync(bytes, cancellationToken);
            var present = held?.Lamports ?? 0;
            return Payable(rent > present ? rent - present : 0);
        }

        return CheckHolding(wallet, token, held!, units);
    }

    private static RecipientCheck CheckHolding(SolanaKey wallet, SolanaAsset token, RpcAccount held, UInt128 units)
    {
        if (held.Owner != token.Program
            || !TokenAccount.TryDecode(held.Data, out var account)
            || account.Mint != token.Mint
            || account.Owner != wallet)
        {
            return NotAccepted("the wallet's token account for this token has been handed to another owner");
        }

        return account.State == TokenAccountState.Frozen
                ? NotAccepted("the wallet's token account is frozen by the token's issuer")
            : account.RefusesOpenTransfers
                ? NotAccepted("the wallet's token account takes confidential transfers only")
            : account.Units + units > ulong.MaxValue
                ? new RecipientCheck(
                    RecipientVerdict.LimitExceeded, "the token account cannot hold that much more", 0)
            : account.RequiresMemo
                ? new RecipientCheck(
                    RecipientVerdict.MemoRequired, "the wallet's token account takes transfers with a memo only", 0)
            : Payable(0);
    }

    /// <summary>The mint as configured; null with the fault when it is another, or one that cannot be used.</summary>
    private static MintAccount? ReadMint(SolanaAsset token, RpcAccount? account, out string fault)
    {
        MintAccount? mint = null;
        fault = account is null ? $"there is no mint {token.Mint} on this cluster"
            : account.Owner != token.Program
                ? $"the mint {token.Mint} belongs to the program {account.Owner}, but {token.Program} is configured"
            : !MintAccount.TryDecode(account.Data, out mint) ? $"{token.Mint} is no mint"
            : MintRules.FindFault(mint, token) ?? string.Empty;
        return fault.Length == 0 ? mint : null;
    }

    private async Task<string?> FindObstacleAsync(
        MintAccount mint, bool opensAccount, CancellationToken cancellationToken)
    {
        // Only a mint that has or had a fee needs the epoch.
        var epoch = mint.Fees is { Older: var older, Newer: var newer } && (older.TakesAnything || newer.TakesAnything)
            ? await _rpc.GetEpochAsync(cancellationToken)
            : 0;
        return MintRules.FindObstacle(mint, opensAccount, epoch);
    }

    /// <summary>
    /// What is wrong with the configured tokens for good. What an issuer can change (a fee, a hook, a pause) is looked
    /// at with each recipient: it must not keep the others from starting.
    /// </summary>
    private async Task<string?> CheckMintsAsync(CancellationToken cancellationToken)
    {
        if (_tokens.Count == 0)
        {
            return null;
        }

        var accounts = await _rpc.GetAccountsAsync([.. _tokens.Select(token => token.Mint)], cancellationToken);
        foreach (var (token, account) in _tokens.Zip(accounts))
        {
            if (ReadMint(token, account, out var fault) is null)
            {
                return $"{token.Asset} cannot be used: {fault}. Correct {nameof(SolanaOptions.Tokens)}, or remove it.";
            }
        }

        return null;
    }

    private static RecipientCheck NotAccepted(string problem) =>
        new(RecipientVerdict.AssetNotAccepted, problem, 0);

    private static RecipientCheck Payable(UInt128 accountCreationLamports) =>
        new(RecipientVerdict.Payable, null, accountCreationLamports);

    /// <summary>A wallet is an account of the system program without data, or not there yet.</summary>
    private static RecipientCheck? FindProblem(RpcAccount? account)
    {
        if (account is null || (account.Owner == SolanaPrograms.System && account.Data.Length == 0))
        {
            return null;
        }

        var what = account.IsExecutable ? "a program"
            : SolanaPrograms.IsToken(account.Owner) ? "a token account or mint"
            : "an account of a program";
        return new RecipientCheck(
            RecipientVerdict.NotAWallet, $"this address is {what}; give the wallet's own address", 0);
    }
}
