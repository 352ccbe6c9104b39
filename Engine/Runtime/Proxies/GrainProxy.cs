namespace OrleansTrading.Engine;

/// <summary>What a proxy is made from.</summary>
/// <param name="Runtime">The engine.</param>
/// <param name="Shape">The interface.</param>
/// <param name="GrainId">Whom it refers to.</param>
/// <param name="Class">The grain's class; null for an observer.</param>
/// <param name="Observer">The observer; null for a grain.</param>
internal readonly record struct ProxyTarget(
    EngineRuntime Runtime, InterfaceShape Shape, GrainId GrainId, GrainClass? Class, ObserverTarget? Observer);

/// <summary>The base of the generated proxies: one subclass for each grain or observer interface.</summary>
internal abstract class GrainProxy(in ProxyTarget target) : GrainReference
{
    private readonly EngineRuntime runtime = target.Runtime;
    private readonly InterfaceShape shape = target.Shape;
    private readonly GrainClass? grainClass = target.Class;
    private readonly GrainId grainId = target.GrainId;
    private CallTarget? callTarget = target.Observer;

    /// <inheritdoc/>
    public sealed override GrainId GrainId => grainId;

    /// <inheritdoc/>
    public sealed override string InterfaceName => shape.Type.Name;

    /// <summary>Gets the grain's class; null for an observer.</summary>
    internal GrainClass? Class => grainClass;

    /// <summary>Gets or sets where calls were last delivered; null: look it up.</summary>
    internal CallTarget? CallTarget
    {
        get => Volatile.Read(ref callTarget);
        set => Volatile.Write(ref callTarget, value);
    }

    /// <inheritdoc/>
    public sealed override TGrainInterface Cast<TGrainInterface>() => this is TGrainInterface same
        ? same
        : grainClass is null
            ? throw new ArgumentException(
                $"The observer {grainId} is a {shape.Type.Name}, not a {typeof(TGrainInterface).Name}.")
            : (TGrainInterface)(object)runtime.CreateProxy(typeof(TGrainInterface), grainId, grainClass);

    /// <summary>Sends a call with a result; used by generated code.</summary>
    public Task<T> Send<T>(GrainCall<T> call, int method)
    {
        call.Method = shape.Methods[method];
        runtime.Send(this, call);
        return call.Task;
    }

    /// <summary>Sends a call without a result; used by generated code.</summary>
    public Task Send(GrainCallVoid call, int method)
    {
        call.Method = shape.Methods[method];
        if (!call.Method.IsOneWay)
        {
            call.ExpectAnswer();
        }

        runtime.Send(this, call);
        return call.Task;
    }
}
