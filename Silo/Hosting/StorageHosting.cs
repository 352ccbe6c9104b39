using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Silo.Hosting;

/// <summary>Chooses where states and lists are.</summary>
internal static class StorageHosting
{
    internal static void AddStorage(this WebApplicationBuilder builder, SiloArguments arguments) =>
        builder.Services.AddSqliteStorage(storage =>
        {
            storage.Path = Path.Combine(arguments.DataFolder, SiloConstants.DatabaseFile);
            storage.Json = GrainJson.Options;
            builder.Configuration.GetSection("Storage").Bind(storage);
        });
}
