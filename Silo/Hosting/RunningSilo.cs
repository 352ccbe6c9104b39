using Microsoft.AspNetCore.Builder;

namespace OrleansTrading.Silo.Hosting;

/// <summary>A composed process and the networks it may have brought along; null: it has none to do with.</summary>
internal sealed record RunningSilo(WebApplication App, ChainConnections? Connections) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        if (Connections is not null)
        {
            await Connections.DisposeAsync();
        }
    }
}
