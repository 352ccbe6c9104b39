namespace OrleansTrading.Grains.Copy.Providers;

/// <summary>What a signal must keep, and what it makes of the provider's tickets.</summary>
internal static class SignalRules
{
    /// <summary>The ticket as it is after the signal, or why there can be no such signal.</summary>
    /// <param name="command">What is to be published.</param>
    /// <param name="open">The ticket now; null: it is not open.</param>
    /// <param name="state">The provider.</param>
    /// <param name="at">When it happened.</param>
    internal static Outcome<ProviderTicket> Apply(
        PublishSignal command, ProviderTicket? open, ProviderState state, DateTimeOffset at)
    {
        if (command.Action == SignalAction.Open)
        {
            return Open(command, open, state, at);
        }

        if (open is null)
        {
            return Refused(ErrorCodes.TicketUnknown, "ticket", $"Ticket {command.Ticket} is not open.");
        }

        if (command.Symbol is { } symbol && symbol != open.Symbol)
        {
            return Refused(
                ErrorCodes.SignalMalformed, "symbol", $"Ticket {open.Ticket} is of {open.Symbol}, not {symbol}.");
        }

        return command.Action switch
        {
            SignalAction.Fill => Fill(command, open, at),
            SignalAction.Modify => CheckStops(open with
            {
                Price = open.IsPending ? command.Price ?? open.Price : open.Price,
                StopLoss = command.StopLoss ?? open.StopLoss,
                TakeProfit = command.TakeProfit ?? open.TakeProfit,
            }),
            SignalAction.Close => Close(command, open),
            SignalAction.Cancel when !open.IsPending => Refused(
                ErrorCodes.SignalMalformed, "action", $"Ticket {open.Ticket} is a position. Close it."),
            _ => Outcome.Of(open with { Left = default }),
        };
    }

    /// <summary>Whether a text can be a symbol.</summary>
    internal static bool IsSymbol(string? text) => text is { Length: > 0 and <= CopyConstants.SymbolLengthMax }
        && !text.Any(c => c is '|' or ',' || char.IsControl(c) || char.IsWhiteSpace(c));

    private static Outcome<ProviderTicket> Open(
        PublishSignal command, ProviderTicket? open, ProviderState state, DateTimeOffset at)
    {
        if (open is not null || !state.Tickets.IsNew(command.Ticket))
        {
            return Refused(
                ErrorCodes.TicketUsed,
                "ticket",
                $"Ticket {command.Ticket} was used, or could have been."
                + $" A number above {state.Tickets.Highest} is new.");
        }

        if (state.Open.Count >= CopyConstants.CopiesMax)
        {
            return Refused(
                ErrorCodes.LimitExceeded,
                null,
                $"{state.Open.Count} tickets are open, the most there can be. Close one first.");
        }

        if (!IsSymbol(command.Symbol))
        {
            return Refused(
                ErrorCodes.SignalMalformed,
                "symbol",
                $"A symbol has 1 to {CopyConstants.SymbolLengthMax} characters, no spaces, '|' or ','.");
        }

        if (command.Kind is not { } kind)
        {
            return Refused(ErrorCodes.SignalMalformed, "kind", "What is opened has a kind, from buy to sellStop.");
        }

        if (command.Volume is not { IsZero: false } volume)
        {
            return Refused(ErrorCodes.SignalMalformed, "volume", "What is opened has lots, at least 0.01.");
        }

        var price = command.Price ?? default;
        if (kind.IsPending() && price.IsNone)
        {
            return Refused(ErrorCodes.SignalMalformed, "price", "A pending order has a price.");
        }

        return CheckStops(new ProviderTicket
        {
            Ticket = command.Ticket,
            Symbol = command.Symbol!,
            Kind = kind,
            IsPending = kind.IsPending(),
            Opened = volume,
            Left = volume,
            Price = price,
            StopLoss = command.StopLoss ?? SymbolPrice.None(price.Digits),
            TakeProfit = command.TakeProfit ?? SymbolPrice.None(price.Digits),
            OpenedAt = at,
            OpenNumber = state.Number + 1,
        });
    }

    private static Outcome<ProviderTicket> Fill(
        PublishSignal command, ProviderTicket open, DateTimeOffset at) => !open.IsPending
        ? Refused(ErrorCodes.SignalMalformed, "action", $"Ticket {open.Ticket} is a position: it was filled.")
        : CheckStops(open with
        {
            IsPending = false,
            OpenedAt = at,
            Price = command.Price ?? open.Price,

            // Whose own broker fills all of it closes the share that the provider did not get.
            Opened = command.Volume is { } filled && filled > open.Opened ? filled : open.Opened,
            Left = command.Volume ?? open.Left,
            StopLoss = command.StopLoss ?? open.StopLoss,
            TakeProfit = command.TakeProfit ?? open.TakeProfit,
        });

    private static Outcome<ProviderTicket> Close(PublishSignal command, ProviderTicket open)
    {
        if (open.IsPending)
        {
            return Refused(
                ErrorCodes.SignalMalformed, "action", $"Ticket {open.Ticket} is a pending order. Cancel it.");
        }

        var volume = command.Volume ?? open.Left;
        return volume.IsZero || volume > open.Left
            ? Refused(
                ErrorCodes.SignalMalformed,
                "volume",
                $"Of ticket {open.Ticket} {open.Left} lots are open; {volume} cannot be closed.")
            : Outcome.Of(open with { Left = open.Left.Less(volume) });
    }

    /// <summary>Stops are on their sides of the price, where it is known.</summary>
    private static Outcome<ProviderTicket> CheckStops(ProviderTicket ticket)
    {
        var price = ticket.Price.To(FixedPoint.DecimalsMax).Points;
        var stopLoss = ticket.StopLoss.To(FixedPoint.DecimalsMax).Points;
        var takeProfit = ticket.TakeProfit.To(FixedPoint.DecimalsMax).Points;
        var sign = ticket.Kind.IsLong() ? 1 : -1;
        if (ticket.IsPending && price != 0 && stopLoss != 0 && sign * stopLoss >= sign * price)
        {
            return Refused(
                ErrorCodes.SignalMalformed,
                "stopLoss",
                $"The stop loss {ticket.StopLoss} is not behind {ticket.Price}.");
        }

        return stopLoss != 0 && takeProfit != 0 && sign * takeProfit <= sign * stopLoss
            ? Refused(
                ErrorCodes.SignalMalformed,
                "takeProfit",
                $"The take profit {ticket.TakeProfit} is on the wrong side of the stop loss {ticket.StopLoss}.")
            : Outcome.Of(ticket);
    }

    private static Outcome<ProviderTicket> Refused(string code, string? field, string detail) =>
        Outcome.Refused<ProviderTicket>(code, field, detail);
}
