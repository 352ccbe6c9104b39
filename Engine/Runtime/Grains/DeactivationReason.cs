using System.Diagnostics.CodeAnalysis;

namespace OrleansTrading.Engine;

/// <summary>Why an activation goes away.</summary>
[SuppressMessage("Design", "CA1028", Justification = "The same values and size as in Orleans.")]
public enum DeactivationReasonCode : byte
{
    /// <summary>Not said.</summary>
    None,

    /// <summary>The process stops.</summary>
    ShuttingDown,

    /// <summary>Construction, state reading or <see cref="IGrainBase.OnActivateAsync"/> failed.</summary>
    ActivationFailed,

    /// <summary>Not used here; kept for equal values on both engines.</summary>
    DirectoryFailure,

    /// <summary>It was idle for longer than its collection age.</summary>
    ActivationIdle,

    /// <summary>Not used here; kept for equal values on both engines.</summary>
    ActivationUnresponsive,

    /// <summary>Not used here; kept for equal values on both engines.</summary>
    DuplicateActivation,

    /// <summary>Not used here; kept for equal values on both engines.</summary>
    IncompatibleRequest,

    /// <summary>A state write failed: memory and store may differ.</summary>
    ApplicationError,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested,

    /// <summary>Not used here; kept for equal values on both engines.</summary>
    Migrating,

    /// <summary>The engine asked for it.</summary>
    RuntimeRequested,

    /// <summary>Not used here; kept for equal values on both engines.</summary>
    HighMemoryPressure,
}

/// <summary>Why an activation goes away, in words and with its cause.</summary>
public readonly struct DeactivationReason : IEquatable<DeactivationReason>
{
    /// <summary>Creates it.</summary>
    public DeactivationReason(DeactivationReasonCode code, string text)
        : this(code, null, text)
    {
    }

    /// <summary>Creates it.</summary>
    public DeactivationReason(DeactivationReasonCode code, Exception? exception, string text)
    {
        ReasonCode = code;
        Description = text;
        Exception = exception;
    }

    /// <summary>Gets the words.</summary>
    public string Description { get; }

    /// <summary>Gets the code.</summary>
    public DeactivationReasonCode ReasonCode { get; }

    /// <summary>Gets the cause; null when nothing failed.</summary>
    public Exception? Exception { get; }

    /// <inheritdoc/>
    public bool Equals(DeactivationReason other) => ReasonCode == other.ReasonCode
        && string.Equals(Description, other.Description, StringComparison.Ordinal)
        && ReferenceEquals(Exception, other.Exception);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DeactivationReason other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ReasonCode, Description, Exception);

    /// <inheritdoc/>
    public override string ToString() => Exception is null
        ? $"{ReasonCode}: {Description}"
        : $"{ReasonCode}: {Description}. Exception: {Exception}";

    /// <summary>Equality of all parts.</summary>
    public static bool operator ==(DeactivationReason left, DeactivationReason right) => left.Equals(right);

    /// <summary>Inequality of any part.</summary>
    public static bool operator !=(DeactivationReason left, DeactivationReason right) => !left.Equals(right);
}
