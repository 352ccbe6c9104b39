using System.Globalization;

namespace OrleansTrading.Terminals;

/// <summary>
/// What a terminal keeps over connections and restarts: how far it knows each subscription, what it has executed, and
/// what reports are not confirmed. In memory, where a real one writes a file.
/// </summary>
public sealed class TerminalJournal
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _last = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, string> _unconfirmed = [];
    private readonly Dictionary<(string Subscription, long Sequence), long> _reportOf = [];
    private long _reports;

    /// <summary>How many reports were made, each once.</summary>
    public long Reports => Interlocked.Read(ref _reports);

    /// <summary>How many of them are not confirmed.</summary>
    public int Unconfirmed
    {
        get
        {
            lock (_gate)
            {
                return _unconfirmed.Count;
            }
        }
    }

    /// <summary>The highest sequence that is known of a subscription; null: the subscription is not.</summary>
    public long? Last(string subscription)
    {
        lock (_gate)
        {
            return _last.TryGetValue(subscription, out var last) ? last : null;
        }
    }

    /// <summary>What a resume says: each subscription, and then each report that is not confirmed.</summary>
    public IReadOnlyList<string> ResumeLines()
    {
        lock (_gate)
        {
            return
            [
                .. _last.Select(known => string.Create(
                    CultureInfo.InvariantCulture, $"RESUME|{known.Key}|{known.Value}")),
                .. _unconfirmed.Values,
            ];
        }
    }

    /// <summary>The bridge goes on behind a sequence.</summary>
    public void TakeBase(string subscription, long sequence)
    {
        lock (_gate)
        {
            _last[subscription] = Math.Max(_last.GetValueOrDefault(subscription), sequence);
        }
    }

    /// <summary>Persists an order before it is placed.</summary>
    /// <returns>Whether it is the next one; else what the terminal knows is unchanged.</returns>
    public bool TryTake(TerminalOrder order)
    {
        lock (_gate)
        {
            if (order.Sequence != _last.GetValueOrDefault(order.Subscription) + 1)
            {
                return false;
            }

            _last[order.Subscription] = order.Sequence;
            return true;
        }
    }

    /// <summary>Persists a report, with the next number.</summary>
    /// <returns>The line.</returns>
    public string AddReport(string subscription, long sequence, Func<long, string> line)
    {
        lock (_gate)
        {
            var number = ++_reports;
            _reportOf[(subscription, sequence)] = number;
            return _unconfirmed[number] = line(number);
        }
    }

    /// <summary>The report of an order again; null: it is confirmed, or there is none.</summary>
    public string? FindReport(string subscription, long sequence)
    {
        lock (_gate)
        {
            return _reportOf.TryGetValue((subscription, sequence), out var number)
                ? _unconfirmed.GetValueOrDefault(number)
                : null;
        }
    }

    /// <summary>A report is stored at the platform.</summary>
    public void Confirm(long number)
    {
        lock (_gate)
        {
            if (number < 1 || number > _reports)
            {
                throw new InvalidDataException($"The bridge confirms report {number}, of which there are {_reports}.");
            }

            _unconfirmed.Remove(number);
        }
    }
}
