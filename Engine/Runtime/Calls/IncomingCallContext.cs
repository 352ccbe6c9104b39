using System.Reflection;

namespace OrleansTrading.Engine;

/// <summary>A call on its way through the filters.</summary>
internal sealed class IncomingCallContext(GrainCall call, CallTarget target) : IIncomingGrainCallContext
{
    private int next;

    public IInvokable Request => call;

    public object Grain => target.GetInstance();

    public GrainId? SourceId => call.Source?.GrainId;

    public GrainId TargetId => target.GrainId;

    public IGrainContext TargetContext => (IGrainContext)target;

    public string InterfaceName => call.Method.InterfaceName;

    public string MethodName => call.Method.Method.Name;

    public MethodInfo InterfaceMethod => call.Method.Method;

    public MethodInfo ImplementationMethod => target.GetImplementation(InterfaceMethod);

    public object? Result { get; set; }

    public Task Invoke()
    {
        var filters = target.Runtime.Filters;
        if (next < filters.Length)
        {
            return filters[next++].Invoke(this);
        }

        if (next == filters.Length && Grain is IIncomingGrainCallFilter own)
        {
            next++;
            return own.Invoke(this);
        }

        return InvokeMethodAsync();
    }

    private async Task InvokeMethodAsync() => Result = await call.InvokeBoxedAsync(target.GetInstance());
}
