using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OrleansTrading.Engine.Storage;

/// <content>Where the storage's door differs between the engines, this is the embedded one's side.</content>
public static partial class StorageServiceCollectionExtensions
{
    static partial void AddForEngine(IServiceCollection services) =>
        services.TryAddSingleton<IReminderTable, StoredReminderTable>();
}
