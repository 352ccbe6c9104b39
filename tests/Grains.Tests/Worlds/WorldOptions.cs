using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Risk;
using OrleansTrading.Grains.Treasury;

namespace OrleansTrading.Grains.Tests.Worlds;

/// <summary>In what a test's world differs from the usual one.</summary>
internal sealed class WorldOptions
{
    public Action<RiskOptions>? Risk { get; init; }

    public Action<TreasuryOptions>? Treasury { get; init; }

    public Action<QuoteOptions>? Quotes { get; init; }

    /// <summary>How many channel accounts the treasury on Stellar has.</summary>
    public int StellarLanes { get; init; }
}

/// <summary>A user with proven addresses on both chains.</summary>
internal sealed record Customer(UserId User, Party Solana, Party Stellar)
{
    internal Party On(AssetId asset) => asset.ChainId == Solana.Chain.Id ? Solana : Stellar;
}
