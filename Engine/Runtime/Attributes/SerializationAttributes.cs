namespace OrleansTrading.Engine;

// In one process messages are passed by reference, so these only keep grain code identical on both engines.

/// <summary>Asks for a generated serialiser where messages leave the process.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute
{
    /// <summary>Gets whether primary constructor parameters are members; ignored here.</summary>
    public bool IncludePrimaryConstructorParameters { get; init; }
}

/// <summary>The number of a serialised member: unique in its type and never reused.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Class
    | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Method)]
public sealed class IdAttribute : Attribute
{
    /// <summary>Creates it.</summary>
    public IdAttribute(uint id) => Id = id;

    /// <summary>Gets the number.</summary>
    public uint Id { get; }
}

/// <summary>The name of a type or method on the wire, which stays when the code is renamed.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Struct | AttributeTargets.Enum
    | AttributeTargets.Method, AllowMultiple = true)]
public sealed class AliasAttribute : Attribute
{
    /// <summary>Creates it.</summary>
    public AliasAttribute(string alias) => Alias = alias;

    /// <summary>Gets the name.</summary>
    public string Alias { get; }
}

/// <summary>Promises that the value never changes after it was sent, so that it need not be copied.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Field | AttributeTargets.Property
    | AttributeTargets.Parameter | AttributeTargets.ReturnValue, Inherited = false)]
public sealed class ImmutableAttribute : Attribute;
