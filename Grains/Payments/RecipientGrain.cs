using Microsoft.Extensions.Options;
using OrleansTrading.Chains;
using OrleansTrading.Grains.Quotes;

namespace OrleansTrading.Grains.Payments;

/// <inheritdoc cref="IRecipientGrain"/>
/// <remarks>
/// What is payable is an interval (from what opens an account to what a trust line still takes): every amount between
/// two payable ones is payable too, at the same cost. So one good answer serves the neighbours.
/// </remarks>
internal sealed class RecipientGrain(
    ChainSet chains, AssetCatalog catalog, TimeProvider time, IOptions<QuoteOptions> options) : Grain, IRecipientGrain
{
    private RecipientTerms known = new();
    private DateTimeOffset knownUntil;
    private UInt128 payableMin;
    private UInt128 payableMax;

    /// <summary>
    /// The key for paying an asset to an account, with or without a memo of the recipient's own, who may have agreed to
    /// claim it.
    /// </summary>
    internal static string Key(AccountId account, AssetId asset, bool hasMemo, bool mayBeClaimed) =>
        $"{account.Value}|{asset.Value}|{(hasMemo ? "memo" : "")}|{(mayBeClaimed ? "claim" : "")}";

    public async Task<RecipientTerms> GetTermsAsync(UInt128 units)
    {
        var fresh = time.GetUtcNow() < knownUntil;
        if (fresh && units >= payableMin && units <= payableMax)
        {
            return known;
        }

        var terms = await AskAsync(units);
        if (terms.Problem is null)
        {
            (payableMin, payableMax) = fresh && terms == known
                ? (UInt128.Min(payableMin, units), UInt128.Max(payableMax, units))
                : (units, units);
            known = terms;
            knownUntil = fresh ? knownUntil : time.GetUtcNow() + options.Value.RecipientAge;
        }

        return terms;
    }

    private async Task<RecipientTerms> AskAsync(UInt128 units)
    {
        var key = this.GetPrimaryKeyString().Split('|');
        var account = new AccountId(key[0]);
        var asset = catalog.Get(new AssetId(key[1]));
        var chain = chains.Get(account.ChainId);
        var order = new TransferOrder(
            catalog.TreasuryOf(asset).Address,
            account.Address,
            new ChainAmount(asset.Id.Value, units),
            key[2].Length == 0 ? null : key[2])
        {
            MayBeClaimed = key[3].Length > 0,
        };
        var check = await chain.CheckRecipientAsync(account.Address, order.Amount, order.MayBeClaimed);
        var payable = check.Verdict == RecipientVerdict.Payable
            || (check.Verdict == RecipientVerdict.MemoRequired && order.Memo is not null);
        return payable
            ? new RecipientTerms
            {
                AccountCreationUnits = check.AccountCreationUnits,
                FeeUnits = await chain.EstimateFeeAsync(order),
            }
            : new RecipientTerms { Problem = check.Problem ?? check.Verdict.ToString() };
    }
}
