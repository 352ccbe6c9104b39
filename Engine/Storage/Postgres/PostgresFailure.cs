using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Npgsql;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// A call to the server that failed and certainly wrote nothing, as thrown between the calls and the store. It never
/// leaves the store: callers see a <see cref="StorageException"/> made by <see cref="ToStorageException"/>.
/// </summary>
[SuppressMessage(
    "Design",
    "CA1064:Exceptions should be public",
    Justification = "Never crosses the store's border: PostgresStore and its writers turn it into a StorageException.")]
internal sealed class PostgresFailure : Exception
{
    /// <summary>idle_in_transaction_session_timeout, which Npgsql has no name for.</summary>
    private const string IdleInTransactionTimeout = "25P03";

    private readonly string _place;
    private readonly string? _state;

    public PostgresFailure(Exception cause, string place)
        : base(cause.Message, cause)
    {
        _place = place;
        _state = (cause as PostgresException)?.SqlState;
    }

    /// <summary>Gets a value indicating whether the same call may succeed soon.</summary>
    /// <remarks>
    /// Npgsql knows the states of a server that is away, starting, or short of something. A write that ran into
    /// another server's (deadlock, serialisation, lock timeout) is undone, and so may be repeated too.
    /// </remarks>
    public bool IsTransient =>
        InnerException is NpgsqlException { IsTransient: true } or TimeoutException or SocketException or IOException
            or WriterForgottenException
        || _state is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or IdleInTransactionTimeout;

    /// <summary>Gets a value indicating whether one item is at fault, not the server.</summary>
    /// <remarks>Classes 21 to 23 of SQLSTATE are about the values, 54 is a limit that they exceed.</remarks>
    public bool IsAboutItems => _state is not null && _state[..2] is "21" or "22" or "23" or "54";

    /// <summary>Whether an exception is one of Npgsql's, or of what lies under it.</summary>
    public static bool IsOne(Exception failure) =>
        failure is NpgsqlException or TimeoutException or SocketException or IOException;

    /// <summary>Says in the operator's words what happened and what to do. Only where nothing was written.</summary>
    public StorageException ToStorageException() => IsAboutItems
        ? new StorageRejectedException(
            $"{_place} refused this item ({Text()}). Nothing of it was written; the item must change.", this)
        : new StorageUnavailableException($"{Describe()} ({Text()}) Nothing was written.", this);

    /// <summary>Cause and remedy, without a word about the outcome.</summary>
    public string Describe() => _state switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"{_place} does not let this server in. Check user and password in Storage:ConnectionString, and the "
            + "server's pg_hba.conf.",
        PostgresErrorCodes.InvalidCatalogName =>
            $"{_place} does not exist. Create the database, or correct Storage:ConnectionString.",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"{_place} does not let this user do its work. Let it create the schema "
            + $"{PostgresStorageConstants.SchemaName}: GRANT CREATE ON DATABASE … TO ….",
        PostgresErrorCodes.DiskFull =>
            $"The disk of {_place} is full. Free space on it; the store goes on by itself.",
        PostgresErrorCodes.TooManyConnections =>
            $"{_place} has no connection left. Raise its max_connections, or lower Storage:ReadersMax and "
            + "Storage:WritersMax.",
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            $"{_place} is read-only: a standby, perhaps. Point Storage:ConnectionString at the primary "
            + "(Target Session Attributes=primary).",
        PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown =>
            $"{_place} is starting or stopping. The store goes on by itself when it is up.",
        null => $"{_place} cannot be reached. Check that it runs and that Storage:ConnectionString names its host and "
            + "port; the store goes on by itself when it answers.",
        _ => $"{_place} failed.",
    };

    // A server's message text, never its detail, which repeats values of rows.
    private string Text() => InnerException is PostgresException server
        ? $"{server.SqlState}: {server.MessageText}"
        : InnerException!.InnerException is { } inner ? $"{Message} {inner.Message}" : Message;
}
