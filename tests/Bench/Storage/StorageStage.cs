using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace OrleansTrading.Bench.Storage;

/// <summary>A storage as a host has it, with its default options.</summary>
internal sealed class StorageStage : IAsyncDisposable
{
    private readonly IHost _host;

    private StorageStage(IHost host) => _host = host;

    internal IGrainStorage Storage => _host.Services.GetRequiredService<IGrainStorage>();

    internal static async Task<StorageStage> StartAsync(
        Action<IServiceCollection> add, CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        add(builder.Services);
        var stage = new StorageStage(builder.Build());
        await stage._host.StartAsync(cancellationToken);
        return stage;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
