namespace OrleansTrading.Engine.Storage;

/// <summary>
/// A sequence of entries, each of which has the hash of the one before: those of one stored state of one grain. Who may
/// write the state may append to the stream, and nobody else: the state's etag is the fence.
/// </summary>
/// <param name="GrainType">The grain's type.</param>
/// <param name="GrainKey">The grain's key.</param>
/// <param name="StateName">The state's name.</param>
public readonly record struct LedgerStream(string GrainType, string GrainKey, string StateName)
{
    /// <summary>The grain, as the history names its sources: <c>type/key</c>.</summary>
    /// <returns>The grain's type and key, and the state's name.</returns>
    public override string ToString() => $"{GrainType}/{GrainKey}#{StateName}";

    internal static LedgerStream Of(StateKey key) => new(key.TypeText, key.KeyText, key.NameText);
}
