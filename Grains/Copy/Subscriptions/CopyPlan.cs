namespace OrleansTrading.Grains.Copy.Subscriptions;

/// <summary>What is to be done about a copy.</summary>
internal enum CopyStepKind
{
    /// <summary>Nothing: the account has what it shall have, or an order is under way.</summary>
    Nothing,

    /// <summary>Nothing yet.</summary>
    Wait,

    /// <summary>It is not copied.</summary>
    Skip,

    /// <summary>An order is made.</summary>
    Order,
}

/// <summary>What is to be done about a copy now.</summary>
internal readonly record struct CopyStep(
    CopyStepKind Kind,
    PositionOperation Operation = default,
    Lots Volume = default,
    CopyPrices? Prices = null,
    string? Reason = null,
    DateTimeOffset Until = default);

/// <summary>What a subscription's copies have together.</summary>
internal readonly record struct CopyTotals(int Positions, Lots Volume, int Orders);

/// <summary>Compares what a copy shall be with what it is: all decisions of a subscription are here.</summary>
/// <param name="settings">The subscription's.</param>
/// <param name="opensNew">Whether it opens anything.</param>
/// <param name="closedReason">Why it does not; null: it does, or the owner paused it.</param>
/// <param name="rulesPeriod">How often it is looked whether a terminal has told a symbol's rules.</param>
/// <param name="now">The time.</param>
internal sealed class CopyPlan(
    SubscriptionSettings settings, bool opensNew, string? closedReason, TimeSpan rulesPeriod, DateTimeOffset now)
{
    /// <summary>The next step of what is open or placed, or why something is not opened.</summary>
    /// <returns>Null: it is to be opened, and <see cref="Open"/> says how.</returns>
    internal CopyStep? Next(CopyState copy)
    {
        if (copy.InFlight != 0)
        {
            return new CopyStep(CopyStepKind.Nothing);
        }

        if (copy.Phase == CopyPhase.Wanted && WhyNot(copy) is { } reason)
        {
            return new CopyStep(CopyStepKind.Skip, Reason: reason);
        }

        if (now < copy.NotBefore)
        {
            return new CopyStep(CopyStepKind.Wait, Reason: copy.Waits, Until: copy.NotBefore);
        }

        return copy.Phase switch
        {
            CopyPhase.Wanted => null,
            CopyPhase.Placed when copy.Ticket.Left.IsZero || copy.MustClose is not null =>
                new CopyStep(CopyStepKind.Order, PositionOperation.Cancel, Prices: NoPrices(copy.Digits)),
            CopyPhase.Placed => Follow(copy),
            _ => Close(copy) ?? Follow(copy),
        };
    }

    /// <summary>Whether and how a copy is opened.</summary>
    internal CopyStep Open(CopyState copy, AccountFacts facts, CopyTotals totals)
    {
        if (facts.Report is not { } report || facts.Symbol is not { } rules)
        {
            // Without a terminal it is looked at again when one comes, or when it is too late.
            var until = facts.IsConnected ? now + rulesPeriod : copy.Ticket.OpenedAt + settings.OpeningWindow;
            return WaitForTerminal(until > now ? until : now + rulesPeriod);
        }

        var isLong = copy.Kind.IsLong();
        if (rules.Trading != SymbolTrading.Full
            && rules.Trading != (isLong ? SymbolTrading.Long : SymbolTrading.Short))
        {
            return Skip(CopyReasons.SymbolNotTraded);
        }

        if (totals.Positions >= Math.Min(settings.PositionsMax, CopyConstants.CopiesMax))
        {
            return Skip(CopyReasons.PositionsFull);
        }

        if (totals.Orders >= CopyConstants.OrdersWaitingMax)
        {
            return Skip(CopyReasons.OrdersFull);
        }

        var (volume, reason) = CopySizing.Open(settings, copy.Ticket, copy.Money, report, rules);
        if (reason is not null)
        {
            return Skip(reason);
        }

        return !settings.LotsMax.IsZero && totals.Volume.Plus(volume) > settings.LotsMax
            ? Skip(CopyReasons.LotsFull)
            : new CopyStep(CopyStepKind.Order, PositionOperation.Open, volume, PricesOf(copy, rules.Digits));
    }

    /// <summary>
    /// What the account's prices shall be. A position's price is what the provider got, for the guards; a reversed
    /// position has the stops on the other sides.
    /// </summary>
    internal CopyPrices PricesOf(CopyState copy, int digits)
    {
        var ticket = copy.Ticket;
        var (stopLoss, takeProfit) = copy.IsReverse
            ? (ticket.TakeProfit, ticket.StopLoss)
            : (ticket.StopLoss, ticket.TakeProfit);
        return new CopyPrices(
            ticket.Price.To(digits),
            settings.CopiesStopLoss ? stopLoss.To(digits) : SymbolPrice.None(digits),
            settings.CopiesTakeProfit ? takeProfit.To(digits) : SymbolPrice.None(digits));
    }

    /// <summary>Until it resumes, or a time: then it is looked again.</summary>
    internal static CopyStep WaitForTerminal(DateTimeOffset until = default) =>
        new(CopyStepKind.Wait, Reason: CopyReasons.TerminalSilent, Until: until);

    private static CopyStep Skip(string reason) => new(CopyStepKind.Skip, Reason: reason);

    private static CopyPrices NoPrices(int digits) =>
        new(SymbolPrice.None(digits), SymbolPrice.None(digits), SymbolPrice.None(digits));

    private string? WhyNot(CopyState copy)
    {
        var ticket = copy.Ticket;
        return ticket.Left.IsZero || copy.MustClose is not null ? CopyReasons.ClosedMeanwhile
            : !opensNew ? closedReason ?? CopyReasons.Paused
            : !copy.IsFromStart && now - ticket.OpenedAt > settings.OpeningWindow ? CopyReasons.Late
            : settings.Sides == SideFilter.Long && !ticket.Kind.IsLong() ? CopyReasons.SideFiltered
            : settings.Sides == SideFilter.Short && ticket.Kind.IsLong() ? CopyReasons.SideFiltered
            : settings.OnlySymbols?.Contains(ticket.Symbol, StringComparer.Ordinal) == false
                || settings.ExceptSymbols?.Contains(ticket.Symbol, StringComparer.Ordinal) == true
                ? CopyReasons.SymbolFiltered
            : ticket.IsPending && !settings.CopiesPendingOrders ? CopyReasons.PendingFiltered
            : null;
    }

    private static CopyStep? Close(CopyState copy)
    {
        var volume = copy.MustClose is not null
            ? copy.Volume
            : CopySizing.ToClose(copy, copy.Volumes!);
        return volume.IsZero
            ? null
            : new CopyStep(CopyStepKind.Order, PositionOperation.Close, volume, NoPrices(copy.Digits));
    }

    /// <summary>
    /// Follows the provider's prices. What was asked for is compared, not what is: stops that the owner moved by hand
    /// stay until the provider moves its own.
    /// </summary>
    private CopyStep Follow(CopyState copy)
    {
        var prices = PricesOf(copy, copy.Digits);
        if (copy.Phase == CopyPhase.Open || !copy.Ticket.IsPending)
        {
            prices = prices with { Price = copy.Asked?.Price ?? SymbolPrice.None(copy.Digits) };
        }

        return prices == copy.Asked
            ? new CopyStep(CopyStepKind.Nothing)
            : new CopyStep(CopyStepKind.Order, PositionOperation.Modify, default, prices);
    }
}
