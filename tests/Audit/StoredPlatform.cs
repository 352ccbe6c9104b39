using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Audit;

/// <summary>The storage of a platform that does not run any more, opened to be read.</summary>
internal sealed class StoredPlatform : IAsyncDisposable
{
    private const int PageMax = 500;

    private readonly IHost _host;
    private readonly IGrainStorage _states;
    private readonly IListingStore _listing;

    private StoredPlatform(IHost host)
    {
        _host = host;
        _states = host.Services.GetRequiredService<IGrainStorage>();
        _listing = host.Services.GetRequiredService<IListingStore>();
        History = host.Services.GetRequiredService<IHistoryStore>();
    }

    internal IHistoryStore History { get; }

    internal IServiceProvider Services => _host.Services;

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    internal static Task<StoredPlatform> OpenSqliteAsync(string file) =>
        OpenAsync(services => services.AddSqliteStorage(storage =>
        {
            storage.Path = file;
            storage.Json = GrainJson.Options;
        }));

    internal static Task<StoredPlatform> OpenPostgresAsync(string connectionString) =>
        OpenAsync(services => services.AddPostgresStorage(storage =>
        {
            storage.ConnectionString = connectionString;
            storage.Json = GrainJson.Options;
        }));

    /// <summary>All events of the history that a filter lets through, oldest first.</summary>
    internal static async Task<List<HistoryRow>> ReadAllAsync(IHistoryStore history, HistoryFilter filter)
    {
        var rows = new List<HistoryRow>();
        IReadOnlyList<HistoryRow> page;
        do
        {
            page = await history.PageAsync(filter, rows.Count == 0 ? null : rows[^1].Position, PageMax, default);
            rows.AddRange(page);
        }
        while (page.Count == PageMax);
        rows.Reverse();
        return rows;
    }

    /// <summary>The list rows of an owner, newest first.</summary>
    internal async Task<IReadOnlyList<ListingRow>> ListAsync(string kind, string owner)
    {
        var rows = new List<ListingRow>();
        IReadOnlyList<ListingRow> page;
        do
        {
            var last = rows.Count == 0 ? (ListingCursor?)null : new ListingCursor(rows[^1].CreatedAt, rows[^1].Id);
            page = await _listing.PageByOwnerAsync(kind, owner, last, PageMax, default);
            rows.AddRange(page);
        }
        while (page.Count == PageMax);
        return rows;
    }

    /// <returns>The stored state; null when nothing is stored.</returns>
    internal async Task<T?> FindAsync<T>(string type, string key)
        where T : class, new()
    {
        var state = new GrainState<T>();
        await _states.ReadStateAsync(type, GrainId.Create(type, key), state);
        return state.RecordExists ? state.State : null;
    }

    private static async Task<StoredPlatform> OpenAsync(Action<IServiceCollection> addStorage)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        addStorage(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new StoredPlatform(host);
    }
}
