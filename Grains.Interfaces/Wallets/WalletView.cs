namespace OrleansTrading.Grains;

/// <summary>What a wallet has of one asset, in base units.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Available">What may be used.</param>
/// <param name="Held">What is set aside.</param>
[GenerateSerializer, Immutable, Alias("ot.wallet-balance")]
public sealed record WalletBalance(AssetId Asset, UInt128 Available, UInt128 Held);

/// <summary>A hold that is neither used up nor released.</summary>
/// <param name="Id">The id of the operation that made it.</param>
/// <param name="Left">What is still held.</param>
/// <param name="Until">From when on it is available again.</param>
[GenerateSerializer, Immutable, Alias("ot.wallet-open-hold")]
public sealed record WalletOpenHold(UInt128 Id, Amount Left, DateTimeOffset Until);

/// <summary>A wallet as it is stored.</summary>
[GenerateSerializer, Immutable, Alias("ot.wallet-view")]
public sealed record WalletView
{
    /// <summary>The wallet.</summary>
    [Id(0)]
    public required WalletId Id { get; init; }

    /// <summary>When it was first used; null: never.</summary>
    [Id(1)]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>What it has, by asset id; assets of which it has nothing are left out.</summary>
    [Id(2)]
    public required IReadOnlyList<WalletBalance> Balances { get; init; }

    /// <summary>The open holds, the one that ends first at the front.</summary>
    [Id(3)]
    public required IReadOnlyList<WalletOpenHold> Holds { get; init; }

    /// <summary>What it has sent and is not known to have arrived, oldest first.</summary>
    [Id(4)]
    public required IReadOnlyList<WalletTransfer> Outgoing { get; init; }

    /// <summary>Its journal entries.</summary>
    [Id(5)]
    public required long Entries { get; init; }
}
