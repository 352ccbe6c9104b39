using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Devnet.Near;
using OrleansTrading.Devnet.Solana;
using OrleansTrading.Devnet.Stellar;
using OrleansTrading.Grains;

namespace OrleansTrading.Simulation.Worlds;

/// <summary>What a simulated platform trades, and what of it everybody starts with.</summary>
internal static class SimulatedAssets
{
    internal const string Solana = "solana";
    internal const string Stellar = "stellar";
    internal const string Near = "near";

    internal static readonly SolanaOptions SolanaOptions = new()
    {
        Tokens = [new SolanaToken { Mint = SolanaDevnet.UsdcMint, Decimals = SolanaDevnet.UsdcDecimals }],
        DeadMarginBlocks = 2,
        HistoryLagSlots = 0,
    };

    internal static readonly StellarOptions StellarOptions = new()
    {
        IssuedAssets = [new StellarIssuedAsset(StellarDevnet.UsdcCode, StellarDevnet.UsdcIssuer)],
        TransactionLifetime = TimeSpan.FromSeconds(30),
    };

    private const string NearChain = $"{Near}:{NearDevnet.ChainId}";

    /// <summary>
    /// One of each: alias, CAIP-19 id, decimals, price feed, what an everyday quote pays, in base units.
    /// </summary>
    internal static IReadOnlyList<SimulatedAsset> All { get; } =
    [
        new("solana/SOL", $"{SolanaClusters.Local}/slip44:501", 9, "SOL/USD", 200_000_000),
        new("solana/USDC", $"{SolanaClusters.Local}/token:{SolanaDevnet.UsdcMint}", 6, "USDC/USD", 30_000_000),
        new("stellar/XLM", $"{StellarConstants.DevnetId}/slip44:148", 7, "XLM/USD", 750_000_000),
        new(
            "stellar/USDC",
            $"{StellarConstants.DevnetId}/asset:{StellarDevnet.UsdcCode}-{StellarDevnet.UsdcIssuer}",
            7,
            "USDC/USD",
            300_000_000),
        new("near/NEAR", $"{NearChain}/slip44:397", 24, "NEAR/USD", (UInt128)6_000_000_000_000 * 1_000_000_000_000),
        new("near/USDC", $"{NearChain}/nep141:{NearDevnet.UsdcContract}", 6, "USDC/USD", 30_000_000),
    ];

    internal static NearOptions NearOptions(int validityBlocks) => new()
    {
        Network = NearDevnet.ChainId,
        Tokens = [new NearToken { Contract = NearDevnet.UsdcContract }],
        ValidityBlocks = validityBlocks,
    };

    internal static SimulatedAsset Get(string alias) => All.First(asset => asset.Alias == alias);
}

/// <summary>An asset of a simulated platform.</summary>
/// <param name="Alias">Its short name.</param>
/// <param name="Id">Its CAIP-19 id.</param>
/// <param name="Decimals">Its decimals.</param>
/// <param name="Feed">The price feed in US dollars.</param>
/// <param name="EverydayUnits">What an everyday quote is about, in base units: some 30 dollars.</param>
internal sealed record SimulatedAsset(string Alias, string Id, int Decimals, string Feed, UInt128 EverydayUnits)
{
    internal string Chain => Alias[..Alias.IndexOf('/', StringComparison.Ordinal)];

    internal bool IsNative => Id.Contains("slip44", StringComparison.Ordinal);

    internal UInt128 RefundFeeUnits => EverydayUnits / 1000;

    /// <summary>Taken by itself before the amount is: a hold may end in between.</summary>
    internal UInt128 WithdrawalFeeUnits => IsNative ? 0 : EverydayUnits / 300;

    internal UInt128 DustUnits => EverydayUnits / 500;

    internal AssetOptions ToOptions() => new()
    {
        Alias = Alias,
        Id = Id,
        Decimals = Decimals,
        PriceFeed = Feed,
        Min = AmountText.Format(EverydayUnits / 100, Decimals),
        Max = AmountText.Format(EverydayUnits * 100, Decimals),
        RefundFee = AmountText.Format(RefundFeeUnits, Decimals),
        Dust = AmountText.Format(DustUnits, Decimals),
        WithdrawalFee = WithdrawalFeeUnits == 0 ? null : AmountText.Format(WithdrawalFeeUnits, Decimals),
    };
}
