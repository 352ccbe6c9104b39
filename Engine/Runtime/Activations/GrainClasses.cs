using System.Collections.Frozen;

namespace OrleansTrading.Engine;

/// <summary>All grain classes of the host, found once at start.</summary>
internal sealed class GrainClasses
{
    private readonly FrozenDictionary<GrainType, GrainClass> byName;
    private readonly FrozenDictionary<Type, GrainClass[]> byInterface;

    internal GrainClasses(EngineOptions options)
        : this(options, options.GrainAssemblies.SelectMany(assembly => assembly.GetTypes()))
    {
    }

    internal GrainClasses(EngineOptions options, IEnumerable<Type> types)
    {
        var classes = types
            .Where(type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
                && typeof(IGrain).IsAssignableFrom(type) && !typeof(GrainReference).IsAssignableFrom(type))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => new GrainClass(type, options))
            .ToArray();
        CheckNames(classes);
        byName = classes.ToFrozenDictionary(each => each.GrainType);
        byInterface = classes.SelectMany(each => each.Interfaces.Select(type => (Type: type, Class: each)))
            .GroupBy(pair => pair.Type)
            .ToFrozenDictionary(group => group.Key, group => group.Select(pair => pair.Class).ToArray());
        CheckInterfaces();
    }

    /// <summary>The class behind a name; null when this host has none.</summary>
    internal GrainClass? Find(GrainType name) => byName.GetValueOrDefault(name);

    /// <summary>The class behind an interface.</summary>
    /// <param name="type">The interface.</param>
    /// <param name="prefix">The start of the class's full name; null: there is only one.</param>
    /// <exception cref="ArgumentException">No class, or several.</exception>
    internal GrainClass Get(Type type, string? prefix)
    {
        if (!byInterface.TryGetValue(type, out var classes))
        {
            throw new ArgumentException(
                $"No grain class implements {type}. Add its assembly: options.AddGrains(typeof(TheGrain).Assembly).");
        }

        if (prefix is null && classes.Length == 1)
        {
            return classes[0];
        }

        var fitting = prefix is null
            ? classes
            : [.. classes.Where(each => each.Type.FullName!.StartsWith(prefix, StringComparison.Ordinal))];
        return fitting.Length == 1
            ? fitting[0]
            : throw new ArgumentException(
                $"{type} with the class name prefix '{prefix}' fits {fitting.Length} classes of"
                + $" {Names(classes)}. Ask for a more derived interface or pass another prefix.");
    }

    private static void CheckNames(GrainClass[] classes)
    {
        foreach (var same in classes.GroupBy(each => each.GrainType).Where(group => group.Count() > 1))
        {
            throw new InvalidOperationException(
                $"The grain type '{same.Key}' is the name of {Names(same)}. Set [GrainType(\"…\")] on one of them.");
        }
    }

    /// <summary>
    /// A base interface may have several classes; what it is asked for by decides. A most derived one may not.
    /// </summary>
    private void CheckInterfaces()
    {
        foreach (var (type, classes) in byInterface.OrderBy(pair => pair.Key.FullName, StringComparer.Ordinal))
        {
            var isBase = classes.All(
                each => each.Interfaces.Any(other => other != type && type.IsAssignableFrom(other)));
            if (classes.Length > 1 && !isBase)
            {
                throw new InvalidOperationException(
                    $"{type} is implemented by {Names(classes)}. A grain interface has one class: give one of them an"
                    + " interface of its own.");
            }
        }
    }

    private static string Names(IEnumerable<GrainClass> classes) => string.Join(
        " and ", classes.Select(each => each.Type.FullName));
}
