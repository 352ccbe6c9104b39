namespace OrleansTrading.Grains.Accounts;

/// <content>The session by which the account's terminal is reached.</content>
internal sealed partial class TradingAccountGrain
{
    private TerminalSession? session;

    public async Task<BridgeGrant?> OpenSessionAsync(BridgeHello hello, IBridgeSession opened)
    {
        // Whether a secret is good is never said from memory: another activation may have made a new one since.
        await storage.ReadStateAsync();
        if (State.Command is null || Command.Role != hello.Role || !Proves(hello))
        {
            logger.TerminalDenied(Id, hello.Remote);
            return null;
        }

        await EndSessionAsync(BridgeEnds.Replaced);
        var now = time.GetUtcNow();
        var behind = now - hello.ClientTime;
        session = new TerminalSession(hello.Session, opened, now);
        logger.TerminalConnected(Id, hello.Remote, behind);
        return new BridgeGrant { Key = Key, Provider = State.Provider };
    }

    public Task<string?> ReportAsync(string sessionId, AccountReport report)
    {
        if (session?.Id != sessionId)
        {
            return Task.FromResult<string?>(BridgeEnds.Replaced);
        }

        if (report.Login != Command.Login || report.TradeServer != Command.TradeServer)
        {
            logger.WrongTerminal(Id, report.Login, report.TradeServer);
            return Task.FromResult<string?>(BridgeEnds.WrongAccount);
        }

        session.Report = report;
        return Task.FromResult<string?>(null);
    }

    public Task<string?> ReportSymbolsAsync(string sessionId, IReadOnlyList<SymbolReport> symbols)
    {
        if (session?.Id != sessionId)
        {
            return Task.FromResult<string?>(BridgeEnds.Replaced);
        }

        foreach (var symbol in symbols)
        {
            session.Take(symbol);
        }

        return Task.FromResult<string?>(null);
    }

    public async Task<IReadOnlyList<SubscriptionId>?> GetSubscriptionsAsync(string sessionId) =>
        await IsStoredAsync() && session?.Id == sessionId ? [.. State.Subscriptions] : null;

    public Task CloseSessionAsync(string sessionId)
    {
        if (session?.Id == sessionId)
        {
            session = null;
            logger.TerminalGone(Id);
        }

        return Task.CompletedTask;
    }

    public async Task<AccountFacts?> GetFactsAsync(string? symbol)
    {
        if (!await IsStoredAsync())
        {
            return null;
        }

        SymbolReport? rules = null;
        if (symbol is not null && session is { } connected && !connected.Symbols.TryGetValue(symbol, out rules))
        {
            await connected.Observer.WatchAsync(symbol);
        }

        return new AccountFacts
        {
            Key = Key,
            IsConnected = session is not null,
            Report = session?.Report,
            Symbol = rules,
            Session = session?.Id,
        };
    }

    public Task DeliverAsync(SignedOrder order) => session?.Observer.DeliverAsync(order) ?? Task.CompletedTask;

    public Task AskAsync(SubscriptionId subscription, long sequence) =>
        session?.Observer.AskAsync(subscription, sequence) ?? Task.CompletedTask;

    public Task RefreshAsync(SubscriptionId subscription) =>
        session?.Observer.RefreshAsync(subscription) ?? Task.CompletedTask;

    private async Task EndSessionAsync(string code)
    {
        if (session is { } ended)
        {
            session = null;
            await ended.Observer.EndAsync(code);
        }
    }

    /// <summary>A connection, and what came by it.</summary>
    private sealed class TerminalSession(string id, IBridgeSession observer, DateTimeOffset since)
    {
        public string Id { get; } = id;

        public IBridgeSession Observer { get; } = observer;

        public DateTimeOffset Since { get; } = since;

        public AccountReport? Report { get; set; }

        public Dictionary<string, SymbolReport> Symbols { get; } = new(StringComparer.Ordinal);

        /// <summary>Beyond the limit a symbol that is not known yet is not taken.</summary>
        public void Take(SymbolReport symbol)
        {
            if (Symbols.Count < CopyConstants.AccountSymbolsMax || Symbols.ContainsKey(symbol.Symbol))
            {
                Symbols[symbol.Symbol] = symbol;
            }
        }
    }
}
