using System.Globalization;

namespace OrleansTrading.Mql5.Tests.Native;

/// <summary>A position, or a pending order that stands.</summary>
internal sealed record BrokerEntry(long Ticket, string Type, string Volume, string StopLoss, string TakeProfit)
{
    /// <summary>Type, volume and stops.</summary>
    public override string ToString() => $"{Type} {Volume} {StopLoss} {TakeProfit}";
}

/// <summary>A deal: its side, its volume, and how it changed a position.</summary>
internal sealed record BrokerDeal(string Side, string Volume, string Entry);

/// <summary>What a scripted broker has done, as it wrote it down before it answered.</summary>
internal sealed class BrokerBook
{
    private const int Live = 15;
    private const string ByStop = "[sl]";
    private static readonly string[] s_types = ["BUY", "SELL", "BUY_LIMIT", "SELL_LIMIT", "BUY_STOP", "SELL_STOP"];
    private static readonly string[] s_entries = ["in", "out", "inout"];

    private BrokerBook(IEnumerable<string[]> lines)
    {
        var orders = new SortedDictionary<long, string[]>();
        var positions = new SortedDictionary<long, string[]>();
        var deals = new List<BrokerDeal>();
        foreach (var fields in lines)
        {
            switch (fields[0])
            {
                case "O":
                    orders[Whole(fields[1])] = fields;
                    break;
                case "P":
                    positions[Whole(fields[1])] = fields;
                    break;
                default:
                    deals.Add(new BrokerDeal(
                        s_types[1 - Whole(fields[5])], fields[7], s_entries[Whole(fields[6])]));
                    break;
            }
        }

        Deals = deals;
        Orders = [.. orders.Values.Where(fields => fields[10] != ByStop).Select(fields => Whole(fields[9]))];
        Positions = [.. positions.Values.Where(IsOpen).Select(fields => new BrokerEntry(
            Whole(fields[10]), s_types[1 - Whole(fields[3])], fields[4], fields[6], fields[7]))];
        Pending = [.. orders.Values.Where(fields => fields[Live] == "1").Select(fields => new BrokerEntry(
            Whole(fields[1]), s_types[Whole(fields[3])], fields[5], fields[7], fields[8]))];
    }

    /// <summary>Gets all deals, in order.</summary>
    public IReadOnlyList<BrokerDeal> Deals { get; }

    /// <summary>Gets the magic of each order that the broker was given, in order; 0: by hand.</summary>
    public IReadOnlyList<long> Orders { get; }

    /// <summary>Gets the positions that are open, the oldest first.</summary>
    public IReadOnlyList<BrokerEntry> Positions { get; }

    /// <summary>Gets the pending orders that stand, the oldest first.</summary>
    public IReadOnlyList<BrokerEntry> Pending { get; }

    /// <summary>Reads what is written so far; of a line that is being written nothing.</summary>
    public static BrokerBook Read(string file)
    {
        var text = File.Exists(file) ? File.ReadAllText(file) : "";
        return new BrokerBook(text[..(text.LastIndexOf('\n') + 1)]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')));
    }

    private static bool IsOpen(string[] position) =>
        double.Parse(position[4], CultureInfo.InvariantCulture) > 0.000001;

    private static long Whole(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
