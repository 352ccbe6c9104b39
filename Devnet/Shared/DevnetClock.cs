using System.Globalization;

namespace OrleansTrading.Devnet.Shared;

/// <summary>
/// Turns time into heights: height n lasts from genesis + n·interval to the next. A network that was stopped finds,
/// when it starts again, that its clock kept running. Not safe for concurrent use; its network's lock guards it.
/// </summary>
internal sealed class DevnetClock
{
    private const string GenesisKind = "genesis";

    private readonly TimeProvider _time;
    private ulong _highest;

    private DevnetClock(TimeProvider time, DateTimeOffset genesis, TimeSpan interval, ulong highest)
    {
        _time = time;
        Genesis = genesis;
        Interval = interval;
        _highest = highest;
    }

    internal DateTimeOffset Genesis { get; }

    internal TimeSpan Interval { get; }

    /// <summary>The present height. Never goes back, even if the machine's clock does.</summary>
    internal ulong Height
    {
        get
        {
            var elapsed = _time.GetUtcNow() - Genesis;
            var height = elapsed <= TimeSpan.Zero ? 0 : (ulong)(elapsed.Ticks / Interval.Ticks);
            return _highest = Math.Max(_highest, height);
        }
    }

    /// <summary>Takes the genesis from the journal, or makes it now and records it.</summary>
    /// <exception cref="InvalidDataException">The journal was made with another interval.</exception>
    internal static DevnetClock Open(Journal journal, TimeProvider time, TimeSpan interval)
    {
        var milliseconds = ((long)interval.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        if (journal.Entries.Count == 0)
        {
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            journal.Append(new JournalEntry(GenesisKind, now, 0, milliseconds));
            return new DevnetClock(time, DateTimeOffset.FromUnixTimeMilliseconds(now), interval, 0);
        }

        var first = journal.Entries[0];
        if (first.Kind != GenesisKind || first.Data != milliseconds)
        {
            throw new InvalidDataException(
                $"The journal begins with '{first.Kind}' and an interval of {first.Data} ms, not {milliseconds} ms. "
                + "Use the interval it was made with, or remove it to start a new network.");
        }

        var highest = journal.Entries.Max(entry => entry.Height);
        return new DevnetClock(
            time, DateTimeOffset.FromUnixTimeMilliseconds(first.AtUnixMilliseconds), interval, highest);
    }

    /// <summary>When a height began.</summary>
    internal DateTimeOffset TimeOf(ulong height) => Genesis + TimeSpan.FromTicks((long)height * Interval.Ticks);

    /// <summary>The inputs after the genesis line, to be replayed.</summary>
    internal static IEnumerable<JournalEntry> Inputs(Journal journal) => journal.Entries.Skip(1);
}
