using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Devnet.Faults;
using OrleansTrading.Devnet.Shared;
using OrleansTrading.Devnet.Solana.Ledger;
using OrleansTrading.Devnet.Solana.Rpc;

namespace OrleansTrading.Devnet.Solana;

/// <summary>
/// A local Solana network: the ledger and the JSON-RPC in front of it. Used directly it is a node in the same process;
/// <see cref="DevnetHost"/> puts it behind HTTP. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Besides the public methods it has <c>devnet_mintTo</c> with <c>[{"owner", "mint", "amount"}]</c>: it mints tokens
/// (base units, as a number or a string) to a wallet, whose token account it opens if need be, and answers the
/// signature. All state is kept in memory; it grows with every transaction.
/// </remarks>
public sealed class SolanaDevnet : IJsonRpc, IDevnetNetwork
{
    private readonly Lock _lock = new();
    private readonly Journal _journal;
    private readonly SolanaRpcServer _server;
    private readonly RpcFace _face;

    internal SolanaDevnet(DevnetOptions options, TimeProvider time, Journal journal)
    {
        _journal = journal;
        var ledger = new SolanaLedger(options, time, journal);
        GenesisHash = ledger.GenesisHash.ToString();
        _server = new SolanaRpcServer(ledger);
        Faults = new DevnetFaults(NetworkName, SolanaFaults.Supported, options.Faults);
        _face = new RpcFace(NetworkName, new FaultGate(Faults, time), SolanaFaults.Of, HandleAsync);
    }

    /// <summary>The mint of the local dollar token. The faucet is its mint authority.</summary>
    public static string UsdcMint { get; } = SolanaGenesis.Usdc.ToString();

    /// <summary>The decimals of <see cref="UsdcMint"/>.</summary>
    public const int UsdcDecimals = SolanaGenesis.UsdcDecimals;

    /// <summary>The wallet that airdrops and newly minted tokens come from.</summary>
    public static string FaucetAddress { get; } = SolanaGenesis.Faucet.ToString();

    /// <summary>The network's genesis hash; another one for each new network.</summary>
    public string GenesisHash { get; }

    /// <summary>What goes wrong between this network and its clients, here and over HTTP.</summary>
    public DevnetFaults Faults { get; }

    string IDevnetNetwork.Name => NetworkName;

    internal const string NetworkName = "solana";

    /// <summary>Makes a network in this process, continuing its journal if there is one.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="IOException">Another process has the journal open.</exception>
    /// <exception cref="InvalidDataException">The journal cannot be read or was made with another interval.</exception>
    public static SolanaDevnet Open(DevnetOptions options, TimeProvider time)
    {
        options.Validate();
        return Journal.OpenNetwork(
            options.JournalFolder, NetworkName, journal => new SolanaDevnet(options, time, journal));
    }

    /// <inheritdoc/>
    public Task<JsonElement> CallAsync(
        string method, JsonNode? parameters, RequestKind kind, CancellationToken cancellationToken = default) =>
        _face.CallAsync(method, parameters, kind, cancellationToken);

    void IDevnetNetwork.Map(WebApplication application)
    {
        FaultsEndpoint.Map(application, Faults);
        JsonRpcEndpoint.Map(application, _face);
    }

    /// <summary>Closes the journal.</summary>
    public void Dispose() => _journal.Dispose();

    private Task<JsonNode?> HandleAsync(
        string method, JsonElement parameters, RequestFaults met, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_server.Handle(method, parameters, met));
        }
    }
}
