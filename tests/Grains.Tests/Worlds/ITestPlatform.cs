namespace OrleansTrading.Grains.Tests.Worlds;

/// <summary>
/// What runs the platform of one test, from one start to one end: a process on the embedded engine, a cluster of two
/// silos on Orleans. Disposing it is a stop that lets what runs finish.
/// </summary>
internal interface ITestPlatform : IAsyncDisposable
{
    /// <summary>Calls grains, from outside of any silo where there are several.</summary>
    IGrainFactory Grains { get; }

    /// <summary>The services of a silo that is up.</summary>
    IServiceProvider Services { get; }

    Task StartAsync();

    /// <summary>Ends it without letting it finish anything.</summary>
    Task KillAsync();
}
