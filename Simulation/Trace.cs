using System.Globalization;
using OrleansTrading.Simulation.Loop;

namespace OrleansTrading.Simulation;

/// <summary>
/// Everything that happened in a world, as a hash that is the same wherever the seed is run, and as text if that is
/// wanted.
/// </summary>
internal sealed class Trace(VirtualLoop loop, bool keepsText) : ITrace
{
    private const int LinesMax = 200_000;
    private const ulong Prime = 1_099_511_628_211;

    private readonly List<string> lines = [];

    internal ulong Hash { get; private set; } = 14_695_981_039_346_656_037;

    internal IReadOnlyList<string> Lines => lines;

    public void Note(string what, long number = 0, string? detail = null)
    {
        unchecked
        {
            Add(what);
            Add(detail);
            Hash = (Hash ^ (ulong)number) * Prime;
            Hash = (Hash ^ (ulong)loop.NowTicks) * Prime;
        }

        if (keepsText && lines.Count < LinesMax)
        {
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{loop.Elapsed.TotalSeconds,10:F4} {what}{(number == 0 ? "" : $" {number}")} {detail}"));
        }
    }

    /// <summary>A line for who reads the text; no part of the hash.</summary>
    internal void Tell(string line)
    {
        if (keepsText && lines.Count < LinesMax)
        {
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{loop.Elapsed.TotalSeconds,10:F4}     {line}"));
        }
    }

    private void Add(string? text)
    {
        foreach (var letter in text ?? string.Empty)
        {
            Hash = unchecked((Hash ^ letter) * Prime);
        }
    }
}
