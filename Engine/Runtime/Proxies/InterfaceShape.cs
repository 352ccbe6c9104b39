using System.Collections.Concurrent;
using System.Reflection;

namespace OrleansTrading.Engine;

/// <summary>A grain or observer interface: its methods, and the proxy generated for it once per process.</summary>
internal sealed class InterfaceShape
{
    private static readonly ConcurrentDictionary<Type, InterfaceShape> Known = new();

    private readonly Lazy<Func<ProxyTarget, GrainProxy>> create;

    private InterfaceShape(Type type)
    {
        Type = type;
        Check();
        Methods = [.. AllMethods(type).Select(method => new CallMethod(type, method))];
        foreach (var method in Methods)
        {
            Check(method);
        }

        create = new Lazy<Func<ProxyTarget, GrainProxy>>(() => ProxyEmitter.Emit(this));
    }

    /// <summary>Gets the interface.</summary>
    internal Type Type { get; }

    /// <summary>Gets its methods with those of its base interfaces, in a stable order.</summary>
    internal CallMethod[] Methods { get; }

    /// <summary>The shape of an interface.</summary>
    /// <exception cref="NotSupportedException">It has members that cannot be called from afar.</exception>
    internal static InterfaceShape Of(Type type) => Known.GetOrAdd(type, static type => new InterfaceShape(type));

    /// <summary>Makes a proxy.</summary>
    internal GrainProxy CreateProxy(in ProxyTarget target) => create.Value(target);

    private static IEnumerable<MethodInfo> AllMethods(Type type) => type.GetInterfaces()
        .Append(type)
        .OrderBy(each => each.FullName, StringComparer.Ordinal)
        .SelectMany(each => each.GetMethods(BindingFlags.Instance | BindingFlags.Public)
            .Where(method => method.IsAbstract)
            .OrderBy(method => method.MetadataToken));

    private void Check()
    {
        if (!Type.IsInterface || !typeof(IAddressable).IsAssignableFrom(Type))
        {
            throw new NotSupportedException(
                $"{Type} is not a grain interface. Derive it from {nameof(IGrainWithStringKey)} or"
                    + $" {nameof(IGrainObserver)}.");
        }

        if (Type.ContainsGenericParameters)
        {
            throw new NotSupportedException($"{Type} has open type parameters. Grain interfaces must be closed types.");
        }
    }

    private void Check(CallMethod method)
    {
        var returns = method.Method.ReturnType;
        var mayBeVoid = typeof(IGrainObserver).IsAssignableFrom(Type);
        var problem = method.Method switch
        {
            { IsSpecialName: true } => "is a property or event; use methods",
            { IsGenericMethod: true } => "has type parameters; use a method per type",
            _ when method.Method.GetParameters().Any(each => each.ParameterType.IsByRef) => "has ref or out parameters",
            _ when returns == typeof(void) && !mayBeVoid => "returns void; return Task",
            _ when !ReturnKind.IsSupported(returns) =>
                $"returns {returns.Name}; return Task, Task<T>, ValueTask or ValueTask<T>",
            _ when method.IsOneWay && ReturnKind.ResultOf(returns) is not null =>
                "is one-way but has a result; return Task",
            _ => null,
        };
        if (problem is not null)
        {
            throw new NotSupportedException($"{method.FullName} {problem}.");
        }
    }
}
