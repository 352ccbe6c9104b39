using System.Reflection;

namespace OrleansTrading.Engine;

/// <summary>What is known of an interface's method before any call.</summary>
internal sealed class CallMethod
{
    internal CallMethod(Type interfaceType, MethodInfo method)
    {
        Method = method;
        InterfaceName = interfaceType.Name;
        FullName = $"{interfaceType.Name}.{method.Name}";
        IsOneWay = method.ReturnType == typeof(void) || method.IsDefined(typeof(OneWayAttribute), inherit: false);
        Kind = method.IsDefined(typeof(AlwaysInterleaveAttribute), inherit: false)
            ? TurnKind.Interleave
            : method.IsDefined(typeof(ReadOnlyAttribute), inherit: false) ? TurnKind.ReadOnly : TurnKind.Exclusive;
        CancellationIndex = Array.FindIndex(
            method.GetParameters(), parameter => parameter.ParameterType == typeof(CancellationToken));
        Timeout = method.GetCustomAttribute<ResponseTimeoutAttribute>(inherit: false)?.Timeout;
    }

    /// <summary>Gets the interface's method.</summary>
    internal MethodInfo Method { get; }

    /// <summary>Gets the interface's name.</summary>
    internal string InterfaceName { get; }

    /// <summary>Gets interface and method.</summary>
    internal string FullName { get; }

    /// <summary>Gets whether nobody waits for it.</summary>
    internal bool IsOneWay { get; }

    /// <summary>Gets how it runs beside others, unless the class is reentrant.</summary>
    internal TurnKind Kind { get; }

    /// <summary>Gets which argument is the token that cancels it; negative: none.</summary>
    internal int CancellationIndex { get; }

    /// <summary>Gets how long a caller waits; null: the engine's default.</summary>
    internal TimeSpan? Timeout { get; }
}
