using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Clocks;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Support;

/// <summary>The API on a real socket, with grains that are objects of the test.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    internal const string OperatorKey = "otk_ops-1_0123456789abcdef0123456789abcdef";

    private readonly WebApplication app;

    private ApiHost(WebApplication app, ManualTime time, FakeGrains grains, FakeQuotes quotes, CapturedLog log)
    {
        this.app = app;
        Time = time;
        Grains = grains;
        Quotes = quotes;
        Log = log;
        Address = new Uri(
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Client = new HttpClient { BaseAddress = Address };
    }

    internal ManualTime Time { get; }

    internal FakeGrains Grains { get; }

    internal FakeQuotes Quotes { get; }

    internal CapturedLog Log { get; }

    internal Uri Address { get; }

    internal HttpClient Client { get; }

    internal IServiceProvider Services => app.Services;

    internal static async Task<ApiHost> StartAsync(
        Action<ApiOptions>? configure = null, Action<WebApplication>? map = null)
    {
        var time = new ManualTime(Samples.Start);
        var grains = new FakeGrains();
        var quotes = new FakeQuotes(time);
        var log = new CapturedLog();
        grains.Serve<ISessionGrain>(_ => new FakeSession(time));
        grains.Serve<IChallengeGrain>(id => new FakeChallenge(id, time));
        grains.Serve<IWebAuthGrain>(id => new FakeWebAuth(id));
        grains.Serve<IUserGrain>(id => new FakeUser(id));
        grains.Serve<IQuoteGrain>(id => new FakeQuote(id, quotes));
        grains.Serve<IWatcherGrain>(id => new FakeWatcher(id) { CaughtUpAt = Samples.Start });
        grains.Serve<ITreasuryGrain>(id => new FakeTreasury(id));
        grains.Serve<IPaymentGrain>(_ => new FakePayment(null));
        grains.Serve<ILedgerAuditGrain>(_ => new FakeLedgerAudit());
        grains.Serve<ILimitCounterGrain>(key => new FakeCounter(key));
        grains.Serve<IBreakerGrain>(chain => new FakeBreaker(chain));
        grains.Serve<IWalletGrain>(id => new FakeWallet(id));
        grains.Serve<ITrustGrain>(id => new FakeTrust(id));
        grains.Serve<IPerformanceFeeGrain>(id => new FakeFees(id));
        grains.Serve<IDepositGrain>(_ => new FakeDeposit());
        grains.Serve<IWalletTransferGrain>(id => new FakeWalletTransfer(id));
        grains.Serve<IWithdrawalGrain>(id => new FakeWithdrawal(id));
        grains.Serve<ITradingAccountGrain>(id => new FakeTradingAccount(id));
        grains.Serve<IProviderGrain>(id => new FakeProvider(id));
        grains.Serve<ISubscriptionGrain>(id => new FakeSubscription(id));
        grains.Serve<IPositionGrain>(_ => new FakePosition());

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton(grains.Factory);
        builder.Services.AddSingleton<IListingStore>(quotes.Listing);
        builder.Services.AddSingleton<IStorageStatus>(quotes.Listing);
        builder.Services.AddSingleton<IHistoryStore>(quotes.History);
        builder.Services.AddSingleton<ILedgerStore>(quotes.Ledger);
        builder.Services.AddSingleton<IEntropy, TestEntropy>();
        builder.Services.AddSingleton(Samples.Catalog());
        builder.Services.AddClientApi(options =>
        {
            options.RateLimits.Enabled = false;
            options.OperatorKeys["ops-1"] = Sha256Hex(OperatorKey);
            configure?.Invoke(options);
        });
        var app = builder.Build();
        app.MapClientApi();
        map?.Invoke(app);
        await app.StartAsync();
        return new ApiHost(app, time, grains, quotes, log);
    }

    internal static string Sha256Hex(string text) =>
        Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Signs somebody in without asking the API.</summary>
    internal async Task<(UserId User, string Token)> SignInAsync(string address = "GADDRESS")
    {
        var user = UserId.Derive(AccountId.Of(Samples.StellarId, address));
        var (text, token) = BearerToken.NewSession(new TestEntropy());
        await Grains.GetGrain<ISessionGrain>(token.Id).OpenAsync(
            new OpenSession { User = user, SecretHash = token.Hash, Lifetime = TimeSpan.FromHours(1) });
        return (user, text);
    }

    internal FakeWatcher Watcher(AccountId account) => (FakeWatcher)Grains.GetGrain<IWatcherGrain>(account.Value);

    internal FakeTreasury Treasury(AccountId account) => (FakeTreasury)Grains.GetGrain<ITreasuryGrain>(account.Value);

    internal FakeWallet Wallet(WalletId id) => (FakeWallet)Grains.GetGrain<IWalletGrain>(id.Value);

    internal FakeTrust Trust(UserId user) => (FakeTrust)Grains.GetGrain<ITrustGrain>(user.Value);

    internal FakeFees Fees(SubscriptionId id) => (FakeFees)Grains.GetGrain<IPerformanceFeeGrain>(id.Value);

    internal FakeTradingAccount TradingAccount(TradingAccountId id) =>
        (FakeTradingAccount)Grains.GetGrain<ITradingAccountGrain>(id.Value);

    internal FakeProvider Provider(ProviderId id) => (FakeProvider)Grains.GetGrain<IProviderGrain>(id.Value);

    internal FakeSubscription Subscription(SubscriptionId id) =>
        (FakeSubscription)Grains.GetGrain<ISubscriptionGrain>(id.Value);

    internal FakePosition Position(PositionId id) => (FakePosition)Grains.GetGrain<IPositionGrain>(id.Value);

    internal FakeQuote Quote(QuoteId id) => (FakeQuote)Grains.GetGrain<IQuoteGrain>(id.Value);

    internal Task<Reply> GetAsync(string path, string? token = null) => SendAsync(HttpMethod.Get, path, token);

    internal Task<Reply> PostAsync(string path, string? json, string? token = null, string? idempotencyKey = null)
    {
        var content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        return SendAsync(HttpMethod.Post, path, token, content, request =>
        {
            if (idempotencyKey is not null)
            {
                request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey);
            }
        });
    }

    internal async Task<Reply> PutAsync(string path, string json, string? token = null)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await SendAsync(HttpMethod.Put, path, token, content);
    }

    internal async Task<Reply> SendAsync(
        HttpMethod method,
        string path,
        string? token = null,
        HttpContent? content = null,
        Action<HttpRequestMessage>? prepare = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        prepare?.Invoke(request);
        using var response = await Client.SendAsync(request);
        return await Reply.ReadAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }
}
