namespace OrleansTrading.Engine;

/// <summary>
/// A reference to a grain or observer: equal to every other reference to the same one by the same interface.
/// </summary>
public abstract class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private protected GrainReference()
    {
    }

    /// <summary>Gets whom it refers to.</summary>
    public abstract GrainId GrainId { get; }

    /// <summary>Gets the interface's name.</summary>
    public abstract string InterfaceName { get; }

    /// <summary>Refers to the same grain by another of its interfaces.</summary>
    /// <exception cref="ArgumentException">The grain does not implement it.</exception>
    public abstract TGrainInterface Cast<TGrainInterface>()
        where TGrainInterface : IAddressable;

    /// <inheritdoc/>
    public bool Equals(GrainReference? other) => other is not null && GetType() == other.GetType()
        && GrainId.Equals(other.GrainId);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc/>
    public override int GetHashCode() => GrainId.GetHashCode();

    /// <summary>The identity as text.</summary>
    public override string ToString() => $"GrainReference:{GrainId}";
}
