using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Servers;

namespace OrleansTrading.Conformance.Tests.Svm;

/// <summary>
/// The virtual machine that Solana's validators run (litesvm) behind the JSON-RPC of a node, and our Solana client on
/// it, over HTTP.
/// </summary>
public sealed class SvmNode : IAsyncLifetime, IAsyncDisposable
{
    /// <summary>So many slots later nothing can be executed that was signed with a blockhash of now.</summary>
    internal const int BlockhashLifeSlots = 151;

    internal const ulong Sol = 1_000_000_000;
    internal const string SolAsset = "solana:localnet/slip44:501";

    private readonly NodeScript _script = NodeScript.Start("svm.mjs");
    private readonly Dictionary<string, Ed25519Signer> _signers = [];
    private readonly List<ServiceProvider> _providers = [];
    private Uri _address = null!;

    /// <summary>The client with its default options.</summary>
    internal IChain Chain { get; private set; } = null!;

    /// <summary>A token of the first token program.</summary>
    internal SolanaToken Usdc { get; private set; } = null!;

    internal string UsdcAsset => AssetOf(Usdc);

    public async Task InitializeAsync()
    {
        var port = (await _script.CallAsync("listen"))!.GetValue<int>();
        _address = new Uri($"http://127.0.0.1:{port}");
        Usdc = await CreateMintAsync("usdc", SolanaTokenProgram.Token);
        Chain = Connect(Usdc);
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in _providers)
        {
            await provider.DisposeAsync();
        }

        foreach (var signer in _signers.Values)
        {
            signer.Dispose();
        }

        await _script.DisposeAsync();
    }

    internal static string AssetOf(SolanaToken token) => $"solana:localnet/token:{token.Mint}";

    /// <summary>Another client of the same network, for the given tokens.</summary>
    internal IChain Connect(params SolanaToken[] tokens) => Connect(new SolanaOptions { Tokens = tokens });

    internal IChain Connect(SolanaOptions options)
    {
        var provider = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSolanaChain(options, HttpTransportOptions.To(_address))
            .BuildServiceProvider();
        _providers.Add(provider);
        return provider.GetRequiredService<IChain>();
    }

    /// <summary>The key of somebody; the same name is the same key.</summary>
    internal Ed25519Signer SignerOf(string name)
    {
        if (!_signers.TryGetValue(name, out var signer))
        {
            _signers.Add(name, signer = new Ed25519Signer(SeedOf(name)));
        }

        return signer;
    }

    internal static byte[] SeedOf(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name));

    internal string AddressOf(string name) => SolanaExtensions.AddressOf(SignerOf(name).PublicKey.Span);

    internal SigningKeys KeysOf(string name) => new(SignerOf(name), null);

    internal async Task<SolanaToken> CreateMintAsync(
        string name, SolanaTokenProgram program, int? feeBasisPoints = null)
    {
        var mint = await _script.CallAsync("createMint", new JsonObject
        {
            ["name"] = name,
            ["program"] = NameOf(program),
            ["decimals"] = 6,
            ["feeBasisPoints"] = feeBasisPoints,
        });
        return new SolanaToken { Mint = (string)mint!, Decimals = 6, Program = program };
    }

    internal Task AirdropAsync(string name, ulong lamports) => _script.CallAsync("airdrop", new JsonObject
    {
        ["to"] = AddressOf(name),
        ["lamports"] = lamports.ToString(CultureInfo.InvariantCulture),
    });

    internal Task MintAsync(SolanaToken token, string name, ulong units) => _script.CallAsync("mintTo", new JsonObject
    {
        ["mint"] = token.Mint,
        ["program"] = NameOf(token.Program),
        ["owner"] = AddressOf(name),
        ["units"] = units.ToString(CultureInfo.InvariantCulture),
    });

    internal Task RequireMemoAsync(SolanaToken token, string name) => _script.CallAsync("requireMemo", new JsonObject
    {
        ["mint"] = token.Mint,
        ["seed"] = Convert.ToHexStringLower(SeedOf(name)),
    });

    /// <summary>
    /// A nonce is of use once there is another blockhash than the one it was made with; here that takes a blockhash's
    /// whole life.
    /// </summary>
    internal async Task<string> CreateNonceAsync(string name, string authority)
    {
        var address = await _script.CallAsync("createNonce", new JsonObject
        {
            ["name"] = name,
            ["authority"] = AddressOf(authority),
        });
        await AdvanceAsync(BlockhashLifeSlots);
        return (string)address!;
    }

    internal Task AdvanceAsync(int slots) => _script.CallAsync("advance", slots);

    /// <summary>Past the checks that a node makes before it takes a transaction.</summary>
    /// <returns>The error it ended with; null for none.</returns>
    internal Task<JsonNode?> ExecuteAsync(SignedTransfer transfer) => _script.CallAsync(
        "execute", new JsonObject { ["base64"] = Convert.ToBase64String(transfer.Bytes) });

    /// <summary>What an executed transaction used.</summary>
    internal async Task<ulong> UnitsOfAsync(SignedTransfer transfer) =>
        (await _script.CallAsync("unitsOf", transfer.TransactionId))!.GetValue<ulong>();

    internal TransferOrder Order(string from, string to, string asset, ulong units, string? memo = null) =>
        new(AddressOf(from), AddressOf(to), new ChainAmount(asset, units), memo);

    /// <summary>Signs, submits and waits until the history has it.</summary>
    internal async Task<SignedTransfer> PayAsync(IChain chain, TransferOrder order, SigningKeys keys)
    {
        var signed = await chain.SignAsync(order, 0, keys);
        Assert.Equal(new SubmitResult(SubmitReply.Accepted, null), await chain.SubmitAsync(signed));
        await AdvanceAsync(SolanaOptions.HistoryLagSlotsDefault);
        var status = await chain.LookUpAsync(order.From, signed);
        Assert.Equal(TransferFate.Landed, status.Fate);
        return signed;
    }

    internal static async Task<UInt128> BalanceAsync(IChain chain, string address, string asset) =>
        (await chain.GetBalancesAsync(address)).Held.Single(balance => balance.Asset == asset).Units;

    private static string NameOf(SolanaTokenProgram program) =>
        program == SolanaTokenProgram.Token ? "token" : "token2022";
}
