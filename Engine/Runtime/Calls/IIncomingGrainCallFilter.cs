using System.Reflection;

namespace OrleansTrading.Engine;

/// <summary>A call's method and arguments.</summary>
public interface IInvokable
{
    /// <summary>How many arguments there are.</summary>
    int GetArgumentCount();

    /// <summary>An argument by its position.</summary>
    object? GetArgument(int index);

    /// <summary>Replaces an argument.</summary>
    void SetArgument(int index, object value);

    /// <summary>The method's name.</summary>
    string GetMethodName();

    /// <summary>The interface's name.</summary>
    string GetInterfaceName();

    /// <summary>The interface's method.</summary>
    MethodInfo GetMethod();
}

/// <summary>A call on its way.</summary>
public interface IGrainCallContext
{
    /// <summary>Gets method and arguments.</summary>
    IInvokable Request { get; }

    /// <summary>Gets the grain object.</summary>
    object Grain { get; }

    /// <summary>Gets the calling grain; null when the caller is not a grain.</summary>
    GrainId? SourceId { get; }

    /// <summary>Gets the called grain.</summary>
    GrainId TargetId { get; }

    /// <summary>Gets the interface's name.</summary>
    string InterfaceName { get; }

    /// <summary>Gets the method's name.</summary>
    string MethodName { get; }

    /// <summary>Gets the interface's method.</summary>
    MethodInfo InterfaceMethod { get; }

    /// <summary>Gets or sets what the method returned; null before, and for methods without a result.</summary>
    object? Result { get; set; }

    /// <summary>Goes on to the next filter and at last to the method. What the method throws comes out here.</summary>
    Task Invoke();
}

/// <inheritdoc/>
public interface IIncomingGrainCallContext : IGrainCallContext
{
    /// <summary>Gets the called activation.</summary>
    IGrainContext TargetContext { get; }

    /// <summary>Gets the class's method.</summary>
    MethodInfo ImplementationMethod { get; }
}

/// <summary>
/// Stands around every call of every grain (registered as a service), or of one grain class (implemented by it). Runs
/// as part of the turn.
/// </summary>
public interface IIncomingGrainCallFilter
{
    /// <summary>Handles a call; to let it happen, await <see cref="IGrainCallContext.Invoke"/>.</summary>
    Task Invoke(IIncomingGrainCallContext context);
}
