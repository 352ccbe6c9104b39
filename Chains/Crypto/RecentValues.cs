using System.Diagnostics.CodeAnalysis;

namespace OrleansTrading.Chains.Crypto;

/// <summary>
/// What was last computed from a key and is the same each time. Bounded: each key has one place, which the next with
/// the same place takes over. Safe for concurrent use: an entry never changes.
/// </summary>
/// <param name="places">How many are remembered at most.</param>
internal sealed class RecentValues<TKey, TValue>(int places)
    where TKey : notnull, IEquatable<TKey>
{
    private readonly Entry?[] entries = new Entry?[places];

    internal bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var entry = Volatile.Read(ref PlaceOf(key));
        var isKnown = entry is not null && entry.Key.Equals(key);
        value = isKnown ? entry!.Value : default;
        return isKnown;
    }

    internal void Remember(TKey key, TValue value) => Volatile.Write(ref PlaceOf(key), new Entry(key, value));

    private ref Entry? PlaceOf(TKey key) => ref entries[(int)((uint)key.GetHashCode() % (uint)entries.Length)];

    private sealed record Entry(TKey Key, TValue Value);
}
