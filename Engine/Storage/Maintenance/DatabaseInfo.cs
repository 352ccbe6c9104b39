namespace OrleansTrading.Engine.Storage;

/// <summary>What a database holds.</summary>
/// <param name="Place">The file, or the server with the database's name.</param>
/// <param name="Engine">The database engine that read it.</param>
/// <param name="SchemaVersion">The schema it has.</param>
/// <param name="Bytes">The database's size, without its write-ahead log.</param>
/// <param name="LogBytes">The size of a file's write-ahead log; null where the log is not the database's own.</param>
/// <param name="Tables">Its tables, by name.</param>
public sealed record DatabaseInfo(
    string Place,
    string Engine,
    long SchemaVersion,
    long Bytes,
    long? LogBytes,
    IReadOnlyList<TableInfo> Tables);

/// <summary>What a table holds.</summary>
/// <param name="Name">The table.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Bytes">What it and its indexes take; null where the database cannot tell.</param>
/// <param name="Oldest">The oldest row's time; null: no rows, or no time in them.</param>
/// <param name="Newest">The newest row's time; null: no rows, or no time in them.</param>
public sealed record TableInfo(
    string Name,
    long Rows,
    long? Bytes,
    DateTimeOffset? Oldest,
    DateTimeOffset? Newest);
