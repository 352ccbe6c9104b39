namespace OrleansTrading.Grains;

/// <summary>What a provider did, as subscriptions are told of it.</summary>
[GenerateSerializer, Immutable, Alias("ot.copy-signal")]
public sealed record CopySignal
{
    /// <summary>The provider's number of it, from 1 without gaps.</summary>
    [Id(0)]
    public required long Number { get; init; }

    /// <summary>When it happened.</summary>
    [Id(1)]
    public required DateTimeOffset At { get; init; }

    /// <summary>What.</summary>
    [Id(2)]
    public required SignalAction Action { get; init; }

    /// <summary>The ticket as it is after it; closed or cancelled: as it was last, with nothing left.</summary>
    [Id(3)]
    public required ProviderTicket Ticket { get; init; }

    /// <summary>At which price it was closed; otherwise none.</summary>
    [Id(4)]
    public SymbolPrice ClosePrice { get; init; }

    /// <summary>The provider's balance then, in hundredths of its currency; null: not known.</summary>
    [Id(5)]
    public long? BalanceCents { get; init; }

    /// <summary>The provider's equity then; null: not known.</summary>
    [Id(6)]
    public long? EquityCents { get; init; }
}

/// <summary>A provider's position or pending order.</summary>
[GenerateSerializer, Immutable, Alias("ot.provider-ticket")]
public sealed record ProviderTicket
{
    /// <summary>Its number, never used for another.</summary>
    [Id(0)]
    public required long Ticket { get; init; }

    /// <summary>As the provider's broker names it.</summary>
    [Id(1)]
    public required string Symbol { get; init; }

    /// <summary>What it was opened with.</summary>
    [Id(2)]
    public required OrderKind Kind { get; init; }

    /// <summary>True for a pending order that was not filled.</summary>
    [Id(3)]
    public required bool IsPending { get; init; }

    /// <summary>What was opened or placed.</summary>
    [Id(4)]
    public required Lots Opened { get; init; }

    /// <summary>What is left of it.</summary>
    [Id(5)]
    public required Lots Left { get; init; }

    /// <summary>What the provider got, or where the pending order is; none: not known.</summary>
    [Id(6)]
    public required SymbolPrice Price { get; init; }

    /// <summary>The stop loss; none: there is none.</summary>
    [Id(7)]
    public required SymbolPrice StopLoss { get; init; }

    /// <summary>The take profit; none: there is none.</summary>
    [Id(8)]
    public required SymbolPrice TakeProfit { get; init; }

    /// <summary>When it was opened or, while it is pending, placed.</summary>
    [Id(9)]
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The number of the signal that opened it.</summary>
    [Id(10)]
    public required long OpenNumber { get; init; }

    /// <summary>Units of a lot at the provider's broker, in hundredths; 0: not known.</summary>
    [Id(11)]
    public long ContractHundredths { get; init; }
}

/// <summary>What a provider has open, as of a signal.</summary>
[GenerateSerializer, Immutable, Alias("ot.provider-book")]
public sealed record ProviderBook
{
    /// <summary>The last signal that is in it; 0: there was none.</summary>
    [Id(0)]
    public required long Number { get; init; }

    /// <summary>Positions and pending orders, oldest first.</summary>
    [Id(1)]
    public required IReadOnlyList<ProviderTicket> Tickets { get; init; }

    /// <summary>The provider's balance as last told, in hundredths of its currency; null: not known.</summary>
    [Id(2)]
    public long? BalanceCents { get; init; }

    /// <summary>The provider's equity as last told; null: not known.</summary>
    [Id(3)]
    public long? EquityCents { get; init; }

    /// <summary>What is asked of who begins to copy now; null: nothing.</summary>
    [Id(4)]
    public CopyFee? Fee { get; init; }
}
