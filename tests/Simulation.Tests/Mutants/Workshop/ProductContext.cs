using System.Reflection;
using System.Runtime.Loader;

namespace OrleansTrading.Simulation.Tests.Mutants.Workshop;

/// <summary>
/// A copy of the product of its own: all its assemblies, one of them from memory. Whatever else they need is shared.
/// It stays until the process ends, because the embedded engine's proxies cannot be unloaded.
/// </summary>
internal sealed class ProductContext(string name, Image? changed) : AssemblyLoadContext(name)
{
    private const string Ours = "OrleansTrading.";

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (!assemblyName.Name!.StartsWith(Ours, StringComparison.Ordinal))
        {
            return null;
        }

        if (assemblyName.Name == changed?.Assembly)
        {
            using var pe = new MemoryStream(changed.Pe);
            using var pdb = new MemoryStream(changed.Pdb);
            return LoadFromStream(pe, pdb);
        }

        var path = Path.Combine(AppContext.BaseDirectory, $"{assemblyName.Name}.dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    /// <summary>An assembly of this copy.</summary>
    internal Assembly Get(string assembly) => LoadFromAssemblyName(new AssemblyName(assembly));
}
