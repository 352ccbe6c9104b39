namespace OrleansTrading.Engine.Storage;

/// <summary>What a failed storage call says about the data: the question every caller has to answer first.</summary>
public enum WriteOutcome
{
    /// <summary>Nothing was written and nothing will be. The call may be repeated.</summary>
    NotWritten = 0,

    /// <summary>
    /// The write may or may not be durable. Read the stored state before doing anything else; never assume either.
    /// </summary>
    Unknown = 1,
}

/// <summary>Base of all storage failures other than an etag conflict.</summary>
public abstract class StorageException : Exception
{
    private protected StorageException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Gets what this failure says about the write.</summary>
    /// <remarks>It is the class's own, so that it arrives with the exception at another server.</remarks>
    public virtual WriteOutcome Outcome => WriteOutcome.NotWritten;
}

/// <summary>
/// The commit itself failed: the write may be found after a restart or may be gone. The holder of the state in memory
/// must drop it and read again; reads wait for the store's own recovery, so what they return is final.
/// </summary>
public sealed class StorageOutcomeUnknownException : StorageException
{
    internal StorageOutcomeUnknownException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <inheritdoc/>
    public override WriteOutcome Outcome => WriteOutcome.Unknown;
}

/// <summary>
/// The store cannot work at the moment (disk full, I/O error, locked, closed). Nothing was written; the message says
/// what to do, and the same call may succeed later.
/// </summary>
public sealed class StorageUnavailableException : StorageException
{
    internal StorageUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>
/// More work is waiting than the configured queue holds. Nothing was written: shed load or try again later.
/// </summary>
public sealed class StorageOverloadedException : StorageException
{
    internal StorageOverloadedException(string message)
        : base(message, null)
    {
    }
}

/// <summary>
/// This one item can never be stored as it is (too large, or against a constraint). Repeating does not help.
/// </summary>
public sealed class StorageRejectedException : StorageException
{
    internal StorageRejectedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}

/// <summary>
/// What is stored cannot be trusted or understood: a damaged file, a foreign database, a newer schema, or a state that
/// no longer fits its type. Needs an operator; nothing was written.
/// </summary>
public sealed class StorageCorruptException : StorageException
{
    internal StorageCorruptException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
