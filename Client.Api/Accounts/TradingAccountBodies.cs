namespace OrleansTrading.Client.Api.Accounts;

/// <summary>Registers an account at a broker.</summary>
internal sealed record TradingAccountRequest
{
    /// <summary>What its terminal does: <c>subscriber</c> executes orders, <c>provider</c> publishes.</summary>
    public required string Role { get; init; }

    /// <summary>The account's number at the broker.</summary>
    public required long Login { get; init; }

    /// <summary>The broker's trade server, as the terminal's title names it.</summary>
    public required string TradeServer { get; init; }
}

/// <summary>A page of trading accounts, newest first.</summary>
internal sealed record TradingAccountPageBody
{
    /// <summary>The accounts.</summary>
    public required IReadOnlyList<TradingAccountBody> Items { get; init; }

    /// <summary>Pass it as <c>cursor</c> for the next page; null on the last one.</summary>
    public required string? NextCursor { get; init; }
}

/// <summary>An account and, once, its secret.</summary>
internal sealed record TradingAccountSecretBody
{
    /// <summary>The account.</summary>
    public required TradingAccountBody Account { get; init; }

    /// <summary>
    /// What the terminal proves itself with: 64 hexadecimal characters. Shown this once; null when it was shown before.
    /// </summary>
    public required string? Secret { get; init; }
}

/// <summary>An account at a broker.</summary>
internal sealed record TradingAccountBody
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary><c>subscriber</c> or <c>provider</c>.</summary>
    public required string Role { get; init; }

    /// <summary>The account's number at the broker.</summary>
    public required long Login { get; init; }

    /// <summary>The broker's trade server.</summary>
    public required string TradeServer { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>When its secret was made.</summary>
    public required DateTimeOffset SecretSince { get; init; }

    /// <summary>Since when its terminal is connected; null: it is not.</summary>
    public required DateTimeOffset? ConnectedSince { get; init; }

    /// <summary>What the terminal said last of the account; null: nothing since it is connected.</summary>
    public required AccountReportBody? Report { get; init; }
}

/// <summary>What a terminal says of its account. Money has two decimals, in the account's currency.</summary>
internal sealed record AccountReportBody
{
    /// <summary>The account's currency.</summary>
    public required string Currency { get; init; }

    /// <summary>How it keeps positions: <c>hedging</c> or <c>netting</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>How many times its money the account may trade.</summary>
    public required long Leverage { get; init; }

    /// <summary>Without open positions. May be negative.</summary>
    public required string Balance { get; init; }

    /// <summary>With open positions. May be negative.</summary>
    public required string Equity { get; init; }

    /// <summary>What new positions can use. May be negative.</summary>
    public required string FreeMargin { get; init; }

    /// <summary>Whether the terminal may trade.</summary>
    public required bool CanTrade { get; init; }

    /// <summary>The trade server's time minus UTC, in seconds.</summary>
    public required long ServerOffsetSeconds { get; init; }
}
