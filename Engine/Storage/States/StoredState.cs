namespace OrleansTrading.Engine.Storage;

/// <summary>A state as stored. A cleared one has an etag and no payload.</summary>
/// <param name="Etag">The version. Null: never stored.</param>
/// <param name="Payload">UTF-8 JSON. Null: never stored, or cleared.</param>
internal readonly record struct StoredState(long? Etag, byte[]? Payload);

/// <summary>What a conditional write came to.</summary>
/// <param name="Done">True: written. False: the stored etag was not the expected one and nothing changed.</param>
/// <param name="Etag">The etag that is stored now. Null: nothing is stored.</param>
internal readonly record struct StateWriteResult(bool Done, long? Etag);
