using Microsoft.AspNetCore.Builder;

namespace OrleansTrading.Silo.Hosting;

/// <summary>A composed process and the networks it may have brought along.</summary>
internal sealed record RunningSilo(WebApplication App, ChainConnections Connections) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Connections.DisposeAsync();
    }
}
