using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Cluster;

/// <summary>
/// States through Orleans' own AdoNet provider, with our lists and history in its transaction. The host registers the
/// provider under <see cref="StockName"/>, with <see cref="ConnectionString"/> and <see cref="Serializer"/>.
/// </summary>
public static class AdoNetStates
{
    /// <summary>The name under which the host registers Orleans' provider.</summary>
    public const string StockName = "AdoNet";

    /// <summary>The name by which Orleans' providers know PostgreSQL.</summary>
    public const string Invariant = "Npgsql";

    // As the writers of our own storage: a server's default may acknowledge a commit that a power cut undoes, and a
    // client that is gone must not keep its rows locked.
    private const string ServerOptions =
        "-c synchronous_commit=on -c idle_in_transaction_session_timeout=10s -c lock_timeout=10s";

    /// <summary>
    /// How Orleans' providers reach the database. All who take part in one transaction use this very text: Npgsql then
    /// gives them the same connection, and there is nothing distributed about it.
    /// </summary>
    /// <param name="options">The storage's options.</param>
    /// <returns>A connection string; a secret.</returns>
    public static string ConnectionString(PostgresStorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            Enlist = true,
            Pooling = true,
            NoResetOnClose = false,
            IncludeErrorDetail = false,
            CommandTimeout = (int)options.CommandTimeout.TotalSeconds,
            SearchPath = PostgresStorageConstants.SchemaName,
            ApplicationName = "orleanstrading-adonet",
            Options = ServerOptions,
        }.ConnectionString;
    }

    /// <summary>How Orleans' provider turns states into bytes: the JSON that our own storage writes.</summary>
    /// <param name="options">The storage's options.</param>
    public static IGrainStorageSerializer Serializer(PostgresStorageOptions options) => new AdoNetJson(options);

    /// <summary>
    /// Makes Orleans' provider what grains get, in place of the storage that <c>AddPostgresStorage</c> registered.
    /// Lists and history are read from that storage still. The reminder table is left to the host.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <returns>The same.</returns>
    public static IServiceCollection AddAdoNetStates(this IServiceCollection services)
    {
        services.RemoveAll<IReminderTable>();
        services.RemoveAllKeyed<IGrainStorage>(StorageConstants.DefaultProviderName);
        return services.AddKeyedSingleton<IGrainStorage>(
            StorageConstants.DefaultProviderName,
            static (provider, _) => new AdoNetStateStorage(
                provider.GetRequiredKeyedService<IGrainStorage>(StockName),
                provider.GetRequiredService<PostgresStorageOptions>()));
    }
}
