using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Devnet.Faults;
using OrleansTrading.Devnet.Near.Ledger;
using OrleansTrading.Devnet.Near.Rpc;
using OrleansTrading.Devnet.Shared;

namespace OrleansTrading.Devnet.Near;

/// <summary>
/// A local NEAR network: the ledger and the JSON-RPC in front of it. Used directly it is a node in the same process;
/// <see cref="DevnetHost"/> puts it behind HTTP. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Besides the public methods it has <c>devnet_fund</c> with <c>{"account_id", "amount"}</c> (yoctoNEAR as digits; with
/// <c>"public_key"</c> it opens a named account that ends with <c>.local</c>) and <c>devnet_mint</c> with the same for
/// units of the local dollar token. Both answer the hash of a transaction. It has no staking, no contract but the
/// token, no relayed transactions; contracts get no share of the gas, and the allowance of a limited key is not
/// restored by refunds. All state is kept in memory; it grows with every transaction.
/// </remarks>
public sealed class NearDevnet : IJsonRpc, IDevnetNetwork
{
    private readonly Journal _journal;
    private readonly RpcFace _face;

    internal NearDevnet(DevnetOptions options, TimeProvider time, Journal journal)
    {
        _journal = journal;
        Ledger = new NearLedger(options, time, journal);
        Faults = new DevnetFaults(NearConstants.Name, NearFaults.Supported, options.Faults);
        var waits = new NearWaits(new NearRpcServer(Ledger), time, options.NearBlockTime);
        _face = new RpcFace(NearConstants.Name, new FaultGate(Faults, time), NearFaults.Of, waits.HandleAsync);
    }

    /// <summary>The network's name, as its nodes tell it.</summary>
    public const string ChainId = NearLedger.ChainId;

    /// <summary>The contract of the local dollar token (NEP-141).</summary>
    public const string UsdcContract = NearGenesis.Usdc;

    /// <summary>The decimals of <see cref="UsdcContract"/>.</summary>
    public const int UsdcDecimals = NearGenesis.UsdcDecimals;

    /// <summary>The account that the faucets pay from; names below it can be opened.</summary>
    public const string FaucetAccount = NearGenesis.Faucet;

    /// <summary>What goes wrong between this network and its clients, here and over HTTP.</summary>
    public DevnetFaults Faults { get; }

    string IDevnetNetwork.Name => NearConstants.Name;

    internal NearLedger Ledger { get; }

    /// <summary>Makes a network in this process, continuing its journal if there is one.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="IOException">Another process has the journal open.</exception>
    /// <exception cref="InvalidDataException">The journal cannot be read or was made with another interval.</exception>
    public static NearDevnet Open(DevnetOptions options, TimeProvider time)
    {
        options.Validate();
        return Journal.OpenNetwork(
            options.JournalFolder, NearConstants.Name, journal => new NearDevnet(options, time, journal));
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
}
