using System.Globalization;

namespace OrleansTrading.Engine;

/// <summary>Makes references to grains and observers.</summary>
internal sealed class EngineClient(EngineRuntime runtime) : IClusterClient
{
    private static readonly GrainType ObserverType = GrainType.Create("observer");

    private long observerCount;

    public IServiceProvider ServiceProvider => runtime.Services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey =>
        (TGrainInterface)(object)GetProxy(typeof(TGrainInterface), primaryKey, grainClassNamePrefix);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) =>
        (IGrain)(object)GetProxy(grainInterfaceType, grainPrimaryKey, null);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable
    {
        var grainClass = runtime.Classes.Find(grainId.Type)
            ?? throw new ArgumentException($"No grain class here has the type name '{grainId.Type}' of {grainId}.");
        return (TGrainInterface)(object)runtime.CreateProxy(typeof(TGrainInterface), grainId, grainClass);
    }

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (obj is not TGrainObserverInterface || obj is GrainReference)
        {
            throw new ArgumentException(
                $"{obj.GetType()} is not an object that implements {typeof(TGrainObserverInterface)}.", nameof(obj));
        }

        var key = Interlocked.Increment(ref observerCount).ToString(CultureInfo.InvariantCulture);
        var target = new ObserverTarget(runtime, GrainId.Create(ObserverType, key), obj);
        var shape = InterfaceShape.Of(typeof(TGrainObserverInterface));
        return (TGrainObserverInterface)(object)shape.CreateProxy(
            new ProxyTarget(runtime, shape, target.GrainId, Class: null, target));
    }

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        if (obj is not GrainProxy { Class: null, CallTarget: ObserverTarget target })
        {
            throw new ArgumentException(
                "Pass the reference that CreateObjectReference returned, not the observer object.", nameof(obj));
        }

        target.Close();
    }

    private GrainProxy GetProxy(Type type, string key, string? prefix)
    {
        var grainClass = runtime.Classes.Get(type, prefix);
        return runtime.CreateProxy(type, GrainId.Create(grainClass.GrainType, key), grainClass);
    }
}
