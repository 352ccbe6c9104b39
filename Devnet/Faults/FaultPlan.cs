using System.Globalization;

namespace OrleansTrading.Devnet.Faults;

/// <summary>
/// Faults by seed: how often each kind happens. Whether the nth request at a place is hit is a hash of seed, place,
/// kind and n, so that the same requests in the same order meet the same faults, and taking a kind out of the plan
/// leaves the decisions about the others as they were.
/// </summary>
public sealed class FaultPlan
{
    /// <summary>A rate of 1: every time.</summary>
    public const int Always = 1_000_000;

    private readonly ulong _seed;
    private readonly Dictionary<FaultKind, int> _rates;

    /// <summary>Makes a plan.</summary>
    /// <param name="seed">Another seed hits other requests.</param>
    /// <param name="ratesPerMillion">How often each kind happens, 0 to <see cref="Always"/>; a kind that is missing
    /// never does.</param>
    /// <exception cref="ArgumentException">A rate is out of range.</exception>
    public FaultPlan(ulong seed, IReadOnlyDictionary<FaultKind, int> ratesPerMillion)
    {
        ArgumentNullException.ThrowIfNull(ratesPerMillion);
        _seed = seed;
        _rates = ratesPerMillion.ToDictionary();
        foreach (var (kind, rate) in _rates)
        {
            if (rate is < 0 or > Always)
            {
                throw new ArgumentException(
                    $"The rate of {FaultCatalogue.NameOf(kind)} is {rate}. It must be between 0 and {Always}.");
            }
        }
    }

    /// <summary>Reads rates as text: kinds and parts of one, <c>drop=0.1,lose-reply=0.05</c>.</summary>
    /// <param name="seed">Another seed hits other requests.</param>
    /// <param name="rates">The rates, with at most six decimals.</param>
    /// <exception cref="ArgumentException">A kind is unknown, or a rate is none.</exception>
    public static FaultPlan Parse(ulong seed, string rates)
    {
        ArgumentNullException.ThrowIfNull(rates);
        var parsed = new Dictionary<FaultKind, int>();
        foreach (var item in rates.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = item.Split('=', 2, StringSplitOptions.TrimEntries);
            var kind = FaultCatalogue.Find(parts[0]) ?? throw new ArgumentException(
                $"'{parts[0]}' is no fault. There are: "
                + string.Join(", ", FaultCatalogue.All.Select(FaultCatalogue.NameOf)) + ".");
            parsed[kind] = parts.Length == 2
                && decimal.TryParse(
                    parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate)
                && rate is >= 0 and <= 1
                ? (int)(rate * Always)
                : throw new ArgumentException($"'{item}' has no rate between 0 and 1, as in drop=0.1.");
        }

        return new FaultPlan(seed, parsed);
    }

    /// <summary>Whether the nth request at a place is hit, and how hard; null when it is not.</summary>
    internal uint? Decide(FaultKind kind, string place, ulong nth)
    {
        if (!_rates.TryGetValue(kind, out var rate) || rate == 0)
        {
            return null;
        }

        var hash = _seed;
        foreach (var letter in place)
        {
            hash = Mix(hash ^ letter);
        }

        hash = Mix(Mix(hash ^ (ulong)kind) ^ nth);
        return hash % Always < (ulong)rate ? (uint)(Mix(hash) % FaultCatalogue.SizeOf(kind).Max) + 1 : null;
    }

    /// <summary>SplitMix64's step: ours, so that no other version of the runtime changes what a seed means.</summary>
    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value += 0x9E3779B97F4A7C15;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
