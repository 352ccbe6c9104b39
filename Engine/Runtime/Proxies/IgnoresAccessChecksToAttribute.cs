namespace System.Runtime.CompilerServices;

/// <summary>
/// Known to the runtime by its name: lets generated proxies use the internal types of an assembly, because grain
/// interfaces may be internal.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
{
    public string AssemblyName { get; } = assemblyName;
}
