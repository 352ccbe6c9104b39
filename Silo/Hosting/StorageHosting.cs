using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Silo.Hosting;

/// <summary>Where states, lists, reminders and history are. Setting <c>Storage:Provider</c>.</summary>
internal enum StorageProvider
{
    /// <summary>A SQLite file in the data folder, for one server.</summary>
    Sqlite = 0,

    /// <summary>A database of a PostgreSQL server.</summary>
    Postgres = 1,

    /// <summary>
    /// The same, but states and reminders through Orleans' own AdoNet providers. On Orleans only.
    /// </summary>
    AdoNet = 2,
}

/// <summary>Chooses where states and lists are.</summary>
internal static class StorageHosting
{
    private const string Section = "Storage";

    /// <summary>Which storage is configured.</summary>
    /// <exception cref="InvalidOperationException">None that there is.</exception>
    internal static StorageProvider Provider(IConfiguration configuration)
    {
        var name = (configuration.GetSection(Section).Get<StorageSettings>() ?? new StorageSettings()).Provider;
        var known = Enum.GetNames<StorageProvider>();
        return known.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<StorageProvider>(name, ignoreCase: true)
            : throw new InvalidOperationException(
                $"Storage:Provider is '{name}'. It must be one of {string.Join(", ", known)}.");
    }

    /// <summary>Adds the storage that is configured.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="isShared">True when other processes use the same database: a cluster's do.</param>
    internal static void AddStorage(this WebApplicationBuilder builder, SiloArguments arguments, bool isShared)
    {
        if (Provider(builder.Configuration) != StorageProvider.Sqlite)
        {
            builder.Services.AddPostgresStorage(storage => Bind(builder.Configuration, storage, isShared));
        }
        else
        {
            builder.Services.AddSqliteStorage(storage => Bind(builder.Configuration, storage, arguments.DataFolder));
        }
    }

    /// <summary>The file of the SQLite storage; null when another one is configured.</summary>
    internal static string? DatabaseFile(IConfiguration configuration, string dataFolder)
    {
        if (Provider(configuration) != StorageProvider.Sqlite)
        {
            return null;
        }

        var options = new SqliteStorageOptions();
        Bind(configuration, options, dataFolder);
        return Path.GetFullPath(options.Path);
    }

    /// <summary>How the PostgreSQL storage is reached.</summary>
    internal static PostgresStorageOptions Postgres(IConfiguration configuration)
    {
        var options = new PostgresStorageOptions();
        Bind(configuration, options, isShared: true);
        return options;
    }

    private static void Bind(IConfiguration configuration, SqliteStorageOptions storage, string dataFolder)
    {
        storage.Path = Path.Combine(dataFolder, SiloConstants.DatabaseFile);
        storage.Json = GrainJson.Options;
        configuration.GetSection(Section).Bind(storage);
    }

    private static void Bind(IConfiguration configuration, PostgresStorageOptions storage, bool isShared)
    {
        storage.ExclusiveOwner = !isShared;
        storage.Json = GrainJson.Options;
        configuration.GetSection(Section).Bind(storage);
    }
}
