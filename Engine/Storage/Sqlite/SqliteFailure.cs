using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using SQLitePCL;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// A result code of SQLite, as thrown between the wrapper and the store. It never leaves the store: callers see a
/// <see cref="StorageException"/> made by <see cref="ToStorageException"/>.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1064:Exceptions should be public",
    Justification = "Never crosses the store's border: SqliteStore and its writer turn it into a StorageException.")]
internal sealed class SqliteFailure(int code, string message, string path)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"SQLite error {code}: {message}"))
{
    /// <summary>Gets the extended result code.</summary>
    public int Code { get; } = code;

    /// <summary>Gets the result code without its extension.</summary>
    public int PrimaryCode => Code & 0xff;

    /// <summary>
    /// Gets a value indicating whether one statement is at fault and the rest of its batch may stand.
    /// </summary>
    public bool IsAboutOneItem => PrimaryCode is
        raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH or raw.SQLITE_RANGE;

    /// <summary>Gets a value indicating whether the file's content, not its surroundings, is the trouble.</summary>
    public bool IsDamage => PrimaryCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>Gets a value indicating whether only another connection's lock is in the way.</summary>
    public bool IsBusy => PrimaryCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    /// <summary>
    /// Says in the operator's words what happened and what to do. Use only where nothing was written.
    /// </summary>
    public StorageException ToStorageException()
    {
        if (IsAboutOneItem)
        {
            return new StorageRejectedException(
                $"The database {path} refused this item ({Message}). Nothing of it was written; the item must change.",
                this);
        }

        var text = $"{Describe()} ({Message}) Nothing was written.";
        return IsDamage ? new StorageCorruptException(text, this) : new StorageUnavailableException(text, this);
    }

    /// <summary>Cause and remedy, without a word about the outcome.</summary>
    public string Describe() => PrimaryCode switch
    {
        raw.SQLITE_FULL => $"The disk that holds {path} is full. Free space on it; the store goes on by itself.",
        raw.SQLITE_READONLY => $"{path} is read-only for this process. Check the owner and the mode of the file, of "
            + "its -wal and -shm companions and of their directory.",
        raw.SQLITE_CANTOPEN => $"{path} cannot be opened. Check that its directory exists, that the path is a file "
            + "and that this process may read and write both.",
        raw.SQLITE_PERM or raw.SQLITE_AUTH => $"This process may not use {path}. Check its owner and mode.",
        raw.SQLITE_CORRUPT => $"{path} is damaged. Stop the server, keep a copy of the file with its -wal companion, "
            + "and restore the last backup.",
        raw.SQLITE_NOTADB => $"{path} is not a SQLite database. Point Storage:Path at the right file, or restore the "
            + "last backup.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"Another process kept {path} locked for longer than "
            + "Storage:BusyTimeout. Close the tool that has it open, or raise the limit.",
        raw.SQLITE_NOMEM => $"There was not enough memory to work on {path}. Lower Storage:BatchBytesMax or give the "
            + "process more memory.",
        raw.SQLITE_IOERR => $"The disk under {path} reported an error. Check the disk and the free space.",
        _ => $"The database {path} failed.",
    };
}
