namespace OrleansTrading.Grains;

/// <summary>A request to become a provider.</summary>
[GenerateSerializer, Immutable, Alias("ot.create-provider")]
public sealed record CreateProvider
{
    /// <summary>Who.</summary>
    [Id(0)]
    public required UserId User { get; init; }

    /// <summary>How subscribers see it: 1 to 64 characters.</summary>
    [Id(1)]
    public required string Name { get; init; }

    /// <summary>The account whose terminal publishes; null: signals come by the API only.</summary>
    [Id(2)]
    public TradingAccountId? Account { get; init; }

    /// <summary>What is asked of who copies; null: nothing.</summary>
    [Id(3)]
    public CopyFee? Fee { get; init; }
}

/// <summary>Who may copy a provider.</summary>
[GenerateSerializer, Immutable, Alias("ot.provider-admission")]
public sealed record ProviderAdmission
{
    /// <summary>Only these users; null: all.</summary>
    [Id(0)]
    public IReadOnlyList<UserId>? Only { get; init; }

    /// <summary>Not these users.</summary>
    [Id(1)]
    public IReadOnlyList<UserId> Except { get; init; } = [];
}

/// <summary>A provider as others see it.</summary>
[GenerateSerializer, Immutable, Alias("ot.provider-view")]
public sealed record ProviderView
{
    /// <summary>Which.</summary>
    [Id(0)]
    public required ProviderId Id { get; init; }

    /// <summary>What it was made with.</summary>
    [Id(1)]
    public required CreateProvider Terms { get; init; }

    /// <summary>Since when.</summary>
    [Id(2)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The number of its last signal; 0: none.</summary>
    [Id(3)]
    public required long LastNumber { get; init; }

    /// <summary>Up to this number everybody was told.</summary>
    [Id(4)]
    public required long ToldNumber { get; init; }

    /// <summary>Positions and pending orders that are open.</summary>
    [Id(5)]
    public required IReadOnlyList<ProviderTicket> Open { get; init; }

    /// <summary>Who may copy it.</summary>
    [Id(6)]
    public required ProviderAdmission Admission { get; init; }

    /// <summary>What is asked of who begins to copy now; null: nothing.</summary>
    [Id(7)]
    public CopyFee? Fee { get; init; }
}

/// <summary>A request to publish a signal.</summary>
[GenerateSerializer, Immutable, Alias("ot.publish-signal")]
public sealed record PublishSignal
{
    /// <summary>The caller's key, by which a repeat is recognised.</summary>
    [Id(0)]
    public required string Key { get; init; }

    /// <summary>What happened.</summary>
    [Id(1)]
    public required SignalAction Action { get; init; }

    /// <summary>The position or order; for <see cref="SignalAction.Open"/> a number never used before.</summary>
    [Id(2)]
    public required long Ticket { get; init; }

    /// <summary>Needed to open; otherwise null or the ticket's.</summary>
    [Id(3)]
    public string? Symbol { get; init; }

    /// <summary>Needed to open; otherwise null or the ticket's.</summary>
    [Id(4)]
    public OrderKind? Kind { get; init; }

    /// <summary>Needed to open; to close: null closes all that is left.</summary>
    [Id(5)]
    public Lots? Volume { get; init; }

    /// <summary>A pending order's price; otherwise what the provider got, null: not known.</summary>
    [Id(6)]
    public SymbolPrice? Price { get; init; }

    /// <summary>The stop loss after it; null: none, or as it was.</summary>
    [Id(7)]
    public SymbolPrice? StopLoss { get; init; }

    /// <summary>The take profit after it; null: none, or as it was.</summary>
    [Id(8)]
    public SymbolPrice? TakeProfit { get; init; }
}
