using Microsoft.Extensions.Logging;
using OrleansTrading.Devnet.Near;
using OrleansTrading.Devnet.Shared;
using OrleansTrading.Devnet.Solana;
using OrleansTrading.Devnet.Stellar;

namespace OrleansTrading.Devnet;

/// <summary>
/// Runs the local networks and serves their public APIs over HTTP on loopback. Real chain clients talk to them as to
/// the public networks; only the address differs.
/// </summary>
public sealed class DevnetHost : IAsyncDisposable
{
    private readonly List<HttpFace> _faces = [];

    private DevnetHost()
    {
    }

    /// <summary>The Solana network itself.</summary>
    public SolanaDevnet Solana { get; private set; } = null!;

    /// <summary>The address of the Solana JSON-RPC.</summary>
    public Uri SolanaUrl { get; private set; } = null!;

    /// <summary>The Stellar network itself.</summary>
    public StellarDevnet Stellar { get; private set; } = null!;

    /// <summary>The address of Stellar's Horizon.</summary>
    public Uri HorizonUrl { get; private set; } = null!;

    /// <summary>The NEAR network itself.</summary>
    public NearDevnet Near { get; private set; } = null!;

    /// <summary>The address of the NEAR JSON-RPC.</summary>
    public Uri NearUrl { get; private set; } = null!;

    /// <summary>Starts the networks, continuing the journals if there are any.</summary>
    /// <param name="options">Ports, intervals and the journal folder.</param>
    /// <param name="time">The networks' clock.</param>
    /// <param name="loggers">Where the HTTP servers log; null for nowhere.</param>
    /// <param name="cancellationToken">Stops starting.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="IOException">A port is taken, or another process has the journal open.</exception>
    /// <exception cref="InvalidDataException">A journal cannot be read, or was made with another interval.</exception>
    public static async Task<DevnetHost> StartAsync(
        DevnetOptions options,
        TimeProvider time,
        ILoggerFactory? loggers = null,
        CancellationToken cancellationToken = default)
    {
        options.Validate();
        var host = new DevnetHost();
        try
        {
            host.SolanaUrl = await host.ServeAsync(
                host.Solana = SolanaDevnet.Open(options, time), options.SolanaPort, loggers, cancellationToken);
            host.HorizonUrl = await host.ServeAsync(
                host.Stellar = StellarDevnet.Open(options, time), options.HorizonPort, loggers, cancellationToken);
            host.NearUrl = await host.ServeAsync(
                host.Near = NearDevnet.Open(options, time), options.NearPort, loggers, cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops listening and closes the journals.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var face in _faces)
        {
            await face.DisposeAsync();
        }

        _faces.Clear();
    }

    private async Task<Uri> ServeAsync(
        IDevnetNetwork network, int port, ILoggerFactory? loggers, CancellationToken cancellationToken)
    {
        var face = await HttpFace.StartAsync(network, port, loggers, cancellationToken);
        _faces.Add(face);
        return face.Address;
    }
}
