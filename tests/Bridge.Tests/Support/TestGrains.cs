using OrleansTrading.Grains;
using OrleansTrading.Terminals;

namespace OrleansTrading.Bridge.Tests.Support;

/// <summary>An account's grain over <see cref="World"/>.</summary>
internal sealed class TestAccountGrain(World world) : Grain, ITradingAccountGrain
{
    private string Key => this.GetPrimaryKeyString();

    private TestAccount? Stored => world.FindAccount(Key);

    public async Task<BridgeGrant?> OpenSessionAsync(BridgeHello hello, IBridgeSession session)
    {
        await world.BeginAsync("open", Key);
        if (Stored is not { } account
            || account.Login.Role != (hello.Role == TradingRole.Provider ? "PROVIDER" : "SUBSCRIBER")
            || TerminalMac.Of(account.Login.Secret, hello.Text) != hello.Proof)
        {
            return null;
        }

        if (account.Terminal is { } older)
        {
            await older.EndAsync(BridgeEnds.Replaced);
        }

        account.Open(hello, session);
        await world.EndAsync("open", Key);
        return new BridgeGrant
        {
            Key = new SigningKey(account.Login.Secret),
            Provider = account.HasProvider ? account.Provider : null,
        };
    }

    public async Task<string?> ReportAsync(string session, AccountReport report)
    {
        await world.BeginAsync("account", Key);
        if (Refuse(session) is { } end)
        {
            return end;
        }

        if (report.Login != Stored!.Login.Login || report.TradeServer != Stored.Login.TradeServer)
        {
            return BridgeEnds.WrongAccount;
        }

        Stored.Tell(report);
        return null;
    }

    public async Task<string?> ReportSymbolsAsync(string session, IReadOnlyList<SymbolReport> symbols)
    {
        await world.BeginAsync("symbols", Key);
        if (Refuse(session) is { } end)
        {
            return end;
        }

        Stored!.Tell(symbols);
        return null;
    }

    public async Task<IReadOnlyList<SubscriptionId>?> GetSubscriptionsAsync(string session)
    {
        await world.BeginAsync("subscriptions", Key);
        var list = Refuse(session) is null ? Stored!.Subscriptions : null;
        await world.EndAsync("subscriptions", Key);
        return list;
    }

    public async Task CloseSessionAsync(string session)
    {
        await world.BeginAsync("close", Key);
        Stored?.Close(session);
    }

    public Task<Outcome<TradingAccountSecret>> RegisterAsync(RegisterTradingAccount command) => throw Unasked();

    public Task<Outcome<TradingAccountSecret>> RotateSecretAsync(UserId user) => throw Unasked();

    public Task<TradingAccountView?> GetAsync() => throw Unasked();

    public Task<Refusal?> AddSubscriptionAsync(UserId user, SubscriptionId subscription) => throw Unasked();

    public Task RemoveSubscriptionAsync(SubscriptionId subscription) => throw Unasked();

    public Task<Refusal?> SetProviderAsync(UserId user, ProviderId provider) => throw Unasked();

    public Task<AccountFacts?> GetFactsAsync(string? symbol) => throw Unasked();

    public Task DeliverAsync(SignedOrder order) => throw Unasked();

    public Task AskAsync(SubscriptionId subscription, long sequence) => throw Unasked();

    public Task RefreshAsync(SubscriptionId subscription) => throw Unasked();

    internal static InvalidOperationException Unasked() => new("The bridge does not ask this.");

    private string? Refuse(string session) => Stored?.Session == session ? null : BridgeEnds.Replaced;
}

/// <summary>A subscription's grain over <see cref="World"/>.</summary>
internal sealed class TestSubscriptionGrain(World world) : Grain, ISubscriptionGrain
{
    private string Key => this.GetPrimaryKeyString();

    public async Task<SubscriptionFeed?> ResumeAsync(TradingAccountId account, long lastSequence)
    {
        await world.BeginAsync("resume", Key);
        var feed = Find(account)?.Resume(lastSequence);
        await world.EndAsync("resume", Key);
        return feed;
    }

    public async Task<bool> ReportAsync(TradingAccountId account, OrderReport report)
    {
        await world.BeginAsync("report", Key);
        var stored = Find(account);
        stored?.Report(report);
        await world.EndAsync("report", Key);
        return stored is not null;
    }

    public async Task RejectAsync(TradingAccountId account, OrderRejection rejection)
    {
        await world.BeginAsync("reject", Key);
        Find(account)?.Reject(rejection);
    }

    public Task<Outcome<SubscriptionView>> CreateAsync(CreateSubscription command) => throw TestAccountGrain.Unasked();

    public Task<SubscriptionView?> GetAsync() => throw TestAccountGrain.Unasked();

    public Task<Outcome<SubscriptionView>> ChangeAsync(SubscriptionSettings settings) =>
        throw TestAccountGrain.Unasked();

    public Task<Outcome<SubscriptionView>> CommandAsync(SubscriptionCommand command) =>
        throw TestAccountGrain.Unasked();

    public Task<bool> TellAsync(IReadOnlyList<CopySignal> signals) => throw TestAccountGrain.Unasked();

    public Task WakeAsync() => throw TestAccountGrain.Unasked();

    private TestSubscription? Find(TradingAccountId account) =>
        world.FindSubscription(Key) is { HasEnded: false } stored && stored.Account.Login.Account == account.Value
            ? stored
            : null;
}

/// <summary>A provider's grain over <see cref="World"/>.</summary>
internal sealed class TestProviderGrain(World world) : Grain, IProviderGrain
{
    private TestAccount Stored => world.FindPublisher(this.GetPrimaryKeyString());

    public Task<long> GetLastNumberAsync(TradingAccountId account) => Task.FromResult((long)Stored.Signals.Count);

    public async Task<PublishAnswer> PublishFromTerminalAsync(TradingAccountId account, TerminalSignal signal)
    {
        await world.BeginAsync("publish", this.GetPrimaryKeyString());
        return Stored.Publish(signal);
    }

    public async Task<bool> MarkAsync(TradingAccountId account, TerminalMark mark)
    {
        await world.BeginAsync("mark", this.GetPrimaryKeyString());
        return Stored.Mark(mark);
    }

    public Task<Outcome<ProviderView>> CreateAsync(CreateProvider command) => throw TestAccountGrain.Unasked();

    public Task<ProviderView?> GetAsync() => throw TestAccountGrain.Unasked();

    public Task<Outcome<CopySignal>> PublishAsync(PublishSignal command) => throw TestAccountGrain.Unasked();

    public Task<ProviderBook?> GetBookAsync() => throw TestAccountGrain.Unasked();

    public Task<Refusal?> CheckSubscriberAsync(UserId user) => throw TestAccountGrain.Unasked();

    public Task<Outcome<ProviderView>> AdmitAsync(ProviderAdmission admission) => throw TestAccountGrain.Unasked();

    public Task<Outcome<ProviderView>> SetFeeAsync(CopyFee? fee) => throw TestAccountGrain.Unasked();

    public Task<ProviderStatistics?> GetStatisticsAsync() => throw TestAccountGrain.Unasked();

    public Task WakeAsync() => throw TestAccountGrain.Unasked();
}
