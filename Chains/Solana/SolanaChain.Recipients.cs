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
        var accounts = await _rpc.GetAccountsAsync([wallet, token.AccountOf(wallet)], cancellationToken);
        if (FindProblem(accounts[0]) is { } problem)
        {
            return problem;
        }

        var held = accounts[1];
        if (held is null || held.Owner == SolanaPrograms.System)
        {
            // Somebody may have sent lamports to the address before it was opened; they count towards its rent.
            var rent = await _rpc.GetRentMinimumAsync(token.AccountBytes, cancellationToken);
            var present = held?.Lamports ?? 0;
            return Payable(rent > present ? rent - present : 0);
        }

        if (held.Owner != token.Program
            || !TokenAccount.TryDecode(held.Data, out var account)
            || account.Mint != token.Mint
            || account.Owner != wallet)
        {
            return new RecipientCheck(
                RecipientVerdict.AssetNotAccepted,
                "the wallet's token account for this token has been handed to another owner",
                0);
        }

        if (account.State == TokenAccountState.Frozen)
        {
            return new RecipientCheck(
                RecipientVerdict.AssetNotAccepted, "the wallet's token account is frozen by the token's issuer", 0);
        }

        return account.Units + units <= ulong.MaxValue
            ? Payable(0)
            : new RecipientCheck(
                RecipientVerdict.LimitExceeded, "the token account cannot hold that much more", 0);
    }

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
