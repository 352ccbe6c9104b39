namespace OrleansTrading.Simulation.Loop;

/// <summary>
/// A stream of numbers by seed (SplitMix64). Ours, so that no other version of the runtime changes what a seed means.
/// </summary>
internal sealed class SplitMix(ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong state = seed;

    /// <summary>A stream of its own for a purpose: what one purpose draws does not move the others.</summary>
    internal static SplitMix Of(ulong seed, string purpose) => new(Hash(seed, purpose, 0));

    /// <summary>A number that depends on nothing but these three.</summary>
    internal static ulong Hash(ulong seed, string place, ulong nth)
    {
        unchecked
        {
            var hash = Mix(seed + Step);
            foreach (var letter in place)
            {
                hash = Mix((hash ^ letter) + Step);
            }

            return Mix((hash ^ nth) + Step);
        }
    }

    internal ulong Next()
    {
        unchecked
        {
            state += Step;
            return Mix(state);
        }
    }

    /// <summary>0 to <paramref name="end"/> - 1.</summary>
    internal int Below(int end) => (int)(Next() % (ulong)end);

    /// <summary>From the first to the last, both included.</summary>
    internal int Between(int first, int last) => first + Below(last - first + 1);

    internal bool Chance(int percent) => Below(100) < percent;

    internal T Pick<T>(params ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    internal byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
        {
            bytes[i] = (byte)Next();
        }

        return bytes;
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
