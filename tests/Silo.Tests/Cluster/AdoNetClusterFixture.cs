using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Hosting;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Servers;
using OrleansTrading.Silo.Hosting;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests.Cluster;

/// <summary>A silo whose states go through Orleans' AdoNet provider, and its database.</summary>
public sealed class AdoNetClusterFixture : IAsyncLifetime
{
    private LocalPostgres? _server;
    private IHost? _host;
    private string _connection = string.Empty;

    internal IGrainStorage Storage =>
        _host!.Services.GetRequiredKeyedService<IGrainStorage>(StorageConstants.DefaultProviderName);

    internal IListingStore Listing => _host!.Services.GetRequiredService<IListingStore>();

    internal IHistoryStore History => _host!.Services.GetRequiredService<IHistoryStore>();

    internal IReminderTable Reminders => _host!.Services.GetRequiredService<IReminderTable>();

    public async Task InitializeAsync()
    {
        _server = await LocalPostgres.StartAsync();
        _connection = await _server.CreateDatabaseAsync();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddPostgresStorage(storage =>
        {
            storage.ConnectionString = _connection;
            storage.ExclusiveOwner = false;
        });
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(Ports.Take(), Ports.Take());
            silo.AddAdoNet();
        });
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync();
            _host.Dispose();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>Runs a statement of the test's own, on a connection of its own.</summary>
    /// <returns>The first value of the first row.</returns>
    internal async Task<object?> AskAsync(string sql)
    {
        await using var connection = new NpgsqlConnection($"{_connection};Pooling=false;Enlist=false");
        await connection.OpenAsync();
#pragma warning disable CA2100 // The test's own text.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }
}
