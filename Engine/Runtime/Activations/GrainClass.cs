using System.Collections.Concurrent;
using System.Reflection;

namespace OrleansTrading.Engine;

/// <summary>A grain class as the engine runs it.</summary>
internal sealed class GrainClass
{
    private readonly ConcurrentDictionary<MethodInfo, MethodInfo> implementations = new();

    internal GrainClass(Type type, EngineOptions options)
    {
        Type = type;
        GrainType = type.GetCustomAttribute<GrainTypeAttribute>(inherit: false)?.GetGrainType() ?? DefaultName(type);
        Interfaces = [.. type.GetInterfaces()
            .Where(each => typeof(IGrain).IsAssignableFrom(each) && each.Assembly != typeof(IGrain).Assembly)
            .OrderBy(each => each.FullName, StringComparer.Ordinal)];
        if (Interfaces.Length == 0)
        {
            throw new InvalidOperationException(
                $"{type} implements no grain interface of its own. Derive one from {nameof(IGrainWithStringKey)}.");
        }

        IsReentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: false);
        foreach (var each in Interfaces)
        {
            // Says at start, not at the first call, what cannot be called.
            InterfaceShape.Of(each);
        }

        IsFilter = typeof(IIncomingGrainCallFilter).IsAssignableFrom(type);
        var limit = type.GetCustomAttribute<CollectionAgeLimitAttribute>(inherit: false);
        CollectionAge = type.IsDefined(typeof(KeepAliveAttribute), inherit: false) || limit is { AlwaysActive: true }
            ? null
            : limit?.AgeLimit ?? options.CollectionAge;
        Constructor = new GrainConstructor(type);
    }

    /// <summary>Gets the class.</summary>
    internal Type Type { get; }

    /// <summary>Gets its name in identities.</summary>
    internal GrainType GrainType { get; }

    /// <summary>Gets its grain interfaces, without the engine's own.</summary>
    internal Type[] Interfaces { get; }

    /// <summary>Gets whether all its calls interleave.</summary>
    internal bool IsReentrant { get; }

    /// <summary>Gets whether the class filters its own calls.</summary>
    internal bool IsFilter { get; }

    /// <summary>Gets how long it may be idle; null: for ever.</summary>
    internal TimeSpan? CollectionAge { get; }

    /// <summary>Gets what makes its objects.</summary>
    internal GrainConstructor Constructor { get; }

    /// <summary>The class's method behind an interface's method.</summary>
    internal MethodInfo GetImplementation(MethodInfo interfaceMethod) => implementations.GetOrAdd(
        interfaceMethod,
        static (method, type) =>
        {
            var map = type.GetInterfaceMap(method.DeclaringType!);
            return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, method)];
        },
        Type);

    // The same rule as Orleans': QuoteGrain is "quote".
    private static GrainType DefaultName(Type type)
    {
        var name = type.Name.ToLowerInvariant();
        return GrainType.Create(
            name.EndsWith("grain", StringComparison.Ordinal) && name.Length > "grain".Length
                ? name[..^"grain".Length]
                : name);
    }
}
