using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace OrleansTrading.Engine.Storage;

/// <summary>The storage's door.</summary>
public static partial class SqliteStorageServiceCollectionExtensions
{
    /// <summary>
    /// Registers the SQLite storage: the grain storage under the name <c>Default</c> and as the plain
    /// <see cref="IGrainStorage"/>, <see cref="IListingStore"/>, <see cref="IStorageStatus"/> and what only one of the
    /// engines needs: its reminder table, and on Orleans the guard of grains' states. The host opens
    /// the file before any other service starts and closes it after all have stopped.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets the options; at least <see cref="SqliteStorageOptions.Path"/>. Null: the host
    /// configures <see cref="SqliteStorageOptions"/> elsewhere.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddSqliteStorage(
        this IServiceCollection services,
        Action<SqliteStorageOptions>? configure = null)
    {
        var options = services.AddOptions<SqliteStorageOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<SqliteStorageOptions>, SqliteStorageOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<SqliteStorageOptions>>().Value);
        services.TryAddSingleton<StorageMetrics>();
        services.TryAddSingleton<SqliteStore>();
        services.TryAddSingleton<IStorageStatus>(provider => provider.GetRequiredService<SqliteStore>());
        services.TryAddSingleton<IListingStore, SqliteListingStore>();
        services.TryAddSingleton<SqliteGrainStorage>();
        services.TryAddKeyedSingleton<IGrainStorage>(
            SqliteStorageConstants.DefaultProviderName,
            (provider, _) => provider.GetRequiredService<SqliteGrainStorage>());
        services.TryAddSingleton<IGrainStorage>(
            provider => provider.GetRequiredKeyedService<IGrainStorage>(SqliteStorageConstants.DefaultProviderName));
        AddForEngine(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SqliteStorageHost>());
        return services;
    }

    /// <summary>Registers what only the engine in use needs.</summary>
    static partial void AddForEngine(IServiceCollection services);
}
