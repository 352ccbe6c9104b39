using Microsoft.AspNetCore.Builder;

namespace OrleansTrading.Devnet.Shared;

/// <summary>A local network that can be put behind HTTP. Disposing it closes its journal.</summary>
internal interface IDevnetNetwork : IDisposable
{
    /// <summary>The chain's short name.</summary>
    string Name { get; }

    /// <summary>Adds the network's routes.</summary>
    void Map(WebApplication application);
}
