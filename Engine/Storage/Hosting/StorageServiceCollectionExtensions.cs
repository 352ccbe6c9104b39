using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace OrleansTrading.Engine.Storage;

/// <summary>The storage's door.</summary>
public static partial class StorageServiceCollectionExtensions
{
    /// <summary>
    /// Registers the SQLite storage: the grain storage under the name <c>Default</c> and as the plain
    /// <see cref="IGrainStorage"/>, <see cref="IListingStore"/>, <see cref="IHistoryStore"/>,
    /// <see cref="ILedgerStore"/>, <see cref="ILedgerAuditStore"/>,
    /// <see cref="IStorageStatus"/> and what only one of the engines needs: its reminder table, and on Orleans the
    /// guard of grains' states. The host opens the file before any other service starts and closes it after all have
    /// stopped.
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
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<SqliteStorageOptions>>().Value);
        services.TryAddSingleton<StorageOptions>(provider => provider.GetRequiredService<SqliteStorageOptions>());
        services.TryAddSingleton<SqliteStore>();
        services.TryAddSingleton<IStore>(provider => provider.GetRequiredService<SqliteStore>());
        return services.AddStorage();
    }

    /// <summary>
    /// Registers the PostgreSQL storage: the same services as <see cref="AddSqliteStorage"/>, on a database of a
    /// PostgreSQL server.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets the options; at least <see cref="PostgresStorageOptions.ConnectionString"/>. Null:
    /// the host configures <see cref="PostgresStorageOptions"/> elsewhere.</param>
    /// <returns><paramref name="services"/>.</returns>
    public static IServiceCollection AddPostgresStorage(
        this IServiceCollection services,
        Action<PostgresStorageOptions>? configure = null)
    {
        var options = services.AddOptions<PostgresStorageOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<PostgresStorageOptions>, PostgresStorageOptionsValidator>());
        services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<PostgresStorageOptions>>().Value);
        services.TryAddSingleton<StorageOptions>(provider => provider.GetRequiredService<PostgresStorageOptions>());
        services.TryAddSingleton<PostgresStore>();
        services.TryAddSingleton<IStore>(provider => provider.GetRequiredService<PostgresStore>());
        return services.AddStorage();
    }

    /// <summary>What is the same whatever the database, which is registered beside it.</summary>
    internal static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StorageMetrics>();
        services.TryAddSingleton<IStorageStatus>(provider => provider.GetRequiredService<IStore>());
        services.TryAddSingleton<IListingStore, ListingStore>();
        services.TryAddSingleton<IHistoryStore, HistoryStore>();
        services.TryAddSingleton(provider =>
            new LedgerStore(provider.GetRequiredService<IStore>(), provider.GetRequiredService<IStore>()));
        services.TryAddSingleton<ILedgerStore>(provider => provider.GetRequiredService<LedgerStore>());
        services.TryAddSingleton<ILedgerAuditStore>(provider => provider.GetRequiredService<LedgerStore>());
        services.TryAddSingleton<GrainStateStorage>();
        services.TryAddKeyedSingleton<IGrainStorage>(
            StorageConstants.DefaultProviderName,
            (provider, _) => provider.GetRequiredService<GrainStateStorage>());
        services.TryAddSingleton<IGrainStorage>(
            provider => provider.GetRequiredKeyedService<IGrainStorage>(StorageConstants.DefaultProviderName));
        AddForEngine(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StorageHost>());
        return services;
    }

    /// <summary>Registers what only the engine in use needs.</summary>
    static partial void AddForEngine(IServiceCollection services);
}
