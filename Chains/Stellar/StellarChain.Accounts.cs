using OrleansTrading.Chains.Stellar.Horizon;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Stellar;

/// <summary>What accounts hold and can receive.</summary>
internal sealed partial class StellarChain
{
    /// <inheritdoc/>
    /// <remarks>
    /// A lumen payment to an account that does not exist opens it, and the amount itself becomes its reserve: it costs
    /// us nothing beyond the fee. A claimable balance costs a base reserve, which stays locked in our account until it
    /// is claimed; that is its <see cref="RecipientCheck.AccountCreationUnits"/>. M… recipients are accepted.
    /// </remarks>
    public async Task<RecipientCheck> CheckRecipientAsync(
        string address, ChainAmount amount, bool mayBeClaimed = false, CancellationToken cancellationToken = default)
    {
        var destination = RequireDestination(address);
        var asset = _assets.AssetOf(amount.Asset);
        if (amount.Units == 0)
        {
            throw new ArgumentException("The amount is 0. A Stellar payment moves at least 1 unit.", nameof(amount));
        }

        if (amount.Units > long.MaxValue)
        {
            return Refuse(RecipientVerdict.LimitExceeded, "no Stellar account can hold that much");
        }

        var account = await _horizon.FindAccountAsync(destination.AccountId, cancellationToken);
        if (account is null)
        {
            return asset.IsNative && destination.Id is null
                ? await CheckOpeningAsync(amount, cancellationToken)
                : Refuse(
                    RecipientVerdict.AccountMissing,
                    "the account does not exist yet; send it lumens first, then add the asset");
        }

        var check = mayBeClaimed && IsToBeClaimed(account, destination, asset)
            ? await CheckClaimingAsync(cancellationToken)
            : CheckReceiving(account, asset, (long)amount.Units);

        // A muxed address carries in itself what the memo would say (SEP-29).
        return check.Verdict == RecipientVerdict.Payable && account.RequiresMemo && destination.Id is null
            ? Refuse(
                RecipientVerdict.MemoRequired,
                "the account's holder asks for a memo on every payment (SEP-29); without it the payment could be lost")
            : check;
    }

    /// <inheritdoc/>
    /// <exception cref="ChainUnavailableException">Also when the account does not exist yet.</exception>
    public async Task<ulong> GetSequenceAsync(
        string account, string? lane, CancellationToken cancellationToken = default)
    {
        var source = lane ?? account;
        var found = await FindOwnAccountAsync(source, cancellationToken);
        return found is null
            ? throw new ChainUnavailableException(
                Name, $"{Name}: the account {source} does not exist. Send it lumens to open it.")
            : (ulong)found.Sequence;
    }

    /// <inheritdoc/>
    public async Task<ChainBalances> GetBalancesAsync(
        string account, CancellationToken cancellationToken = default)
    {
        var found = await FindOwnAccountAsync(account, cancellationToken);
        if (found is null)
        {
            return new ChainBalances(0, [.. _watched.Select(asset => new ChainBalance(_assets.IdOf(asset), 0, 0))]);
        }

        var ledger = await _horizon.GetLatestLedgerAsync(cancellationToken);
        return new ChainBalances(
            found.AsOfLedger ?? 0, [.. _watched.Select(asset => BalanceOf(found, asset, ledger.BaseReserve))]);
    }

    private static RecipientCheck Refuse(RecipientVerdict verdict, string problem) => new(verdict, problem, 0);

    private static RecipientCheck CheckReceiving(HorizonAccount account, StellarAsset asset, long amount)
    {
        // An issuer takes its own asset back without a trustline, and in any amount.
        if (asset.Issuer == account.Id)
        {
            return new RecipientCheck(RecipientVerdict.Payable, null, 0);
        }

        if (account.BalanceOf(asset) is not { } line)
        {
            return Refuse(
                RecipientVerdict.AssetNotAccepted,
                $"the account has no trustline for {asset.Code}; add the asset {asset} in the wallet first");
        }

        if (!line.IsAuthorized)
        {
            return Refuse(
                RecipientVerdict.AssetNotAccepted,
                $"the issuer of {asset.Code} has not authorised the account to hold it");
        }

        // Wide arithmetic: the three together may exceed 64 bits.
        var room = (Int128)line.Limit - line.Balance - line.BuyingLiabilities;
        return room >= amount
            ? new RecipientCheck(RecipientVerdict.Payable, null, 0)
            : Refuse(
                RecipientVerdict.LimitExceeded,
                $"the account accepts {StellarAmount.FormatShort((long)Int128.Max(room, 0))} more of "
                + $"{asset.Code ?? "XLM"}, not {StellarAmount.FormatShort(amount)}");
    }

    /// <summary>One claimant, one base reserve.</summary>
    private async Task<RecipientCheck> CheckClaimingAsync(CancellationToken cancellationToken)
    {
        var ledger = await _horizon.GetLatestLedgerAsync(cancellationToken);
        return new RecipientCheck(RecipientVerdict.Payable, null, (UInt128)ledger.BaseReserve);
    }

    private async Task<RecipientCheck> CheckOpeningAsync(ChainAmount amount, CancellationToken cancellationToken)
    {
        var ledger = await _horizon.GetLatestLedgerAsync(cancellationToken);
        var reserve = StellarConstants.AccountBaseReserves * ledger.BaseReserve;
        return (long)amount.Units >= reserve
            ? new RecipientCheck(RecipientVerdict.Payable, null, 0)
            : Refuse(
                RecipientVerdict.AccountMissing,
                $"the account does not exist yet; opening it takes at least {StellarAmount.FormatShort(reserve)} XLM");
    }

    private ChainBalance BalanceOf(HorizonAccount account, StellarAsset asset, long baseReserve)
    {
        if (account.BalanceOf(asset) is not { } line)
        {
            return new ChainBalance(_assets.IdOf(asset), 0, 0);
        }

        var reserve = asset.IsNative ? (Int128)account.BaseReserves * baseReserve : 0;
        var spendable = line.IsAuthorized
            ? Int128.Max(line.Balance - reserve - line.SellingLiabilities, 0)
            : 0;
        return new ChainBalance(_assets.IdOf(asset), (UInt128)line.Balance, (UInt128)spendable);
    }

    private async Task<HorizonAccount?> FindOwnAccountAsync(string account, CancellationToken cancellationToken)
    {
        if (!StellarAddresses.Check(account).IsValid)
        {
            throw new ArgumentException("The account is not a Stellar account (G…).", nameof(account));
        }

        var found = await _horizon.FindAccountAsync(account, cancellationToken);
        return found is null || found.Id == account
            ? found
            : throw HorizonClient.Unavailable("GET /accounts", "it answered for another account");
    }
}
