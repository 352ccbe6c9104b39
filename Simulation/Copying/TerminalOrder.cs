using System.Globalization;
using OrleansTrading.Grains;

namespace OrleansTrading.Simulation.Copying;

/// <summary>An order as a terminal reads it off its line.</summary>
/// <param name="Subscription">Whose.</param>
/// <param name="Sequence">Its number.</param>
/// <param name="At">When it was made.</param>
/// <param name="Symbol">As the broker names it.</param>
/// <param name="Type">What it does, without its target.</param>
/// <param name="Target">The sequence that opened what it is about; null: it opens.</param>
/// <param name="Volume">To open or close.</param>
/// <param name="Price">As written.</param>
/// <param name="StopLoss">As written.</param>
/// <param name="TakeProfit">As written.</param>
internal sealed record TerminalOrder(
    SubscriptionId Subscription,
    long Sequence,
    DateTimeOffset At,
    string Symbol,
    string Type,
    long? Target,
    Lots Volume,
    string Price,
    string StopLoss,
    string TakeProfit)
{
    internal bool Opens => Target is null;

    /// <summary>Reads what was signed: <c>subscription|sequence|time|symbol|type|volume|price|sl|tp</c>.</summary>
    internal static TerminalOrder Read(string payload)
    {
        var fields = payload.Split('|');
        var mark = fields[4].IndexOf('#', StringComparison.Ordinal);
        return new TerminalOrder(
            new SubscriptionId(fields[0]),
            long.Parse(fields[1], CultureInfo.InvariantCulture),
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(fields[2], CultureInfo.InvariantCulture)),
            fields[3],
            mark < 0 ? fields[4] : fields[4][..mark],
            mark < 0 ? null : long.Parse(fields[4].AsSpan(mark + 1), CultureInfo.InvariantCulture),
            Lots.TryParse(fields[5], out var volume) ? volume : throw new FormatException(payload),
            fields[6],
            fields[7],
            fields[8]);
    }
}
