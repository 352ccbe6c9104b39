namespace OrleansTrading.Grains.Copy.Providers;

/// <summary>What a provider's signals come to, kept as sums: each signal changes them once, with the signal.</summary>
internal sealed class TradeStatistics
{
    /// <summary>A move beyond a thousandfold counts as that, so that no sum overflows before 10^9 trades.</summary>
    private const long MoveMax = 1_000_000_000;

    /// <summary>A hundred years: terminals tell the times.</summary>
    private const long HeldMax = 36_500L * 24 * 3_600 * 1_000;

    /// <summary>Beyond these nothing is told of money.</summary>
    private const long TickValueMax = 1_000_000_000_000_000;

    private const long Million = 1_000_000;

    /// <summary>Hundredths of lots, and millionths of a currency in a hundredth of it.</summary>
    private const long MicroLotsOfCent = 100 * 10_000;

    private static readonly Int128 s_pointLotsMax = (Int128)1_000_000_000_000_000_000 * 100;

    public DateTimeOffset? LastSignalAt { get; set; }

    public long? WorstOpenCents { get; set; }

    public string? Currency { get; set; }

    public long Closed { get; set; }

    public long Unpriced { get; set; }

    public long Wins { get; set; }

    public long Losses { get; set; }

    public long HeldMilliseconds { get; set; }

    public ResultFigures Moves { get; set; } = new();

    public ResultFigures Money { get; set; } = new();

    /// <summary>What was closed of positions of which something is left.</summary>
    public List<PartialResult> Partials { get; init; } = [];

    /// <summary>Takes a signal.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="before">The ticket before it; null: there was none.</param>
    /// <param name="facts">The provider's account, with the symbol's rules; null: there is none.</param>
    internal void Take(CopySignal signal, ProviderTicket? before, AccountFacts? facts)
    {
        LastSignalAt = signal.At;
        if (facts?.Report is { } report)
        {
            Currency = report.Currency;
            WorstOpenCents = Math.Min(WorstOpenCents ?? long.MaxValue, report.EquityCents - report.BalanceCents);
        }

        if (signal.Action == SignalAction.Close && before is not null)
        {
            TakeClosing(signal, new Lots(before.Left.Hundredths - signal.Ticket.Left.Hundredths), facts?.Symbol);
        }
    }

    private void TakeClosing(CopySignal signal, Lots closed, SymbolReport? rules)
    {
        var ticket = signal.Ticket;
        var index = Partials.FindIndex(partial => partial.Ticket == ticket.Ticket);
        var sum = (index < 0 ? new PartialResult { Ticket = ticket.Ticket } : Partials[index])
            .Plus(MoveOf(ticket, signal.ClosePrice), MoneyOf(ticket, signal.ClosePrice, closed, rules), closed);
        if (index >= 0)
        {
            Partials.RemoveAt(index);
        }

        if (ticket.Left.IsZero)
        {
            TakeResult(sum, signal.At - ticket.OpenedAt);
        }
        else
        {
            Partials.Add(sum);
        }
    }

    private void TakeResult(PartialResult sum, TimeSpan held)
    {
        Closed++;
        HeldMilliseconds += Math.Clamp((long)held.TotalMilliseconds, 0, HeldMax);
        if (sum.IsUnpriced)
        {
            Unpriced++;
            return;
        }

        var move = (long)(sum.MoveLots / sum.Lots.Hundredths);
        Moves = Moves.Plus(move);
        Wins += move > 0 ? 1 : 0;
        Losses += move < 0 ? 1 : 0;
        Money = sum.IsMoneyUnknown ? Money : Money.Plus(sum.MoneyCents);
    }

    /// <summary>How far the price moved the provider's way, in millionths of where it was opened.</summary>
    private static long? MoveOf(ProviderTicket ticket, SymbolPrice exit)
    {
        if (ticket.Price.IsNone || exit.IsNone)
        {
            return null;
        }

        var digits = Math.Max(ticket.Price.Digits, exit.Digits);
        var (from, to) = (ticket.Price.To(digits).Points, exit.To(digits).Points);
        var move = (Int128)(ticket.Kind.IsLong() ? to - from : from - to) * Million / from;
        return (long)Int128.Clamp(move, -MoveMax, MoveMax);
    }

    /// <summary>What it came to, if the provider's terminal has told what a point is worth.</summary>
    private static long? MoneyOf(ProviderTicket ticket, SymbolPrice exit, Lots closed, SymbolReport? rules)
    {
        if (ticket.Price.IsNone || exit.IsNone || rules is not { TickValueMicros: > 0 and <= TickValueMax })
        {
            return null;
        }

        var points = exit.To(rules.Digits).Points - ticket.Price.To(rules.Digits).Points;
        var pointLots = (Int128)(ticket.Kind.IsLong() ? points : -points) * closed.Hundredths;
        return Int128.Abs(pointLots) > s_pointLotsMax
            ? null
            : (long)Int128.Clamp(
                pointLots * rules.TickValueMicros / MicroLotsOfCent, -PartialResult.MoneyMax, PartialResult.MoneyMax);
    }
}

/// <summary>What was closed of a position so far.</summary>
internal sealed record PartialResult
{
    /// <summary>More than this in hundredths counts as this: no account has so much.</summary>
    internal const long MoneyMax = 1_000_000_000_000_000;

    public required long Ticket { get; init; }

    public Lots Lots { get; init; }

    /// <summary>Each part's move times its lots.</summary>
    public Int128 MoveLots { get; init; }

    /// <summary>True when a price is not known.</summary>
    public bool IsUnpriced { get; init; }

    public long MoneyCents { get; init; }

    /// <summary>True when it was not known what a point is worth.</summary>
    public bool IsMoneyUnknown { get; init; }

    internal PartialResult Plus(long? move, long? cents, Lots closed) => this with
    {
        Lots = Lots.Plus(closed),
        MoveLots = MoveLots + ((Int128)(move ?? 0) * closed.Hundredths),
        IsUnpriced = IsUnpriced || move is null,
        MoneyCents = Math.Clamp(MoneyCents + (cents ?? 0), -MoneyMax, MoneyMax),
        IsMoneyUnknown = IsMoneyUnknown || cents is null,
    };
}

/// <summary>Takes results into sums.</summary>
internal static class ResultSums
{
    /// <summary>Where sums of results end: what a terminal makes up stops no provider.</summary>
    private const long Max = long.MaxValue / 2;

    internal static ResultFigures Plus(this ResultFigures sums, long result)
    {
        var gain = Math.Min(Max, sums.Gain + Math.Max(result, 0));
        var loss = Math.Min(Max, sums.Loss - Math.Min(result, 0));
        var peak = Math.Max(sums.Peak, gain - loss);
        return new ResultFigures
        {
            Count = sums.Count + 1,
            Gain = gain,
            Loss = loss,
            Best = Math.Max(sums.Best, result),
            Worst = Math.Min(sums.Worst, result),
            Peak = peak,
            Drawdown = Math.Max(sums.Drawdown, peak - (gain - loss)),
        };
    }
}
