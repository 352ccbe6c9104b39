namespace OrleansTrading.Engine;

/// <summary>Makes references. Making one is cheap and touches no grain.</summary>
public interface IGrainFactory
{
    /// <summary>A reference to the grain with this key.</summary>
    /// <param name="primaryKey">The key; not empty.</param>
    /// <param name="grainClassNamePrefix">The start of the class's full name, where several implement the
    /// interface.</param>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;

    /// <summary>A reference by identity.</summary>
    TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable;

    /// <summary>A reference by the interface's type.</summary>
    IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey);

    /// <summary>
    /// A reference to an object outside of grains. The engine holds the object weakly: keep it alive as long as it
    /// listens.
    /// </summary>
    TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;

    /// <summary>Ends what <see cref="CreateObjectReference"/> began; takes the reference it returned.</summary>
    void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;
}

/// <summary>The way into the grains from outside.</summary>
public interface IClusterClient : IGrainFactory
{
    /// <summary>Gets the host's services.</summary>
    IServiceProvider ServiceProvider { get; }
}
