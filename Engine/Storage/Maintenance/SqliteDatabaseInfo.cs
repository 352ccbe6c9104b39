namespace OrleansTrading.Engine.Storage;

/// <summary>What a database file holds.</summary>
/// <param name="Path">The file.</param>
/// <param name="Engine">The SQLite library that read it, with its origin.</param>
/// <param name="SchemaVersion">The schema it has.</param>
/// <param name="FileBytes">The file's size, without its write-ahead log.</param>
/// <param name="LogBytes">The write-ahead log's size; 0 when there is none.</param>
/// <param name="Tables">Its tables, by name.</param>
public sealed record SqliteDatabaseInfo(
    string Path,
    string Engine,
    long SchemaVersion,
    long FileBytes,
    long LogBytes,
    IReadOnlyList<SqliteTableInfo> Tables);

/// <summary>What a table holds.</summary>
/// <param name="Name">The table.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Bytes">What it and its indexes take in the file; null where the SQLite library cannot tell.</param>
/// <param name="Oldest">The oldest row's time; null: no rows, or no time in them.</param>
/// <param name="Newest">The newest row's time; null: no rows, or no time in them.</param>
public sealed record SqliteTableInfo(
    string Name,
    long Rows,
    long? Bytes,
    DateTimeOffset? Oldest,
    DateTimeOffset? Newest);
