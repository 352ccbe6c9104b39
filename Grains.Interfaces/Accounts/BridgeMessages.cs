namespace OrleansTrading.Grains;

/// <summary>What an account's terminal does.</summary>
public enum TradingRole
{
    /// <summary>It executes orders.</summary>
    Subscriber,

    /// <summary>It publishes what happens in it.</summary>
    Provider,
}

/// <summary>How an account keeps positions.</summary>
public enum PositionMode
{
    /// <summary>Each order that opens has a position of its own.</summary>
    Hedging,

    /// <summary>There is one position for each symbol.</summary>
    Netting,
}

/// <summary>A terminal's proof that it has the account's secret.</summary>
[GenerateSerializer, Immutable, Alias("ot.bridge-hello")]
public sealed record BridgeHello
{
    /// <summary>The session's id, made by the bridge: 32 hexadecimal characters.</summary>
    [Id(0)]
    public required string Session { get; init; }

    /// <summary>What the terminal says it does.</summary>
    [Id(1)]
    public required TradingRole Role { get; init; }

    /// <summary>The text over which the proof is made, as the protocol has it.</summary>
    [Id(2)]
    public required string Text { get; init; }

    /// <summary>HMAC-SHA256 over the text, in lower-case hexadecimal.</summary>
    [Id(3)]
    public required string Proof { get; init; }

    /// <summary>The terminal's address, for operators.</summary>
    [Id(4)]
    public required string Remote { get; init; }

    /// <summary>The terminal's own clock, uncorrected.</summary>
    [Id(5)]
    public required DateTimeOffset ClientTime { get; init; }
}

/// <summary>What the bridge needs to serve a terminal that was let in.</summary>
[GenerateSerializer, Immutable, Alias("ot.bridge-grant")]
public sealed record BridgeGrant
{
    /// <summary>The key of all the session's HMACs.</summary>
    [Id(0)]
    public required SigningKey Key { get; init; }

    /// <summary>Whose signals the terminal publishes; null for a subscriber, and for who is no provider yet.</summary>
    [Id(1)]
    public ProviderId? Provider { get; init; }
}

/// <summary>The ASCII text of an account's secret: the key of its HMACs. Never shown or logged.</summary>
/// <param name="Text">64 hexadecimal characters.</param>
[GenerateSerializer, Immutable, Alias("ot.signing-key")]
public sealed record SigningKey(string Text)
{
    /// <summary>Stars.</summary>
    public override string ToString() => "***";
}

/// <summary>What a terminal says of its account. Money is in hundredths of the account's currency.</summary>
[GenerateSerializer, Immutable, Alias("ot.account-report")]
public sealed record AccountReport
{
    /// <summary>The account's number at the broker.</summary>
    [Id(0)]
    public required long Login { get; init; }

    /// <summary>The broker's trade server.</summary>
    [Id(1)]
    public required string TradeServer { get; init; }

    /// <summary>The currency of balance and equity.</summary>
    [Id(2)]
    public required string Currency { get; init; }

    /// <summary>How the account keeps positions.</summary>
    [Id(3)]
    public required PositionMode Mode { get; init; }

    /// <summary>How many times its money the account may trade.</summary>
    [Id(4)]
    public required long Leverage { get; init; }

    /// <summary>Without open positions. May be negative.</summary>
    [Id(5)]
    public required long BalanceCents { get; init; }

    /// <summary>With open positions. May be negative.</summary>
    [Id(6)]
    public required long EquityCents { get; init; }

    /// <summary>What new positions can use. May be negative.</summary>
    [Id(7)]
    public required long FreeMarginCents { get; init; }

    /// <summary>Whether the terminal may trade.</summary>
    [Id(8)]
    public required bool CanTrade { get; init; }

    /// <summary>The trade server's time minus UTC.</summary>
    [Id(9)]
    public required TimeSpan ServerOffset { get; init; }
}

/// <summary>How a symbol may be traded.</summary>
public enum SymbolTrading
{
    /// <summary>Not at all, or the broker does not know it.</summary>
    None,

    /// <summary>Positions can be closed only.</summary>
    Close,

    /// <summary>Only bought.</summary>
    Long,

    /// <summary>Only sold.</summary>
    Short,

    /// <summary>Both ways.</summary>
    Full,
}

/// <summary>A symbol's rules at the account's broker.</summary>
[GenerateSerializer, Immutable, Alias("ot.symbol-report")]
public sealed record SymbolReport
{
    /// <summary>As the broker names it.</summary>
    [Id(0)]
    public required string Symbol { get; init; }

    /// <summary>Decimals of its prices.</summary>
    [Id(1)]
    public required int Digits { get; init; }

    /// <summary>The least volume of an order.</summary>
    [Id(2)]
    public required Lots VolumeMin { get; init; }

    /// <summary>The most.</summary>
    [Id(3)]
    public required Lots VolumeMax { get; init; }

    /// <summary>Volumes are multiples of this.</summary>
    [Id(4)]
    public required Lots VolumeStep { get; init; }

    /// <summary>Units of a lot, in hundredths.</summary>
    [Id(5)]
    public required long ContractHundredths { get; init; }

    /// <summary>What a point of a lot is worth, in millionths of the account's currency.</summary>
    [Id(6)]
    public required long TickValueMicros { get; init; }

    /// <summary>The spread when it was told, in points.</summary>
    [Id(7)]
    public required long SpreadPoints { get; init; }

    /// <summary>How it may be traded.</summary>
    [Id(8)]
    public required SymbolTrading Trading { get; init; }
}

/// <summary>With what a session ends, as the protocol has it.</summary>
public static class BridgeEnds
{
    /// <summary>No such account, or a wrong proof.</summary>
    public const string Denied = "DENIED";

    /// <summary>The account has a newer session.</summary>
    public const string Replaced = "REPLACED";

    /// <summary>The terminal trades another account than was registered.</summary>
    public const string WrongAccount = "WRONG_ACCOUNT";

    /// <summary>The account was closed, or has another secret.</summary>
    public const string Disabled = "DISABLED";
}
