using System.Numerics;

namespace OrleansTrading.Grains.Trust;

/// <summary>Checks observations and keeps of them what features need.</summary>
internal sealed class ObservationReader(DateTimeOffset now, TimeSpan clockTolerance)
{
    /// <summary>The longest reaction that is taken; a price that rested for longer says nothing about speed.</summary>
    private static readonly TimeSpan ReactionMax = TimeSpan.FromDays(1);

    private readonly DateTimeOffset latest = now + clockTolerance;

    /// <summary>The samples of a report, or what is wrong with it.</summary>
    internal Outcome<List<TrustSample>> Read(TrustReport report)
    {
        var count = report.Entries.Count + report.Exits.Count + report.Cancellations.Count + report.MarkOuts.Count;
        if (count is 0 or > TrustConstants.ObservationsMax)
        {
            return Malformed("", $"A report has 1 to {TrustConstants.ObservationsMax} observations; this has {count}.");
        }

        List<TrustSample> samples = [];
        return Collect(report.Entries, "entries", Problem, Sample, samples)
            ?? Collect(report.Exits, "exits", Problem, Sample, samples)
            ?? Collect(report.Cancellations, "cancellations", Problem, Sample, samples)
            ?? Collect(report.MarkOuts, "markOuts", Problem, Sample, samples)
            ?? Outcome.Of(samples);
    }

    /// <summary>How far a trade's horizon is away from it.</summary>
    internal static TimeSpan LengthOf(TrustHorizon horizon) => horizon switch
    {
        TrustHorizon.OneSecond => TimeSpan.FromSeconds(1),
        TrustHorizon.TenSeconds => TimeSpan.FromSeconds(10),
        TrustHorizon.OneMinute => TimeSpan.FromMinutes(1),
        _ => throw new ArgumentOutOfRangeException(nameof(horizon), horizon, "There is no such horizon."),
    };

    /// <summary>
    /// How far a price moved a side's way, in millionths of the price it came from, rounded towards zero; at most
    /// <see cref="TrustConstants.One"/> either way.
    /// </summary>
    internal static int Move(TradeSide side, ObservedPrice from, ObservedPrice to)
    {
        var difference = Difference(side, from, to);
        var start = Scaled(from);
        var move = BigInteger.Divide(difference * TrustConstants.One, start);
        return (int)BigInteger.Clamp(move, -TrustConstants.One, TrustConstants.One);
    }

    private static BigInteger Difference(TradeSide side, ObservedPrice from, ObservedPrice to) =>
        side == TradeSide.Buy ? Scaled(to) - Scaled(from) : Scaled(from) - Scaled(to);

    private static BigInteger Scaled(ObservedPrice price) =>
        price.Mantissa * BigInteger.Pow(10, TrustConstants.PriceDecimalsMax - price.Decimals);

    private static Outcome<List<TrustSample>>? Collect<T>(
        IReadOnlyList<T> observations,
        string list,
        Func<T, Flaw?> problem,
        Func<T, TrustSample> sample,
        List<TrustSample> samples)
    {
        for (var i = 0; i < observations.Count; i++)
        {
            if (problem(observations[i]) is { } found)
            {
                return Malformed($"{list}[{i}].{found.Member}", found.Rule);
            }

            samples.Add(sample(observations[i]));
        }

        return null;
    }

    private static Outcome<List<TrustSample>> Malformed(string field, string detail) =>
        Outcome.Refused<List<TrustSample>>(
            ErrorCodes.ObservationMalformed, field.Length == 0 ? null : field, detail);

    private Flaw? Problem(TrustEntry entry) =>
        OfSymbol(entry.Symbol) ?? OfSide(entry.Side) ?? OfTime("at", entry.At)
            ?? (entry.Reaction < TimeSpan.Zero || entry.Reaction > ReactionMax
                ? new Flaw("reaction", $"A reaction takes 0 to {ReactionMax}; leave out what is not known.")
                : null);

    private Flaw? Problem(TrustExit exit) =>
        OfSymbol(exit.Symbol) ?? OfSide(exit.Side) ?? OfTime("at", exit.At)
            ?? (exit.OpenedAt > exit.At ? new Flaw("openedAt", "A trade ends no earlier than it was filled.") : null)
            ?? OfPrice("entryPrice", exit.EntryPrice) ?? OfPrice("exitPrice", exit.ExitPrice);

    private Flaw? Problem(TrustCancellation cancellation) =>
        OfSymbol(cancellation.Symbol) ?? OfTime("at", cancellation.At);

    private Flaw? Problem(TrustMarkOut markOut) =>
        OfSymbol(markOut.Symbol) ?? OfSide(markOut.Side)
            ?? (Enum.IsDefined(markOut.Horizon) ? null : new Flaw("horizon", "There is no such horizon."))
            ?? OfTime("at", markOut.At)
            ?? OfTime("at", markOut.At + LengthOf(markOut.Horizon))
            ?? OfPrice("entryPrice", markOut.EntryPrice) ?? OfPrice("laterPrice", markOut.LaterPrice);

    private static Flaw? OfSymbol(string symbol) =>
        symbol.Length is 0 or > TrustConstants.SymbolLengthMax || symbol.Any(char.IsControl)
            ? new Flaw("symbol", $"A symbol has 1 to {TrustConstants.SymbolLengthMax} characters, on one line.")
            : null;

    private static Flaw? OfSide(TradeSide side) =>
        Enum.IsDefined(side) ? null : new Flaw("side", "The side is neither of the two.");

    private Flaw? OfTime(string member, DateTimeOffset at) => at > latest
        ? new Flaw(member, $"It is {now:u} here, and this is to be after {at:u}. Check the clock of who reports.")
        : null;

    private static Flaw? OfPrice(string member, ObservedPrice price) =>
        price is { Mantissa: > 0, Decimals: >= 0 and <= TrustConstants.PriceDecimalsMax }
            ? null
            : new Flaw(member, $"A price is above zero and has 0 to {TrustConstants.PriceDecimalsMax} decimals.");

    private static OrderSample Sample(TrustEntry entry) =>
        new(entry.Id, entry.At.ToUniversalTime(), entry.Symbol, entry.Side, entry.Reaction, entry.HasPeers);

    private static ExitSample Sample(TrustExit exit) => new(
        exit.Id,
        exit.At.ToUniversalTime(),
        exit.Symbol,
        exit.At - exit.OpenedAt,
        Move(exit.Side, exit.EntryPrice, exit.ExitPrice),
        Difference(exit.Side, exit.EntryPrice, exit.ExitPrice).Sign > 0);

    private static OrderSample Sample(TrustCancellation cancellation) => new(
        cancellation.Id, cancellation.At.ToUniversalTime(), cancellation.Symbol, null, null, HasPeers: false);

    private static MarkOutSample Sample(TrustMarkOut markOut) => new(
        markOut.Id,
        markOut.At.ToUniversalTime(),
        markOut.Symbol,
        markOut.Horizon,
        Move(markOut.Side, markOut.EntryPrice, markOut.LaterPrice));

    /// <summary>What is wrong with an observation.</summary>
    private sealed record Flaw(string Member, string Rule);
}
