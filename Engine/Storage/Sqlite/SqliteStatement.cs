using System.Buffers;
using System.Text;
using SQLitePCL;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// One prepared statement. Belongs to its session and is used by one thread at a time: bind, step, read, reset.
/// Text goes in and out as UTF-8 bytes, the database's own encoding.
/// </summary>
internal sealed class SqliteStatement(SqliteSession session, sqlite3_stmt handle) : IDisposable
{
    private const int StackBytesMax = 512;

    public void BindInt64(int index, long value) => session.Check(raw.sqlite3_bind_int64(handle, index, value));

    public void BindNull(int index) => session.Check(raw.sqlite3_bind_null(handle, index));

    public void BindText(int index, ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            // The wrapper would hand over a null pointer, and SQLite would store NULL instead of an empty text.
            session.Check(raw.sqlite3_bind_text(handle, index, string.Empty));
            return;
        }

        session.Check(raw.sqlite3_bind_text(handle, index, utf8));
    }

    public void BindText(int index, string text)
    {
        var bytesMax = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (bytesMax <= StackBytesMax)
        {
            Span<byte> local = stackalloc byte[StackBytesMax];
            BindText(index, local[..Encoding.UTF8.GetBytes(text, local)]);
            return;
        }

        var rented = ArrayPool<byte>.Shared.Rent(bytesMax);
        try
        {
            BindText(index, rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Advances to the next row.</summary>
    /// <returns>True on a row, false at the end.</returns>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        return code switch
        {
            raw.SQLITE_ROW => true,
            raw.SQLITE_DONE => false,
            _ => throw session.Failure(code),
        };
    }

    /// <summary>Runs a statement that returns no rows and makes it ready for its next use.</summary>
    public void Run()
    {
        try
        {
            while (Step())
            {
                // Pragmas may answer with a row that says nothing new.
            }
        }
        finally
        {
            Reset();
        }
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public long GetInt64(int column) => raw.sqlite3_column_int64(handle, column);

    /// <summary>Reads a text or blob in place: valid until the next step or reset.</summary>
    public ReadOnlySpan<byte> GetBytes(int column) => raw.sqlite3_column_blob(handle, column);

    public string GetText(int column) => Encoding.UTF8.GetString(GetBytes(column));

    /// <summary>Ends the statement's work. Its error, if any, was already thrown by <see cref="Step"/>.</summary>
    public void Reset()
    {
        _ = raw.sqlite3_reset(handle);
        _ = raw.sqlite3_clear_bindings(handle);
    }

    public void Dispose() => handle.Dispose();
}
