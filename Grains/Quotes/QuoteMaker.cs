using Microsoft.Extensions.Options;
using OrleansTrading.Chains;
using OrleansTrading.Grains.Payments;
using OrleansTrading.Grains.Trust;
using OrleansTrading.Market;

namespace OrleansTrading.Grains.Quotes;

/// <summary>
/// Turns a request into the terms of a quote: who may receive, what it costs, what the prices are, and whether treasury
/// and limits would have it. Nothing is promised here; the quote grain's write does that.
/// </summary>
internal sealed class QuoteMaker(
    AssetCatalog catalog,
    ChainSet chains,
    ChainHealth health,
    QuoteGuards guards,
    IPriceSource prices,
    PriceRules rules,
    TrustGate trust,
    TimeProvider time,
    IOptions<QuoteOptions> options)
{
    private readonly QuoteTermsReader reader = new(catalog, chains);

    /// <summary>Makes the state of a new pending quote, or says why there is none.</summary>
    internal async Task<Outcome<QuoteState>> MakeAsync(IGrainFactory grains, QuoteId id, CreateQuote command)
    {
        var read = reader.Read(command);
        if (read.Value is not { } terms)
        {
            return Outcome.Refused<QuoteState>(read.Refusal!);
        }

        // A payment on a chain that is out would not be seen, and what is promised on it could not be paid.
        if ((health.Refuse(terms.ReceiveChain) ?? health.Refuse(terms.PayChain)) is { } isOut)
        {
            return Outcome.Refused<QuoteState>(isOut);
        }

        if (await guards.RefuseKindAsync(grains, id, terms) is { } notNow)
        {
            return Outcome.Refused<QuoteState>(notNow);
        }

        if (await CheckOwnerAsync(grains, command.User, terms) is { } notProven)
        {
            return Outcome.Refused<QuoteState>(notProven);
        }

        var effects = await trust.EffectsAsync(grains, command.User.Value);
        if (TrustGate.Refuse(effects) is { } blocked)
        {
            return Outcome.Refused<QuoteState>(blocked);
        }

        var priced = await PriceAsync(grains, terms, effects.ExtraSpreadBasisPoints);
        if (priced.Value is not { } price)
        {
            return Outcome.Refused<QuoteState>(priced.Refusal!);
        }

        var state = Compose(id, command, terms, price);
        var treasury = grains.GetGrain<ITreasuryGrain>(state.DeliveryAccount.Value);
        var refusal = guards.RefuseValue(terms, state.UsdCents)
            ?? await grains.GetGrain<IRiskGrain>(command.User.Value).CheckAsync(guards.ClaimOf(state))
            ?? await treasury.CheckCoverAsync(state.Receive.Amount);
        refusal ??= terms.PayChain.CarriesMemo(terms.PayAsset.Id.Value)
            ? null
            : await NameByAmountAsync(grains, id, terms, state);
        return refusal is null ? Outcome.Of(state) : Outcome.Refused<QuoteState>(refusal);
    }

    /// <summary>
    /// Where a payment carries no memo, the amount itself gets to name the quote. The code is claimed last, when
    /// nothing else can refuse the quote, and by the quote's id: a repeat after a crash gets the same one.
    /// </summary>
    private static async Task<Refusal?> NameByAmountAsync(
        IGrainFactory grains, QuoteId id, QuoteTerms terms, QuoteState state)
    {
        PayCode.CheckDecimals(terms.PayAsset);
        for (var attempt = 0; attempt < PayCode.AttemptsMax; attempt++)
        {
            var code = PayCode.Of(id, attempt);
            var key = PayCode.Key(state.PayAccount, terms.PayAsset.Id, code);
            if (await grains.GetGrain<IPayCodeGrain>(key).ClaimAsync(id) == id)
            {
                var amount = state.Pay.Amount with { Units = PayCode.Write(state.Pay.Amount.Units, code) };
                state.Pay = Pay(id, terms, state.Pay.Address, amount, memo: null);
                return null;
            }
        }

        return new Refusal
        {
            Code = ErrorCodes.Overloaded,
            Detail = "No amount could be found that names the quote. Ask again with another Idempotency-Key.",
        };
    }

    private static QuotePay Pay(QuoteId id, QuoteTerms terms, string address, Amount amount, string? memo) => new()
    {
        Amount = amount,
        Address = address,
        Memo = memo,
        Uri = terms.PayChain.ComposePaymentUri(
            address, new ChainAmount(amount.Asset.Value, amount.Units), terms.PayAsset.Decimals, memo ?? string.Empty,
            $"Quote {id.Value}"),
    };

    private static async Task<Refusal?> CheckOwnerAsync(IGrainFactory grains, UserId user, QuoteTerms terms)
    {
        if (await OwnerAsync(terms.ReceiveChain, terms.ReceiveAccount) != user)
        {
            return NotProven("receive.address", terms.ReceiveAccount);
        }

        return terms.RefundAddress is { } refund && await OwnerAsync(terms.PayChain, refund) != user
            ? NotProven("refundAddress", refund)
            : null;

        Task<UserId?> OwnerAsync(IChain chain, string address) =>
            grains.GetGrain<IAddressGrain>(AccountId.Of(chain.Id, address).Value).GetOwnerAsync();

        static Refusal NotProven(string field, string address) => new()
        {
            Code = ErrorCodes.AddressNotProven,
            Field = field,
            Detail = $"You have not proven {address}. Prove it first: POST /v1/auth/challenges.",
        };
    }

    private async Task<Outcome<PricedTerms>> PriceAsync(
        IGrainFactory grains, QuoteTerms terms, int extraSpread)
    {
        if (catalog.Find(terms.ReceiveChain.NativeAsset) is not { } feeAsset)
        {
            return Outcome.Refused<PricedTerms>(
                ErrorCodes.AssetUnknown,
                "receive.asset",
                $"Nothing can be delivered on {terms.ReceiveChain.Name} now: its fees are paid in"
                + $" {terms.ReceiveChain.NativeAsset}, which the platform does not list.");
        }

        var answers = await prices.GetAsync(
            [terms.PayAsset.PriceFeed, terms.ReceiveAsset.PriceFeed, feeAsset.PriceFeed]);
        var now = time.GetUtcNow();
        var refusal = rules.RefusePair(answers[0], answers[1], now) ?? rules.Refuse(answers[2], now);
        if (refusal is not null)
        {
            return Outcome.Refused<PricedTerms>(refusal.Code, null, refusal.Problem);
        }

        var input = new PricingInput
        {
            PayAsset = terms.PayAsset,
            PayPrice = answers[0].Price!,
            ReceiveAsset = terms.ReceiveAsset,
            ReceivePrice = answers[1].Price!,
            FeeAsset = feeAsset,
            FeePrice = answers[2].Price!,
            NetworkFeeUnits = 0,
            AccountCreationUnits = 0,
            PlatformFeeBasisPoints = options.Value.PlatformFeeBasisPoints + extraSpread,
        };
        var spread = PriceMath.SpreadBasisPoints(input.PayPrice, input.ReceivePrice);
        return options.Value.LockFor(spread) is { } duration
            ? await SettleAmountsAsync(grains, terms, input, spread, duration)
            : Outcome.Refused<PricedTerms>(
                ErrorCodes.PriceUncertain,
                null,
                $"The pair's spread is {spread} basis points; no lock is offered for it.");
    }

    /// <summary>
    /// The recipient's costs depend on the amount and the amount on the costs. The amount before costs is asked about
    /// first; what is left of it after them is then asked about too, so that the very amount promised is payable.
    /// </summary>
    private static async Task<Outcome<PricedTerms>> SettleAmountsAsync(
        IGrainFactory grains, QuoteTerms terms, PricingInput input, int spread, TimeSpan duration)
    {
        var result = Price(input, terms);
        for (var pass = 0; pass < 2; pass++)
        {
            if (Refuse(terms, result) is { } refusal)
            {
                return Outcome.Refused<PricedTerms>(refusal);
            }

            var answer = await AskRecipientAsync(grains, terms, result!.ReceiveUnits);
            if (answer.Problem is { } problem)
            {
                return Outcome.Refused<PricedTerms>(ErrorCodes.RecipientNotPayable, "receive.address", problem);
            }

            input = input with
            {
                NetworkFeeUnits = answer.FeeUnits,
                AccountCreationUnits = answer.AccountCreationUnits,
            };
            result = Price(input, terms);
        }

        return Refuse(terms, result) is { } limit
            ? Outcome.Refused<PricedTerms>(limit)
            : Outcome.Of(new PricedTerms(input, result!, spread, duration));
    }

    private static PricingResult? Price(PricingInput input, QuoteTerms terms) => terms.PayUnits is { } pay
        ? QuotePricing.FromPay(input, pay)
        : QuotePricing.FromReceive(input, terms.ReceiveUnits!.Value);

    private static Refusal? Refuse(QuoteTerms terms, PricingResult? result) => result is null
        ? new Refusal
        {
            Code = ErrorCodes.AmountBelowFees,
            Field = terms.PayUnits is null ? "receive.amount" : "pay.amount",
            Detail = "Nothing would be left after the fees, or the amount cannot be counted. Ask for another amount.",
        }
        : QuoteTermsReader.CheckLimits(result.PayUnits, terms.PayAsset, isPay: true)
            ?? QuoteTermsReader.CheckLimits(result.ReceiveUnits, terms.ReceiveAsset, isPay: false);

    private static Task<RecipientTerms> AskRecipientAsync(IGrainFactory grains, QuoteTerms terms, UInt128 units)
    {
        var account = AccountId.Of(terms.ReceiveChain.Id, terms.ReceiveAddress);
        var key = RecipientGrain.Key(account, terms.ReceiveAsset.Id, terms.ReceiveMemo is not null, terms.MayBeClaimed);
        return grains.GetGrain<IRecipientGrain>(key).GetTermsAsync(units);
    }

    private QuoteState Compose(QuoteId id, CreateQuote command, QuoteTerms terms, PricedTerms priced)
    {
        var payAccount = catalog.TreasuryOf(terms.PayAsset);
        var pay = new Amount(terms.PayAsset.Id, priced.Result.PayUnits);
        var now = time.GetUtcNow();
        var expiresAt = now + priced.Lock;
        return new QuoteState
        {
            Command = command,
            Status = QuoteStatus.Pending,
            Pay = Pay(id, terms, payAccount.Address, pay, memo: id.Value),
            PayAccount = payAccount,
            Receive = new QuoteReceive
            {
                Amount = new Amount(terms.ReceiveAsset.Id, priced.Result.ReceiveUnits),
                Address = terms.ReceiveAddress,
                Memo = terms.ReceiveMemo,
            },
            DeliveryAccount = catalog.TreasuryOf(terms.ReceiveAsset),
            RefundAddress = terms.RefundAddress,
            Fees = Fees(terms, priced.Result),
            Rate = new QuoteRate
            {
                Pay = Snapshot(priced.Input.PayPrice),
                Receive = Snapshot(priced.Input.ReceivePrice),
                SpreadBasisPoints = priced.SpreadBasisPoints,
            },
            UsdCents = QuotePricing.UsdCents(pay.Units, terms.PayAsset, priced.Input.PayPrice) ?? ulong.MaxValue,
            AccountCreationUnits = priced.Input.AccountCreationUnits,
            CreatedAt = now,
            ExpiresAt = expiresAt,
            Deadline = expiresAt + options.Value.FinalityAllowance,
            Timeline = [new TimelineStep { At = now, Step = "quote.created" }],
        };
    }

    private static List<QuoteFee> Fees(QuoteTerms terms, PricingResult result)
    {
        List<QuoteFee> fees =
        [
            Fee(FeeKind.Platform, terms.PayAsset, result.PlatformFeeUnits),
            Fee(FeeKind.Network, terms.ReceiveAsset, result.NetworkFeeUnits),
        ];
        if (result.AccountCreationUnits != UInt128.Zero)
        {
            fees.Add(Fee(FeeKind.AccountCreation, terms.ReceiveAsset, result.AccountCreationUnits));
        }

        return fees;

        static QuoteFee Fee(FeeKind kind, Asset asset, UInt128 units) =>
            new() { Kind = kind, Amount = new Amount(asset.Id, units) };
    }

    private static QuotePrice Snapshot(Price price) => new()
    {
        Feed = price.Feed,
        Mantissa = price.Mantissa,
        Confidence = price.Confidence,
        Exponent = price.Exponent,
        PublishTime = price.PublishTime,
        Source = price.Source,
    };

    private sealed record PricedTerms(PricingInput Input, PricingResult Result, int SpreadBasisPoints, TimeSpan Lock);
}
