using System.Globalization;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// The tables and how a file comes to have them. Migrations are only ever added at the end: step n turns a file of
/// version n - 1 into one of version n, in one transaction, so a crash leaves one or the other.
/// </summary>
internal static class SqliteSchema
{
    private static readonly string[] Migrations = 
        [SqliteSchemaSql.Initial, SqliteSchemaSql.History, SqliteSchemaSql.Ledger];

    /// <summary>Gets the version this program writes.</summary>
    public static int CurrentVersion => Migrations.Length;

    /// <summary>Brings the file to <see cref="CurrentVersion"/>, or refuses one that is not ours or newer.</summary>
    /// <exception cref="StorageCorruptException">A foreign database or a newer schema.</exception>
    public static void Migrate(SqliteSession session, long nowUnixMs)
    {
        var version = ReadVersion(session);
        while (version < CurrentVersion)
        {
            // The version is read again under the write lock: another process may have migrated in between.
            session.Execute("BEGIN IMMEDIATE");
            try
            {
                version = ReadVersion(session);
                if (version < CurrentVersion)
                {
                    session.Execute(Migrations[version]);
                    version++;
                    session.Execute(string.Create(
                        CultureInfo.InvariantCulture,
                        $"INSERT INTO schema_version(version, applied_at_ms) VALUES({version}, {nowUnixMs})"));
                }

                session.Execute("COMMIT");
            }
            catch
            {
                if (session.InTransaction)
                {
                    session.Execute("ROLLBACK");
                }

                throw;
            }
        }
    }

    /// <summary>The version of a file that is only looked at.</summary>
    /// <exception cref="StorageCorruptException">An empty file, a foreign database or a newer schema.</exception>
    public static int RequireKnown(SqliteSession session) => ReadVersion(session) is > 0 and var version
        ? version
        : throw new StorageCorruptException($"{session.Path} is empty: no server has used it yet.");

    private static int ReadVersion(SqliteSession session)
    {
        var tables = session.QueryInt64("SELECT count(*) FROM sqlite_master WHERE type = 'table'");
        if (tables == 0)
        {
            return 0;
        }

        var ours = session.QueryInt64(
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('schema_version', 'grain_state')");
        if (ours != 2)
        {
            throw new StorageCorruptException(
                $"{session.Path} is a database of another program: it has {tables} tables and none of ours. "
                + "Point Storage:Path at another file.");
        }

        var version = session.QueryInt64("SELECT max(version) FROM schema_version") ?? 0;
        if (version < 1 || version > CurrentVersion)
        {
            throw new StorageCorruptException(string.Create(
                CultureInfo.InvariantCulture,
                $"{session.Path} has schema version {version}; this program knows versions 1 to {CurrentVersion}. ")
                + "Run the program version that wrote the file, or restore a backup from before its upgrade.");
        }

        return (int)version;
    }
}
