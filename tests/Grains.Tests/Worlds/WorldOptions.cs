using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Risk;
using OrleansTrading.Grains.Treasury;
using OrleansTrading.Grains.Trust;
using OrleansTrading.Grains.Wallets;
using OrleansTrading.Grains.Withdrawals;

namespace OrleansTrading.Grains.Tests.Worlds;

/// <summary>In what a test's world differs from the usual one.</summary>
internal sealed class WorldOptions
{
    public Action<RiskOptions>? Risk { get; init; }

    public Action<TreasuryOptions>? Treasury { get; init; }

    public Action<QuoteOptions>? Quotes { get; init; }

    public Action<WalletOptions>? Wallets { get; init; }

    public Action<TrustOptions>? Trust { get; init; }

    public Action<WithdrawalOptions>? Withdrawals { get; init; }

    /// <summary>Whether there is NEAR too.</summary>
    public bool WithNear { get; init; }

    /// <summary>How many channel accounts the treasury on Stellar has.</summary>
    public int StellarLanes { get; init; }
}

/// <summary>A user with a proven address on each chain.</summary>
internal sealed record Customer(UserId User, Party Solana, Party Stellar)
{
    /// <summary>Null in a world without NEAR.</summary>
    internal Party? Near { get; init; }

    internal Party On(AssetId asset) => asset.ChainId == Solana.Chain.Id ? Solana
        : asset.ChainId == Near?.Chain.Id ? Near
        : Stellar;
}
