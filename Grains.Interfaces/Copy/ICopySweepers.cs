namespace OrleansTrading.Grains;

/// <summary>Wakes providers whose signals not everybody was told, one grain for the platform (key <c>0</c>).</summary>
[Alias("ot.IProviderSweeperGrain")]
public interface IProviderSweeperGrain : IGrainWithStringKey
{
    /// <summary>Starts looking, for good. Repeating it changes nothing.</summary>
    [Alias("Start")]
    Task StartAsync();
}

/// <summary>Wakes parts with subscriptions that could not be told, one grain for the platform (key <c>0</c>).</summary>
[Alias("ot.ISubscriberShardSweeperGrain")]
public interface ISubscriberShardSweeperGrain : IGrainWithStringKey
{
    /// <summary>Starts looking, for good. Repeating it changes nothing.</summary>
    [Alias("Start")]
    Task StartAsync();
}

/// <summary>Wakes subscriptions with something due, one grain for the platform (key <c>0</c>).</summary>
[Alias("ot.ISubscriptionSweeperGrain")]
public interface ISubscriptionSweeperGrain : IGrainWithStringKey
{
    /// <summary>Starts looking, for good. Repeating it changes nothing.</summary>
    [Alias("Start")]
    Task StartAsync();
}
