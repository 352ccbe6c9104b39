using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Support;

/// <summary>An account that is registered as asked, tells its secret once, and says what the test says.</summary>
internal sealed class FakeTradingAccount(string id) : ITradingAccountGrain
{
    private int secrets;

    /// <summary>Null: there is no such account.</summary>
    internal TradingAccountView? View { get; set; }

    internal Refusal? Refusal { get; set; }

    internal List<RegisterTradingAccount> Asked { get; } = [];

    internal static AccountReport Report { get; } = new()
    {
        Login = 5_012_345,
        TradeServer = "Broker-Demo",
        Currency = "USD",
        Mode = PositionMode.Hedging,
        Leverage = 500,
        BalanceCents = 1_000_050,
        EquityCents = -7,
        FreeMarginCents = 0,
        CanTrade = true,
        ServerOffset = TimeSpan.FromHours(2),
    };

    internal void Open(UserId user, TradingRole role = TradingRole.Subscriber) => View = new TradingAccountView
    {
        Id = new TradingAccountId(id),
        Terms = new RegisterTradingAccount
        {
            User = user, Role = role, Login = Report.Login, TradeServer = Report.TradeServer,
        },
        RegisteredAt = Samples.Start,
        SecretSince = Samples.Start,
    };

    internal void Connect() => View = View! with { ConnectedSince = Samples.Start.AddMinutes(1), Report = Report };

    public Task<Outcome<TradingAccountSecret>> RegisterAsync(RegisterTradingAccount command)
    {
        Asked.Add(command);
        if (Refusal is { } refusal)
        {
            return Task.FromResult(Outcome.Refused<TradingAccountSecret>(refusal));
        }

        if (View is null)
        {
            Open(command.User, command.Role);
            return RotateSecretAsync(command.User);
        }

        return Task.FromResult(Outcome.Of(new TradingAccountSecret { Account = View }));
    }

    public Task<Outcome<TradingAccountSecret>> RotateSecretAsync(UserId user)
    {
        secrets++;
        return Task.FromResult(Outcome.Of(new TradingAccountSecret
        {
            Account = View!, Secret = new SigningKey($"secret-{secrets}"),
        }));
    }

    public Task<TradingAccountView?> GetAsync() => Task.FromResult(View);

    public Task<BridgeGrant?> OpenSessionAsync(BridgeHello hello, IBridgeSession session) =>
        throw new NotSupportedException();

    public Task<string?> ReportAsync(string session, AccountReport report) => throw new NotSupportedException();

    public Task<string?> ReportSymbolsAsync(string session, IReadOnlyList<SymbolReport> symbols) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<SubscriptionId>?> GetSubscriptionsAsync(string session) =>
        throw new NotSupportedException();

    public Task CloseSessionAsync(string session) => throw new NotSupportedException();

    public Task<Refusal?> AddSubscriptionAsync(UserId user, SubscriptionId subscription) =>
        throw new NotSupportedException();

    public Task RemoveSubscriptionAsync(SubscriptionId subscription) => throw new NotSupportedException();

    public Task<Refusal?> SetProviderAsync(UserId user, ProviderId provider) => throw new NotSupportedException();

    public Task<AccountFacts?> GetFactsAsync(string? symbol) => throw new NotSupportedException();

    public Task DeliverAsync(SignedOrder order) => throw new NotSupportedException();

    public Task AskAsync(SubscriptionId subscription, long sequence) => throw new NotSupportedException();

    public Task RefreshAsync(SubscriptionId subscription) => throw new NotSupportedException();
}
