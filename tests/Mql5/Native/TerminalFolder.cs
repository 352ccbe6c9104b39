namespace OrleansTrading.Mql5.Tests.Native;

/// <summary>A terminal's folder: the sandbox of its programs, and the broker's file, which outlives them.</summary>
internal sealed class TerminalFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mql5-").FullName;

    /// <summary>Gets the magic of each deal that the broker made, in order.</summary>
    public IReadOnlyList<long> DealMagics => [.. Deals().Select(fields => Whole(fields[11]))];

    /// <summary>Gets the volumes of the open positions, by the magic of what opened them.</summary>
    public IReadOnlyDictionary<long, string> Positions
    {
        get
        {
            var open = new Dictionary<long, (long Magic, string Volume)>();
            foreach (var fields in Lines("P"))
            {
                open[Whole(fields[1])] = (Whole(fields[8]), fields[4]);
            }

            return open.Values.Where(position => position.Volume != "0")
                .ToDictionary(position => position.Magic, position => position.Volume);
        }
    }

    private static long Whole(string text) => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private IEnumerable<string[]> Deals() => Lines("D");

    private IEnumerable<string[]> Lines(string kind)
    {
        var file = System.IO.Path.Combine(Path, "broker.log");
        return File.Exists(file)
            ? File.ReadAllLines(file).Select(line => line.Split('\t')).Where(fields => fields[0] == kind)
            : [];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
