using System.Globalization;
using System.Text.Json.Nodes;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Silo.Demo;
using OrleansTrading.Silo.Local;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests.Customers;

/// <summary>A customer with a wallet on each chain, who speaks HTTP to the server and to the chains.</summary>
internal sealed class Customer : IDisposable
{
    private const ulong Lamports = 1_000_000_000;
    private const int HistoryMax = 200;

    private readonly Stage _stage;
    private readonly ChainPorts _ports;

    private Customer(Stage stage)
    {
        _stage = stage;
        _ports = new ChainPorts(stage.Networks);
        Solana = NewSolanaWallet();
        Stellar = NewStellarWallet();
        Api = new RawApi(stage.Api);
    }

    internal Wallet Solana { get; }

    internal Wallet Stellar { get; }

    internal RawApi Api { get; }

    internal string Token { get; private set; } = string.Empty;

    public void Dispose()
    {
        Solana.Dispose();
        Stellar.Dispose();
        Api.Dispose();
        _ports.Dispose();
    }

    /// <summary>A new customer, signed in with the Solana wallet, the Stellar wallet linked and funded.</summary>
    internal static async Task<Customer> SignInAsync(Stage stage)
    {
        var customer = new Customer(stage);
        await new LocalFaucet(customer._ports).GiveXlmAsync(customer.Stellar.Address, CancellationToken.None);
        var signedIn = (await customer.ProveAsync(customer.Solana, token: null)).Expect(200);
        customer.Token = signedIn["token"]!.GetValue<string>();
        (await customer.ProveAsync(customer.Stellar, customer.Token)).Expect(200);
        return customer;
    }

    internal Wallet NewSolanaWallet() =>
        new(SolanaExtensions.CreateChain(LocalNetworks.SolanaOptions, _ports.Solana));

    internal Wallet NewStellarWallet() =>
        new(StellarExtensions.CreateChain(LocalNetworks.StellarOptions, _ports.Horizon));

    internal async Task<JsonObject> ChallengeAsync(Wallet wallet, string? token) =>
        (await Api.PostAsync(
            "/v1/auth/challenges",
            new JsonObject { ["chain"] = wallet.Chain.Name, ["address"] = wallet.Address },
            token)).Expect(201);

    internal async Task<Reply> AnswerAsync(JsonObject challenge, string signature, string? token)
    {
        _stage.Secrets.Add("a challenge's signature", signature);
        var reply = await Api.PostAsync("/v1/auth/verifications", Verification(challenge, signature), token);
        if (reply.Status == 200 && reply.Body["token"] is { } made)
        {
            _stage.Secrets.AddToken(made.GetValue<string>());
        }

        return reply;
    }

    internal static JsonObject Verification(JsonObject challenge, string signature) => new()
    {
        ["challengeId"] = challenge["challengeId"]!.GetValue<string>(),
        ["signature"] = signature,
    };

    internal async Task<Reply> ProveAsync(Wallet wallet, string? token)
    {
        var challenge = await ChallengeAsync(wallet, token);
        return await AnswerAsync(challenge, await SignAsync(wallet, challenge), token);
    }

    internal static Task<string> SignAsync(Wallet wallet, JsonObject challenge) =>
        wallet.SignMessageAsync(challenge["message"]!.GetValue<string>());

    /// <summary>A request for XLM to the own Stellar address, paid in USDC.</summary>
    internal JsonObject QuoteRequest(string usdcAmount) => new()
    {
        ["pay"] = new JsonObject { ["asset"] = "solana/USDC", ["amount"] = usdcAmount },
        ["receive"] = new JsonObject { ["asset"] = "stellar/XLM", ["address"] = Stellar.Address },
    };

    internal Task<Reply> AskAsync(JsonObject quoteRequest, string idempotencyKey)
    {
        var request = RawApi.Request("POST", "/v1/quotes", quoteRequest, Token);
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        return Api.SendAsync(request);
    }

    internal async Task<JsonObject> QuoteAsync(string usdcAmount) =>
        (await AskAsync(QuoteRequest(usdcAmount), Guid.NewGuid().ToString())).Expect(201);

    /// <summary>Gets exactly the money that a quote asks for, and pays it. The server is told nothing.</summary>
    internal async Task<string> PayAsync(JsonObject quote)
    {
        var pay = quote["pay"]!;
        var units = ulong.Parse(pay["units"]!.GetValue<string>(), CultureInfo.InvariantCulture);
        var faucet = new LocalFaucet(_ports);
        await faucet.GiveSolAsync(Solana.Address, Lamports, CancellationToken.None);
        await faucet.GiveUsdcAsync(Solana.Address, units, CancellationToken.None);
        var payment = await Solana.PayAsync(
            pay["address"]!.GetValue<string>(),
            new ChainAmount(pay["assetId"]!.GetValue<string>(), units),
            pay["memo"]!.GetValue<string>(),
            CancellationToken.None);
        return payment.TransactionId;
    }

    internal async Task<JsonObject> GetAsync(string path) => (await Api.GetAsync(path, Token)).Expect(200);

    internal Task<JsonObject> AwaitEndAsync(JsonObject quote) => Eventually.GetAsync(
        $"quote {Id(quote)} ends",
        async () =>
        {
            var now = await GetAsync($"/v1/quotes/{Id(quote)}");
            return now["terminal"]!.GetValue<bool>() ? now : null;
        });

    /// <summary>Every quote of this customer, newest first, page by page.</summary>
    internal Task<IReadOnlyList<JsonObject>> ListAsync() => ReadAllAsync("/v1/quotes");

    /// <summary>Everything that happened to what is this customer's, newest first, page by page.</summary>
    internal Task<IReadOnlyList<JsonObject>> HistoryAsync() => ReadAllAsync("/v1/history");

    private async Task<IReadOnlyList<JsonObject>> ReadAllAsync(string path)
    {
        var items = new List<JsonObject>();
        string? cursor = null;
        do
        {
            var page = await GetAsync($"{path}?limit=100{(cursor is null ? string.Empty : $"&cursor={cursor}")}");
            items.AddRange(page["items"]!.AsArray().Select(item => item!.AsObject()));
            cursor = page["nextCursor"]?.GetValue<string>();
        }
        while (cursor is not null);
        return items;
    }

    /// <summary>What the chain itself says was delivered for a quote.</summary>
    internal async Task<IReadOnlyList<Movement>> DeliveriesAsync(JsonObject quote)
    {
        var page = await Stellar.Chain.ReadHistoryAsync(Stellar.Address, null, HistoryMax);
        return [.. page.Movements.Where(m => m.Direction == MovementDirection.Incoming && m.Memo == Id(quote))];
    }

    internal static string Id(JsonObject quote) => quote["id"]!.GetValue<string>();
}
