namespace OrleansTrading.Engine;

/// <summary>
/// What is stored is not what the writer last read: somebody else wrote. The activation is dropped and reloads.
/// </summary>
public class InconsistentStateException : OrleansException
{
    /// <summary>Creates it.</summary>
    public InconsistentStateException()
        : base("The stored state is not the one that was last read.")
    {
    }

    /// <summary>Creates it.</summary>
    public InconsistentStateException(string message)
        : base(message)
    {
    }

    /// <summary>Creates it.</summary>
    public InconsistentStateException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates it with the two versions.</summary>
    /// <param name="errorMsg">The cause.</param>
    /// <param name="storedEtag">The version in the store.</param>
    /// <param name="currentEtag">The version the writer believed in.</param>
    /// <param name="storageException">What the store reported.</param>
    public InconsistentStateException(
        string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException)
        : base(errorMsg, storageException)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>Creates it with the two versions.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : this(errorMsg, storedEtag, currentEtag, null)
    {
    }

    /// <summary>Gets the version in the store; null when unknown or none.</summary>
    public string? StoredEtag { get; }

    /// <summary>Gets the version the writer believed in; null when it believed there was none.</summary>
    public string? CurrentEtag { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"InconsistentStateException: {Message} Expected Etag={StoredEtag} Received Etag={CurrentEtag}"
            + $" {InnerException}";
}
