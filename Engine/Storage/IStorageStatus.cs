namespace OrleansTrading.Engine.Storage;

/// <summary>What a health check and an operator may know about the storage.</summary>
public interface IStorageStatus
{
    /// <summary>Gets the database engine in use, for example <c>SQLite 3.40.1 (system)</c>.</summary>
    string EngineVersion { get; }

    /// <summary>
    /// Gets where the database is: a file's full path, or a server with the database's name. No secret.
    /// </summary>
    string Place { get; }

    /// <summary>
    /// Gets a value indicating whether reads and writes are accepted now, as far as is known. False after a write
    /// failed for the database's sake, until writes are possible again, which is tried every 200 ms.
    /// </summary>
    bool IsReady { get; }
}
