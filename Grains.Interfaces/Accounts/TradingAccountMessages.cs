namespace OrleansTrading.Grains;

/// <summary>A request to register an account.</summary>
[GenerateSerializer, Immutable, Alias("ot.register-trading-account")]
public sealed record RegisterTradingAccount
{
    /// <summary>Whose it is.</summary>
    [Id(0)]
    public required UserId User { get; init; }

    /// <summary>What its terminal does.</summary>
    [Id(1)]
    public required TradingRole Role { get; init; }

    /// <summary>The account's number at the broker, more than 0.</summary>
    [Id(2)]
    public required long Login { get; init; }

    /// <summary>The broker's trade server, as the terminal names it.</summary>
    [Id(3)]
    public required string TradeServer { get; init; }
}

/// <summary>An account and, once, its secret.</summary>
[GenerateSerializer, Immutable, Alias("ot.trading-account-secret")]
public sealed record TradingAccountSecret
{
    /// <summary>The account.</summary>
    [Id(0)]
    public required TradingAccountView Account { get; init; }

    /// <summary>The secret; null when it was told before.</summary>
    [Id(1)]
    public SigningKey? Secret { get; init; }
}

/// <summary>An account as its owner sees it.</summary>
[GenerateSerializer, Immutable, Alias("ot.trading-account-view")]
public sealed record TradingAccountView
{
    /// <summary>Which.</summary>
    [Id(0)]
    public required TradingAccountId Id { get; init; }

    /// <summary>What it was registered with.</summary>
    [Id(1)]
    public required RegisterTradingAccount Terms { get; init; }

    /// <summary>When.</summary>
    [Id(2)]
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>When its secret was made.</summary>
    [Id(3)]
    public required DateTimeOffset SecretSince { get; init; }

    /// <summary>Since when its terminal is connected; null: it is not.</summary>
    [Id(4)]
    public DateTimeOffset? ConnectedSince { get; init; }

    /// <summary>What the terminal said last; null: nothing in this session.</summary>
    [Id(5)]
    public AccountReport? Report { get; init; }
}

/// <summary>An account as it is now.</summary>
[GenerateSerializer, Immutable, Alias("ot.account-facts")]
public sealed record AccountFacts
{
    /// <summary>The key of its orders' signatures.</summary>
    [Id(0)]
    public required SigningKey Key { get; init; }

    /// <summary>Whether its terminal is connected.</summary>
    [Id(1)]
    public required bool IsConnected { get; init; }

    /// <summary>What the terminal said last; null: nothing in this session.</summary>
    [Id(2)]
    public AccountReport? Report { get; init; }

    /// <summary>The symbol's rules; null: the terminal did not tell them yet, and was asked to.</summary>
    [Id(3)]
    public SymbolReport? Symbol { get; init; }

    /// <summary>The session by which the terminal is reached; null: it is not connected.</summary>
    [Id(4)]
    public string? Session { get; init; }
}
