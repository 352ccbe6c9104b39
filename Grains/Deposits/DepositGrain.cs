using System.Globalization;
using OrleansTrading.Chains;
using OrleansTrading.Grains.Payments;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Risk;
using OrleansTrading.Grains.Trust;

namespace OrleansTrading.Grains.Deposits;

/// <summary>Whose a deposit code is.</summary>
internal sealed class DepositState
{
    /// <summary>The wallet; null before anybody asked how to pay into it.</summary>
    public WalletId? Wallet { get; set; }
}

/// <inheritdoc cref="IDepositGrain"/>
internal sealed class DepositGrain(
    [PersistentState("deposit")] IPersistentState<DepositState> state,
    AssetCatalog catalog,
    ChainSet chains,
    ChainHealth health,
    TradeRules rules,
    TrustGate trust) : Grain, IDepositGrain
{
    private DepositCode Code => new(this.GetPrimaryKeyString());

    public async Task<Outcome<DepositInstructions>> OpenAsync(OpenDeposit request)
    {
        Check.That(DepositCode.Of(request.Wallet) == Code, $"{Code} is the code of {request.Wallet}");
        if (catalog.Find(request.Asset) is not { } asset)
        {
            return Outcome.Refused<DepositInstructions>(QuoteTermsReader.UnknownAsset(catalog, "asset", request.Asset));
        }

        // Where a chain is out a payment would only be credited later; better to say so before.
        var chain = chains.Get(asset.Id.ChainId);
        UInt128? units = null;
        var refusal = TrustGate.Refuse(await trust.EffectsAsync(GrainFactory, request.Wallet.User.Value))
            ?? rules.Refuse(asset)
            ?? health.Refuse(chain)
            ?? (request.Amount is { } text ? QuoteTermsReader.ParseAmount(text, asset, "amount", out units) : null);
        if (refusal is not null)
        {
            return Outcome.Refused<DepositInstructions>(refusal);
        }

        // Stored before anybody is told: a payment that comes with the code is this wallet's.
        if (state.State.Wallet is null)
        {
            state.State.Wallet = request.Wallet;
            await state.WriteStateAsync();
        }

        return chain.CarriesMemo(asset.Id.Value)
            ? Outcome.Of(Instruct(request.Wallet, chain, asset, units, digits: null))
            : await InstructByAmountAsync(request.Wallet, chain, asset, units);
    }

    public async Task<WalletId?> GetWalletAsync()
    {
        if (state.State.Wallet is null)
        {
            // Never said from memory: in a partitioned cluster another activation may have been asked since.
            await state.ReadStateAsync();
        }

        return state.State.Wallet;
    }

    private async Task<Outcome<DepositInstructions>> InstructByAmountAsync(
        WalletId wallet, IChain chain, Asset asset, UInt128? units)
    {
        PayCode.CheckDecimals(asset);
        for (var attempt = 0; attempt < PayCode.AttemptsMax; attempt++)
        {
            var digits = PayCode.Of(Code, attempt);
            var key = PayCode.Key(catalog.TreasuryOf(asset), asset.Id, digits);
            if (await GrainFactory.GetGrain<IPayCodeGrain>(key).ClaimForDepositAsync(Code))
            {
                UInt128? marked = units is { } asked ? PayCode.Write(asked, digits) : null;
                return Outcome.Of(Instruct(wallet, chain, asset, marked, PayCode.Text(digits)));
            }
        }

        return Outcome.Refused<DepositInstructions>(
            ErrorCodes.Overloaded,
            "asset",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{PayCode.AttemptsMax} codes of this wallet are taken for {asset.Alias}. Use another wallet."));
    }

    private DepositInstructions Instruct(WalletId wallet, IChain chain, Asset asset, UInt128? units, string? digits)
    {
        var address = catalog.TreasuryOf(asset).Address;
        var memo = digits is null ? Code.Value : null;
        return new DepositInstructions
        {
            Wallet = wallet,
            Asset = asset.Id,
            Address = address,
            Memo = memo,
            LastDigits = digits,
            Amount = units is { } amount ? new Amount(asset.Id, amount) : null,
            Uri = units is { } pay
                ? chain.ComposePaymentUri(
                    address, new ChainAmount(asset.Id.Value, pay), asset.Decimals, memo ?? string.Empty, "Deposit")
                : null,
        };
    }
}
