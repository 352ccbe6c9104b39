using System.Reflection;
using System.Runtime.Loader;

namespace OrleansTrading.Simulation.Tests.Mutants.Workshop;

/// <summary>
/// Where source generators live. The compiler itself is the tests' own; what else a generator needs lies beside it.
/// </summary>
internal sealed class GeneratorContext : AssemblyLoadContext
{
    private readonly Dictionary<string, string> _paths = new(StringComparer.OrdinalIgnoreCase);

    internal void Add(string path) => _paths[Path.GetFileNameWithoutExtension(path)] = path;

    protected override Assembly? Load(AssemblyName assemblyName) =>
        _paths.TryGetValue(assemblyName.Name!, out var path) ? LoadFromAssemblyPath(path) : null;
}
