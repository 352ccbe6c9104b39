using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Engine.Cluster;

namespace OrleansTrading.Engine.Storage;

/// <content>Where the storage's door differs between the engines, this is Orleans' side.</content>
public static partial class StorageServiceCollectionExtensions
{
    // Not TryAdd: whatever the order of registration, the guarded states and the stored reminders are what grains get.
    static partial void AddForEngine(IServiceCollection services)
    {
        services.AddSingleton<IPersistentStateFactory, GuardedStateFactory>();
        services.AddSingleton<IReminderTable, ClusterReminderTable>();
        services.AddSingleton<IIncomingGrainCallFilter, SpoiledCallFilter>();
    }
}
