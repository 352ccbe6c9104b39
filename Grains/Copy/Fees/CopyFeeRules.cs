using System.Globalization;
using Microsoft.Extensions.Options;
using OrleansTrading.Grains.PerformanceFees;

namespace OrleansTrading.Grains.Copy.Fees;

/// <summary>What a provider's fee must keep, and what becomes of it with a subscriber who agrees.</summary>
internal sealed class CopyFeeRules(AssetCatalog assets, IOptions<CopyOptions> options, TimeProvider time)
{
    /// <summary>Why a provider cannot ask for this; null: they can. Fields are named as in a fee.</summary>
    internal Refusal? Check(UserId provider, CopyFee? fee)
    {
        if (fee is null)
        {
            return null;
        }

        var terms = fee.Terms;
        if (assets.Find(terms.Asset.Value) is not { } asset || asset.Id != terms.Asset)
        {
            return new Refusal
            {
                Code = ErrorCodes.AssetUnknown,
                Field = "asset",
                Detail = $"{terms.Asset} is not on the platform's list.",
            };
        }

        return !options.Value.FeeCurrencies.Exists(entry => IsOf(entry, terms.Asset))
            ? Malformed("asset", $"No account's results are counted in {asset.Alias} here. Take another asset.")
            : PerformanceFeeTermsRules.RefuseRate(terms.RateBasisPoints, min: 1)
                ?? PerformanceFeeTermsRules.RefusePeriod(terms.Length, terms.Unit)
                ?? CheckWallet(provider, fee.Wallet);
    }

    /// <summary>What a subscription's fee is, from now on for good.</summary>
    /// <param name="command">The subscription.</param>
    /// <param name="asked">What the provider asks now; null: nothing.</param>
    /// <param name="account">The account that copies, as its terminal told it; null: it did not.</param>
    /// <returns>The fee; null: there is none; or why the subscription cannot begin.</returns>
    internal (CopyFeeState? Fee, Refusal? Refusal) Agree(
        CreateSubscription command, CopyFee? asked, AccountReport? account)
    {
        if (command.Fee?.Terms != asked?.Terms)
        {
            return (null, NotAccepted(command.Provider, asked));
        }

        if (asked is null || command.Fee is not { } agreed)
        {
            return (null, null);
        }

        if (CheckWallet(command.User, agreed.Wallet) is { } stranger)
        {
            return (null, stranger);
        }

        if (account is null)
        {
            return (null, Unsupported(
                $"The terminal of account {command.Account} has not told its currency. Connect it and repeat this."));
        }

        if (options.Value.FeeCurrencies.Find(entry => entry.Currency == account.Currency
            && IsOf(entry, asked.Terms.Asset)) is not { } currency)
        {
            return (null, Unsupported(
                $"Results in {account.Currency} are not counted in {asked.Terms.Asset} here. Copy into an account in"
                + " another currency, or another provider."));
        }

        var terms = TermsOf(agreed, asked.Wallet);
        return PerformanceFeeTermsRules.Refuse(terms, assets, terms.StartsAt) is { } refusal
            ? (null, refusal with { Field = refusal.Field == "provider" ? "wallet" : refusal.Field })
            : (new CopyFeeState
            {
                Terms = terms,
                Currency = account.Currency,
                UnitsPerCent = currency.UnitsPerCent,
                NotBefore = terms.StartsAt,
            }, null);
    }

    private PerformanceFeeTerms TermsOf(CopyFee agreed, WalletId provider) => new()
    {
        Subscriber = agreed.Wallet,
        Provider = provider,
        Asset = agreed.Terms.Asset,
        RateBasisPoints = agreed.Terms.RateBasisPoints,
        PlatformShareBasisPoints = options.Value.FeePlatformShareBasisPoints,
        Unit = agreed.Terms.Unit,
        Length = agreed.Terms.Length,
        StartsAt = time.GetUtcNow(),
        OpeningEquity = 0,
    };

    private bool IsOf(FeeCurrencyOptions entry, AssetId asset) => assets.Find(entry.Asset)?.Id == asset;

    private static Refusal? CheckWallet(UserId owner, WalletId wallet) =>
        WalletId.TryParse(wallet.Value, out _) && wallet.User == owner
            ? null
            : Malformed("wallet", $"'{wallet}' is no wallet of yours. GET /v1/wallets lists yours.");

    private static Refusal NotAccepted(ProviderId provider, CopyFee? asked) => new()
    {
        Code = ErrorCodes.FeeNotAccepted,
        Field = "fee",
        Detail = asked is null
            ? $"Provider {provider} asks no fee. Leave it out."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Provider {provider} takes {asked.Terms.RateBasisPoints} basis points of new profit, every"
                + $" {asked.Terms.Length} {asked.Terms.Unit}, in {asked.Terms.Asset}. State exactly this if you agree,")
                + " and the wallet that pays.",
    };

    private static Refusal Unsupported(string detail) =>
        new() { Code = ErrorCodes.FeeCurrencyUnsupported, Field = "account", Detail = detail };

    private static Refusal Malformed(string field, string detail) =>
        new() { Code = ErrorCodes.FeeTermsMalformed, Field = field, Detail = detail };
}
