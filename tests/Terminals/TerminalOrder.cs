using System.Globalization;

namespace OrleansTrading.Terminals;

/// <summary>An order as the terminal was told of it.</summary>
public sealed record TerminalOrder(
    string Subscription,
    long Sequence,
    long Time,
    string Symbol,
    string Type,
    string Volume,
    string Price,
    string StopLoss,
    string TakeProfit)
{
    private const int Fields = 11;

    /// <summary>Reads a <c>SIG</c> and checks its signature; null when either is wrong.</summary>
    public static TerminalOrder? Read(string line, string secret)
    {
        var fields = line.Split('|');
        var bar = line.LastIndexOf('|');
        if (fields.Length != Fields || fields[^1] != TerminalMac.Of(secret, line[4..bar]))
        {
            return null;
        }

        return new TerminalOrder(
            fields[1],
            long.Parse(fields[2], CultureInfo.InvariantCulture),
            long.Parse(fields[3], CultureInfo.InvariantCulture),
            fields[4],
            fields[5],
            fields[6],
            fields[7],
            fields[8],
            fields[9]);
    }
}
