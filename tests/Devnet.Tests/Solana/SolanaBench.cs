using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Clocks;
using OrleansTrading.Devnet.Solana;

namespace OrleansTrading.Devnet.Tests.Solana;

/// <summary>A local network in memory with its clock in hand, and the chain client on it.</summary>
internal sealed class SolanaBench : IDisposable
{
    internal const ulong Sol = 1_000_000_000;
    internal const ulong Usdc = 1_000_000;
    internal const string SolAsset = "solana:localnet/slip44:501";

    private readonly Dictionary<string, Ed25519Signer> _signers = [];

    internal SolanaBench(
        string? journalFolder = null,
        ManualTime? time = null,
        Func<IJsonRpc, IJsonRpc>? around = null,
        SolanaOptions? options = null)
    {
        Time = time ?? new ManualTime();
        Devnet = SolanaDevnet.Open(new DevnetOptions { JournalFolder = journalFolder }, Time);
        Node = around?.Invoke(Devnet) ?? Devnet;
        Chain = SolanaExtensions.CreateChain(options ?? Options, Node);
    }

    internal static string UsdcAsset { get; } = $"solana:localnet/token:{SolanaDevnet.UsdcMint}";

    internal static SolanaOptions Options { get; } = new()
    {
        Tokens = [new SolanaToken { Mint = SolanaDevnet.UsdcMint, Decimals = SolanaDevnet.UsdcDecimals }],
    };

    internal ManualTime Time { get; }

    internal SolanaDevnet Devnet { get; }

    /// <summary>The network as the chain sees it.</summary>
    internal IJsonRpc Node { get; }

    internal IChain Chain { get; }

    public void Dispose()
    {
        Devnet.Dispose();
        foreach (var signer in _signers.Values)
        {
            signer.Dispose();
        }
    }

    internal Ed25519Signer SignerOf(string name)
    {
        if (!_signers.TryGetValue(name, out var signer))
        {
            _signers.Add(name, signer = new Ed25519Signer(SHA256.HashData(Encoding.UTF8.GetBytes(name))));
        }

        return signer;
    }

    internal SolanaKey KeyOf(string name) => new(SignerOf(name).PublicKey.Span);

    /// <summary>A transaction of anybody's making, the fee payer first; in a block when it returns.</summary>
    internal async Task<string> SendAsync(string[] signers, params SolanaInstruction[] instructions)
    {
        var latest = (await CallAsync("getLatestBlockhash")).GetProperty("value").GetProperty("blockhash").GetString()!;
        return await SendAsync(signers, SolanaKey.Parse(latest), instructions);
    }

    internal async Task<string> SendAsync(
        string[] signers, SolanaKey blockhash, params SolanaInstruction[] instructions)
    {
        var message = LegacyMessageCompiler.Compile(KeyOf(signers[0]), blockhash, instructions);
        var bytes = message.Encode();
        var signatures = new List<byte[]>();
        foreach (var key in message.Keys.Take(message.SignerCount))
        {
            signatures.Add(await SignerOf(signers.Single(name => KeyOf(name) == key)).SignAsync(bytes));
        }

        var result = await CallAsync(
            "sendTransaction",
            Convert.ToBase64String(new SolanaTransaction(signatures, message, bytes).Encode()),
            new JsonObject { ["encoding"] = "base64" });
        return result.GetString()!;
    }

    internal string AddressOf(string name) => new SolanaKey(SignerOf(name).PublicKey.Span).ToString();

    internal void AdvanceSlots(int slots) => Time.Advance(DevnetOptions.SlotTimeDefault * slots);

    /// <summary>Long enough for everything so far to be final and in the history.</summary>
    internal void Settle() =>
        AdvanceSlots(DevnetOptions.SolanaFinalitySlotsDefault + SolanaOptions.HistoryLagSlotsDefault + 1);

    internal Task<JsonElement> CallAsync(string method, params JsonNode?[] parameters) =>
        Devnet.CallAsync(method, new JsonArray(parameters), RequestKind.Submission);

    internal async Task FundAsync(string name, ulong lamports, ulong usdcUnits = 0)
    {
        await CallAsync("requestAirdrop", AddressOf(name), lamports);
        if (usdcUnits > 0)
        {
            await CallAsync("devnet_mintTo", new JsonObject
            {
                ["owner"] = AddressOf(name),
                ["mint"] = SolanaDevnet.UsdcMint,
                ["amount"] = $"{usdcUnits}",
            });
        }

        Settle();
    }

    internal TransferOrder Order(string from, string to, string asset, ulong units, string? memo = null) =>
        new(AddressOf(from), AddressOf(to), new ChainAmount(asset, units), memo);

    internal Task<SignedTransfer> SignAsync(TransferOrder order, string from) =>
        Chain.SignAsync(order, 0, new SigningKeys(SignerOf(from)));

    internal async Task<SignedTransfer> PayAsync(
        string from, string to, string asset, ulong units, string? memo = null)
    {
        var signed = await SignAsync(Order(from, to, asset, units, memo), from);
        Assert.Equal(new SubmitResult(SubmitReply.Accepted, null), await Chain.SubmitAsync(signed));
        Settle();
        return signed;
    }

    internal async Task<UInt128> BalanceAsync(string name, string asset) =>
        (await Chain.GetBalancesAsync(AddressOf(name))).Held.Single(balance => balance.Asset == asset).Units;

    /// <summary>Reads a whole history in pages.</summary>
    internal async Task<List<Movement>> HistoryAsync(string name, int movementsMax = 100)
    {
        var movements = new List<Movement>();
        string? cursor = null;
        HistoryPage page;
        do
        {
            page = await Chain.ReadHistoryAsync(AddressOf(name), cursor, movementsMax);
            movements.AddRange(page.Movements);
            cursor = page.Cursor;
        }
        while (page.HasMore);
        return movements;
    }
}

/// <summary>A node whose answers to some methods are replaced.</summary>
internal sealed class TamperedRpc(IJsonRpc inner) : IJsonRpc
{
    private readonly Dictionary<string, Func<JsonElement, JsonElement>> _changes = [];

    internal TamperedRpc Change(string method, Func<JsonElement, JsonElement> change)
    {
        _changes[method] = change;
        return this;
    }

    internal TamperedRpc Answer(string method, string json) =>
        Change(method, _ => JsonDocument.Parse(json).RootElement.Clone());

    internal TamperedRpc Fail(string method, Exception exception) => Change(method, _ => throw exception);

    internal void Restore(string method) => _changes.Remove(method);

    public async Task<JsonElement> CallAsync(
        string method, JsonNode? parameters, RequestKind kind, CancellationToken cancellationToken = default)
    {
        var result = await inner.CallAsync(method, parameters, kind, cancellationToken);
        return _changes.TryGetValue(method, out var change) ? change(result) : result;
    }
}
