namespace OrleansTrading.Grains;

/// <summary>An identity that is text on the wire, in storage and as a grain key.</summary>
/// <typeparam name="TSelf">The id type itself.</typeparam>
public interface ITextId<TSelf>
    where TSelf : struct, ITextId<TSelf>
{
    /// <summary>The text form.</summary>
    string Value { get; }

    /// <summary>Wraps a text that was produced by <see cref="Value"/>.</summary>
    static abstract TSelf From(string value);
}
