using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Devnet;
using OrleansTrading.Devnet.Near;
using OrleansTrading.Devnet.Solana;
using OrleansTrading.Devnet.Stellar;
using OrleansTrading.Servers;

namespace OrleansTrading.Conformance.Tests.Networks;

/// <summary>
/// The built product's command <c>devnet</c> as a process, which is what anyone may point a network's own SDK at, and
/// our clients on it over HTTP.
/// </summary>
public sealed class DevnetProcess : IAsyncLifetime
{
    private const string Product = "OrleansTrading.Silo.dll";
    private const string Ready = "NEAR";
    private const string LedgerMs = "200";

    private readonly List<Ed25519Signer> _signers = [];
    private ServerProcess _process = null!;
    private ServiceProvider _services = null!;

    internal Uri SolanaUrl { get; } = Ports.TakeUrl();

    internal Uri HorizonUrl { get; } = Ports.TakeUrl();

    internal Uri NearUrl { get; } = Ports.TakeUrl();

    internal IChain Solana => Chain(SolanaExtensions.ChainName);

    internal IChain Stellar => Chain(StellarExtensions.ChainName);

    internal IChain Near => Chain(NearExtensions.ChainName);

    internal static string SolanaUsdc { get; } = $"solana:localnet/token:{SolanaDevnet.UsdcMint}";

    internal static string StellarUsdc { get; } = $"{StellarDevnet.UsdcCode}:{StellarDevnet.UsdcIssuer}";

    public async Task InitializeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("conformance-").FullName;
        _process = await ServerProcess.StartAsync(
            folder,
            "TERM",
            Ready,
            "dotnet",
            Path.Combine(AppContext.BaseDirectory, Product),
            "devnet",
            "--data",
            folder,
            "--solana-port",
            $"{SolanaUrl.Port}",
            "--horizon-port",
            $"{HorizonUrl.Port}",
            "--near-port",
            $"{NearUrl.Port}",
            "--ledger-ms",
            LedgerMs);
        _services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSolanaChain(
                new SolanaOptions
                {
                    Tokens =
                    [
                        new SolanaToken { Mint = SolanaDevnet.UsdcMint, Decimals = SolanaDevnet.UsdcDecimals },
                    ],
                },
                HttpTransportOptions.To(SolanaUrl))
            .AddStellarChain(
                new StellarOptions
                {
                    IssuedAssets = [new StellarIssuedAsset(StellarDevnet.UsdcCode, StellarDevnet.UsdcIssuer)],
                },
                HttpTransportOptions.To(HorizonUrl))
            .AddNearChain(
                new NearOptions
                {
                    Tokens = [new NearToken { Contract = NearDevnet.UsdcContract }],
                    ValidityBlocks = DevnetOptions.NearValidityBlocksDefault,
                },
                HttpTransportOptions.To(NearUrl))
            .BuildServiceProvider();
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _process.DisposeAsync();
        foreach (var signer in _signers)
        {
            signer.Dispose();
        }
    }

    /// <summary>A node's own method, for what only the local network does.</summary>
    internal IJsonRpc SolanaNode =>
        _services.GetRequiredKeyedService<IJsonRpc>(SolanaExtensions.ChainName);

    internal IRestTransport Horizon =>
        _services.GetRequiredKeyedService<IRestTransport>(StellarExtensions.ChainName);

    /// <summary>The key of somebody; the same name is the same key.</summary>
    internal static byte[] SeedOf(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name));

    internal static string SeedHexOf(string name) => Convert.ToHexStringLower(SeedOf(name));

    internal SigningKeys KeysOf(string name)
    {
        var signer = new Ed25519Signer(SeedOf(name));
        _signers.Add(signer);
        return new SigningKeys(signer, null);
    }

    internal static string AddressOf(IChain chain, string name) =>
        chain.AddressOf(Ed25519.PublicKeyFromSeed(SeedOf(name)));

    /// <summary>Reads an account's history until a transaction is in it, as the watcher does.</summary>
    internal static Task<IReadOnlyList<Movement>> WatchAsync(IChain chain, string account, string transaction) =>
        WatchUntilAsync(chain, account, movement => movement.TransactionId == transaction);

    /// <summary>The same, until there is what is looked for.</summary>
    internal static async Task<IReadOnlyList<Movement>> WatchUntilAsync(
        IChain chain, string account, Predicate<Movement> isWanted)
    {
        var atMost = TimeSpan.FromMinutes(2);
        var deadline = TimeProvider.System.GetUtcNow() + atMost;
        using var period = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var seen = new List<Movement>();
        string? cursor = null;
        while (true)
        {
            var page = await chain.ReadHistoryAsync(account, cursor, 10);
            seen.AddRange(page.Movements);
            cursor = page.Cursor;
            if (seen.FindAll(isWanted) is { Count: > 0 } found)
            {
                return found;
            }

            if (TimeProvider.System.GetUtcNow() > deadline)
            {
                throw new TimeoutException(
                    $"Not within {atMost}: what was waited for in the history of {account}, which has "
                    + string.Join("\n", seen));
            }

            await period.WaitForNextTickAsync();
        }
    }

    private IChain Chain(string name) =>
        _services.GetServices<IChain>().Single(chain => chain.Name == name);
}
