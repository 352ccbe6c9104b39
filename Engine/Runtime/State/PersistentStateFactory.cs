using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace OrleansTrading.Engine;

/// <summary>Makes the states a grain's constructor asks for.</summary>
internal static class PersistentStateFactory
{
    private static readonly MethodInfo Typed = typeof(PersistentStateFactory)
        .GetMethod(nameof(CreateTyped), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>What makes the state for a parameter.</summary>
    internal static Func<Activation, object?> Create(ParameterInfo parameter, PersistentStateAttribute attribute)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new InvalidOperationException(
                $"Parameter '{parameter.Name}' of {parameter.Member.DeclaringType} has [PersistentState] but is"
                + $" a {type.Name}. Make it an IPersistentState<T>.");
        }

        var create = Typed.MakeGenericMethod(type.GetGenericArguments())
            .CreateDelegate<Func<ParameterInfo, PersistentStateAttribute, Func<Activation, object?>>>();
        return create(parameter, attribute);
    }

    private static Func<Activation, object?> CreateTyped<T>(ParameterInfo parameter, PersistentStateAttribute attribute)
    {
        var name = attribute.StateName.Length == 0 ? parameter.Name! : attribute.StateName;
        var empty = EmptyState<T>();
        IGrainStorage? storage = null;
        return activation =>
        {
            storage ??= Find(activation.ActivationServices, attribute.StorageName, parameter);
            var state = new PersistentState<T>(activation, storage, name, empty);
            activation.AddState(state);
            return state;
        };
    }

    private static Func<T> EmptyState<T>()
    {
        if (typeof(T).IsValueType)
        {
            return static () => default!;
        }

        if (typeof(T).GetConstructor(Type.EmptyTypes) is not { } constructor || typeof(T).IsAbstract)
        {
            throw new InvalidOperationException(
                $"The state type {typeof(T)} needs a public constructor without parameters, for when nothing is"
                    + " stored.");
        }

        var invoker = ConstructorInvoker.Create(constructor);
        return () => (T)invoker.Invoke();
    }

    private static IGrainStorage Find(IServiceProvider services, string? name, ParameterInfo parameter) =>
        services.GetKeyedService<IGrainStorage>(name ?? EngineConstants.DefaultStorageName)
        ?? (name is null ? services.GetService<IGrainStorage>() : null)
        ?? throw new InvalidOperationException(
            $"No grain storage '{name ?? EngineConstants.DefaultStorageName}' is registered, which"
            + $" {parameter.Member.DeclaringType} needs for '{parameter.Name}'."
            + $" Register a keyed {nameof(IGrainStorage)}.");
}
