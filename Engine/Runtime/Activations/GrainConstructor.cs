using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace OrleansTrading.Engine;

/// <summary>
/// Makes a grain object: states and the context from its activation, everything else from the services.
/// </summary>
internal sealed class GrainConstructor
{
    private readonly ConstructorInvoker invoker;
    private readonly Func<Activation, object?>[] arguments;

    internal GrainConstructor(Type type)
    {
        var constructors = type.GetConstructors();
        if (constructors.Length != 1)
        {
            throw new InvalidOperationException(
                $"{type} has {constructors.Length} public constructors. A grain class needs exactly one.");
        }

        invoker = ConstructorInvoker.Create(constructors[0]);
        arguments = [.. constructors[0].GetParameters().Select(Argument)];
    }

    /// <summary>Makes the object; runs as a turn of the activation.</summary>
    internal object Create(Activation activation)
    {
        var values = new object?[arguments.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i](activation);
        }

        return invoker.Invoke(values.AsSpan());
    }

    private static Func<Activation, object?> Argument(ParameterInfo parameter)
    {
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is { } state)
        {
            return PersistentStateFactory.Create(parameter, state);
        }

        var type = parameter.ParameterType;
        if (type == typeof(IGrainContext))
        {
            return static activation => activation;
        }

        if (parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { } keyed)
        {
            return activation => activation.ActivationServices.GetRequiredKeyedService(type, keyed.Key);
        }

        return parameter.HasDefaultValue
            ? activation => activation.ActivationServices.GetService(type) ?? parameter.DefaultValue
            : activation => activation.ActivationServices.GetRequiredService(type);
    }
}
