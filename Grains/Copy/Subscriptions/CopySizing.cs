namespace OrleansTrading.Grains.Copy.Subscriptions;

/// <summary>How many lots a copy has.</summary>
internal static class CopySizing
{
    private const long Million = 1_000_000;
    private const long BasisPoints = 10_000;
    private const long MicrosOfCent = 10_000;

    /// <summary>Hundredths of units of a lot: the product with lots and multiplier has 127 bits at most.</summary>
    private const long ContractMax = 1_000_000_000_000_000;

    /// <summary>The volume of a copy that opens, by the settings and the symbol's rules.</summary>
    /// <param name="settings">The subscription's.</param>
    /// <param name="ticket">What is copied.</param>
    /// <param name="provider">The provider's money.</param>
    /// <param name="account">The account as its terminal told it; null: it did not.</param>
    /// <param name="rules">The symbol's rules.</param>
    /// <returns>The lots, or why there are none, of <see cref="CopyReasons"/>.</returns>
    internal static (Lots Volume, string? Reason) Open(
        SubscriptionSettings settings,
        ProviderTicket ticket,
        ProviderMoney provider,
        AccountReport? account,
        SymbolReport rules)
    {
        var (hundredths, reason) = settings.Scaling switch
        {
            ScalingMode.FixedLots => (settings.FixedLots.Hundredths, null),
            ScalingMode.BalanceRatio =>
                ByRatio(Scaled(settings, ticket, rules), account?.BalanceCents, provider.BalanceCents),
            ScalingMode.EquityRatio =>
                ByRatio(Scaled(settings, ticket, rules), account?.EquityCents, provider.EquityCents),
            ScalingMode.FixedRisk => ByRisk(settings, ticket, account?.EquityCents, rules),
            _ => (Scaled(settings, ticket, rules), null),
        };
        return reason is null ? Round(settings.SmallVolume, hundredths, rules) : (default, reason);
    }

    /// <summary>
    /// The provider's lots that a copy is opened by now: all of a pending order, for its fill is still to come; of a
    /// position what is left of it.
    /// </summary>
    internal static Lots WholeOf(ProviderTicket ticket) => ticket.IsPending ? ticket.Opened : ticket.Left;

    /// <summary>
    /// How much of an open copy must be closed, so that the same share of it is left as of the provider's ticket.
    /// </summary>
    /// <param name="copy">The copy, with the provider's ticket as it is now.</param>
    /// <param name="rules">The symbol's rules.</param>
    /// <returns>Zero: nothing. What is left after it is nothing or at least the symbol's minimum.</returns>
    internal static Lots ToClose(CopyState copy, VolumeRules rules)
    {
        var ticket = copy.Ticket;
        if (ticket.Left.IsZero)
        {
            return copy.Volume;
        }

        // What was stored before it was told what a copy was sized by, was sized by all of the ticket.
        var whole = copy.SizedBy.IsZero ? ticket.Opened : copy.SizedBy;
        var target = Multiplied(copy.Opened.Hundredths, ticket.Left.Hundredths, whole.Hundredths);
        target = Math.Max(RoundDown(target, rules.Step), rules.Min.Hundredths);
        var less = RoundDown(copy.Volume.Hundredths - target, rules.Step);
        return less >= rules.Min.Hundredths && less > 0 ? new Lots(less) : default;
    }

    private static (long Hundredths, string? Reason) ByRatio(long scaled, long? own, long? theirs) =>
        own is not > 0 || theirs is not > 0
            ? (0, CopyReasons.MoneyUnknown)
            : (Multiplied(scaled, own.Value, theirs.Value), null);

    /// <summary>
    /// The provider's lots times the multiplier, and as many units where a lot has other ones at the two brokers; that
    /// is looked at when both have told it.
    /// </summary>
    private static long Scaled(SubscriptionSettings settings, ProviderTicket ticket, SymbolReport rules)
    {
        var (theirs, own) = (ticket.ContractHundredths, rules.ContractHundredths);
        var isKnown = theirs is > 0 and <= ContractMax && own is > 0 and <= ContractMax;
        var units = (Int128)WholeOf(ticket).Hundredths * settings.MultiplierMillionths * (isKnown ? theirs : 1);
        return Capped(units / ((Int128)Million * (isKnown ? own : 1)));
    }

    /// <summary>
    /// The money at risk over what a lot loses between the price and the stop loss, each in the account's currency.
    /// </summary>
    private static (long Hundredths, string? Reason) ByRisk(
        SubscriptionSettings settings, ProviderTicket ticket, long? equityCents, SymbolReport rules)
    {
        if (ticket.StopLoss.IsNone || ticket.Price.IsNone)
        {
            return (0, CopyReasons.NoStopLoss);
        }

        var points = Math.Abs(ticket.Price.To(rules.Digits).Points - ticket.StopLoss.To(rules.Digits).Points);
        if (equityCents is not > 0 || rules.TickValueMicros <= 0 || points == 0)
        {
            return (0, CopyReasons.MoneyUnknown);
        }

        var riskCents = Multiplied(equityCents.Value, settings.RiskBasisPoints, BasisPoints);
        var lossMicros = (Int128)points * rules.TickValueMicros;
        return (Capped((Int128)riskCents * MicrosOfCent * 100 / lossMicros), null);
    }

    private static (Lots Volume, string? Reason) Round(SmallVolume small, long hundredths, SymbolReport rules)
    {
        var lots = RoundDown(Math.Min(hundredths, rules.VolumeMax.Hundredths), rules.VolumeStep);
        return lots >= rules.VolumeMin.Hundredths && lots > 0
            ? (new Lots(lots), null)
            : small == SmallVolume.Raise && !rules.VolumeMin.IsZero && hundredths > 0
                ? (rules.VolumeMin, null)
                : (default, CopyReasons.BelowMinimum);
    }

    private static long RoundDown(long hundredths, Lots step) =>
        hundredths <= 0 ? 0 : hundredths - (hundredths % Math.Max(1, step.Hundredths));

    /// <summary>value × numerator / denominator, rounded down.</summary>
    private static long Multiplied(long value, long numerator, long denominator) =>
        Capped((Int128)value * numerator / denominator);

    private static long Capped(Int128 hundredths) =>
        (long)(hundredths < Lots.HundredthsMax ? hundredths : Lots.HundredthsMax);
}

/// <summary>A provider's money when it signalled, in hundredths of its currency; null: not known.</summary>
internal readonly record struct ProviderMoney(long? BalanceCents, long? EquityCents);

/// <summary>A symbol's volumes.</summary>
internal sealed record VolumeRules(Lots Min, Lots Step);
