using Microsoft.Extensions.Options;
using OrleansTrading.Chains;
using OrleansTrading.Grains.Payments;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Risk.Breakers;
using OrleansTrading.Market;

namespace OrleansTrading.Grains.Withdrawals;

/// <summary>
/// Turns a request into the terms of a withdrawal: what it pays to whom, what it costs, whether the address is the
/// user's and can be paid. Nothing is taken here.
/// </summary>
internal sealed class WithdrawalMaker(
    AssetCatalog catalog,
    ChainSet chains,
    ChainHealth health,
    ChainBreakers breakers,
    IPriceSource prices,
    PriceRules rules,
    TimeProvider time,
    IOptions<WithdrawalOptions> options)
{
    private const string AddressField = "address";

    internal async Task<Outcome<WithdrawalTerms>> MakeAsync(IGrainFactory grains, CreateWithdrawal command)
    {
        if (catalog.Find(command.Asset) is not { } asset)
        {
            return Outcome.Refused<WithdrawalTerms>(QuoteTermsReader.UnknownAsset(catalog, "asset", command.Asset));
        }

        var chain = chains.Get(asset.Id.ChainId);
        var refusal = Read(command, asset, chain, out var units, out var recipient)
            ?? health.Refuse(chain)
            ?? await breakers.RefuseNewAsync(grains, chain.Name);
        if (refusal is not null)
        {
            return Outcome.Refused<WithdrawalTerms>(refusal);
        }

        var account = AccountId.Of(chain.Id, recipient.Account!);
        if (!await IsProvenAsync(grains, command.Wallet.User, account))
        {
            return Outcome.Refused<WithdrawalTerms>(
                ErrorCodes.AddressNotProven,
                AddressField,
                $"You have not proven {recipient.Account}. Prove it first: POST /v1/auth/challenges.");
        }

        var answers = await prices.GetAsync([asset.PriceFeed]);
        var now = time.GetUtcNow();
        if (rules.Refuse(answers[0], now) is { } noPrice)
        {
            return Outcome.Refused<WithdrawalTerms>(noPrice.Code, null, noPrice.Problem);
        }

        var terms = new WithdrawalTerms
        {
            Amount = new Amount(asset.Id, units),
            Fee = new Amount(asset.Id, asset.WithdrawalFeeUnits),
            To = recipient.Canonical!,
            Recipient = account,
            From = catalog.TreasuryOf(asset),
            UsdCents = QuotePricing.UsdCents(units, asset, answers[0].Price!) ?? ulong.MaxValue,
            CreatedAt = now,
            ExecutesAt = now + options.Value.Delay,
            HoldUntil = now + options.Value.Delay + options.Value.ExecuteWithin,
        };
        return await RefuseRecipientAsync(grains, command, terms) is { } notPayable
            ? Outcome.Refused<WithdrawalTerms>(notPayable)
            : Outcome.Of(terms);
    }

    /// <summary>Whether an account is one that the user has proven.</summary>
    internal static async Task<bool> IsProvenAsync(IGrainFactory grains, UserId user, AccountId account) =>
        await grains.GetGrain<IAddressGrain>(account.Value).GetOwnerAsync() == user;

    private Refusal? Read(
        CreateWithdrawal command, Asset asset, IChain chain, out UInt128 units, out AddressCheck recipient)
    {
        var refusal = QuoteTermsReader.ParseAmount(command.Amount, asset, "amount", out var read);
        units = read ?? 0;
        var address = chains.CheckRecipient(chain, command.Address, AddressField, out recipient);
        refusal ??= address;
        if (refusal is not null)
        {
            return refusal;
        }

        if (units < asset.UnitsMin)
        {
            return new Refusal
            {
                Code = ErrorCodes.AmountBelowMinimum,
                Field = "amount",
                Detail = $"{asset.Describe(units)} is below the minimum, {asset.Describe(asset.UnitsMin)}.",
            };
        }

        if (UInt128.MaxValue - units < asset.WithdrawalFeeUnits)
        {
            return new Refusal
            {
                Code = ErrorCodes.AmountOverflow,
                Field = "amount",
                Detail = "With its fee the amount exceeds 128 bits of base units.",
            };
        }

        return recipient.Account == catalog.TreasuryOf(asset).Address
            ? new Refusal
            {
                Code = ErrorCodes.RecipientNotPayable,
                Field = AddressField,
                Detail = "This is the platform's own account.",
            }
            : QuoteTermsReader.CheckMemo(command.Memo, chain, asset, "memo");
    }

    /// <summary>
    /// Opening somebody's account costs the platform money that no withdrawal fee is made for: the recipient opens it.
    /// </summary>
    private static async Task<Refusal?> RefuseRecipientAsync(
        IGrainFactory grains, CreateWithdrawal command, WithdrawalTerms terms)
    {
        var key = RecipientGrain.Key(
            AccountId.Of(terms.Recipient.ChainId, terms.To),
            terms.Amount.Asset,
            command.Memo is not null,
            mayBeClaimed: false);
        var answer = await grains.GetGrain<IRecipientGrain>(key).GetTermsAsync(terms.Amount.Units);
        var problem = answer.Problem ?? (answer.AccountCreationUnits == UInt128.Zero
            ? null
            : "The recipient's account for this asset is not open. Open it first, then ask again.");
        return problem is null
            ? null
            : new Refusal { Code = ErrorCodes.RecipientNotPayable, Field = AddressField, Detail = problem };
    }
}
