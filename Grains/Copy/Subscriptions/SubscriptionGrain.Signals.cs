namespace OrleansTrading.Grains.Copy.Subscriptions;

/// <content>What the provider does becomes what is wanted.</content>
internal sealed partial class SubscriptionGrain
{
    private void Take(CopySignal signal)
    {
        State.SignalNumber = signal.Number;
        if (signal.Action == SignalAction.Open)
        {
            Add(signal.Ticket, new ProviderMoney(signal.BalanceCents, signal.EquityCents), isFromStart: false);
        }
        else if (State.Copies.Find(copy => copy.Ticket.Ticket == signal.Ticket.Ticket) is { } copy)
        {
            Set(copy, signal.Ticket);
        }
    }

    /// <summary>
    /// Compares with the provider's book: what was missed is followed as if it had been told; what was opened meanwhile
    /// is copied if the opening window lets it, and what the owner closed by hand stays closed.
    /// </summary>
    /// <returns>True when something was missed.</returns>
    private async Task<bool> CatchUpAsync()
    {
        if (await Provider.GetBookAsync() is not { } book || book.Number <= State.SignalNumber)
        {
            return false;
        }

        foreach (var copy in State.Copies)
        {
            var ticket = book.Tickets.FirstOrDefault(ticket => ticket.Ticket == copy.Ticket.Ticket);
            Set(copy, ticket ?? copy.Ticket with { Left = default });
        }

        foreach (var ticket in book.Tickets.Where(ticket => ticket.OpenNumber > State.SignalNumber))
        {
            Add(ticket, new ProviderMoney(book.BalanceCents, book.EquityCents), isFromStart: false);
        }

        logger.SubscriptionCaughtUp(Id, State.SignalNumber, book.Number);
        State.SignalNumber = book.Number;
        return true;
    }

    private void Add(ProviderTicket ticket, ProviderMoney money, bool isFromStart)
    {
        var settings = Settings;
        State.Copies.Add(new CopyState
        {
            Ticket = ticket,
            Money = money,
            Symbol = settings.Symbols.GetValueOrDefault(ticket.Symbol) ?? ticket.Symbol + settings.SymbolSuffix,
            Kind = KindOf(ticket),
            IsReverse = settings.IsReverse,
            IsFromStart = isFromStart,
        });
    }

    /// <summary>What becomes of the ticket is wanted at once, whatever was waited for.</summary>
    private void Set(CopyState copy, ProviderTicket ticket)
    {
        if (copy.Ticket == ticket)
        {
            return;
        }

        copy.Ticket = ticket;
        if (copy.Phase == CopyPhase.Wanted && copy.InFlight == 0)
        {
            copy.Kind = KindOf(ticket);
        }
    }

    /// <summary>A pending order that the provider's broker has filled is opened at market.</summary>
    private OrderKind KindOf(ProviderTicket ticket)
    {
        var kind = ticket.IsPending ? ticket.Kind : ticket.Kind.IsLong() ? OrderKind.Buy : OrderKind.Sell;
        return Settings.IsReverse ? kind.Reversed() : kind;
    }
}
