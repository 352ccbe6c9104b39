namespace OrleansTrading.Engine.Storage;

/// <summary>What a health check and an operator may know about the storage.</summary>
public interface IStorageStatus
{
    /// <summary>Gets the SQLite engine in use with its origin, for example <c>3.40.1 (system)</c>.</summary>
    string EngineVersion { get; }

    /// <summary>Gets the full path of the database file.</summary>
    string Path { get; }

    /// <summary>Gets a value indicating whether reads and writes are accepted now.</summary>
    bool IsReady { get; }
}
