using System.Text;

namespace OrleansTrading.Engine;

/// <summary>
/// The name of a grain class as it is stored with state and reminders: lower case, without the suffix "grain".
/// </summary>
public readonly struct GrainType : IEquatable<GrainType>, IComparable<GrainType>
{
    private readonly string? value;

    private GrainType(string value) => this.value = value;

    /// <summary>Gets whether this is the value of an uninitialised field.</summary>
    public bool IsDefault => value is null;

    /// <summary>Makes one from its text.</summary>
    /// <exception cref="ArgumentException">The text is empty or contains <c>/</c>, which separates type and
    /// key.</exception>
    public static GrainType Create(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        return value.Contains('/', StringComparison.Ordinal)
            ? throw new ArgumentException(
                $"Grain type '{value}' contains '/', which separates type and key.", nameof(value))
            : new GrainType(value);
    }

    /// <inheritdoc/>
    public bool Equals(GrainType other) => string.Equals(value, other.value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrainType other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => value is null ? 0 : string.GetHashCode(value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public int CompareTo(GrainType other) => string.CompareOrdinal(value, other.value);

    /// <summary>The text in UTF-8; allocates.</summary>
    public ReadOnlySpan<byte> AsSpan() => value is null ? default : Encoding.UTF8.GetBytes(value);

    /// <summary>The text.</summary>
    public override string ToString() => value ?? "";

    /// <summary>Equality of the texts.</summary>
    public static bool operator ==(GrainType left, GrainType right) => left.Equals(right);

    /// <summary>Inequality of the texts.</summary>
    public static bool operator !=(GrainType left, GrainType right) => !left.Equals(right);

    /// <summary>Ordinal order.</summary>
    public static bool operator <(GrainType left, GrainType right) => left.CompareTo(right) < 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator <=(GrainType left, GrainType right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >(GrainType left, GrainType right) => left.CompareTo(right) > 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >=(GrainType left, GrainType right) => left.CompareTo(right) >= 0;
}
