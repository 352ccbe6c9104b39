using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana;

/// <summary>Which of the two token programs a mint belongs to.</summary>
public enum SolanaTokenProgram
{
    /// <summary>SPL Token, e.g. USDC and USDT.</summary>
    Token,

    /// <summary>Token-2022, e.g. PYUSD.</summary>
    Token2022,
}

/// <summary>How our own transactions are encoded. Both are read, whoever made them.</summary>
public enum SolanaMessageVersion
{
    /// <summary>The first format, which every wallet, explorer and exchange understands.</summary>
    Legacy,

    /// <summary>Version 0, without lookup tables: one byte longer, and nothing else.</summary>
    Version0,
}

/// <summary>A token that this chain handles.</summary>
public sealed class SolanaToken
{
    /// <summary>The mint's address.</summary>
    public required string Mint { get; init; }

    /// <summary>The mint's decimals; a transfer with other decimals fails on chain.</summary>
    public required int Decimals { get; init; }

    /// <summary>The program that owns the mint. Defaults to SPL Token.</summary>
    public SolanaTokenProgram Program { get; init; } = SolanaTokenProgram.Token;

    /// <summary>
    /// The size of a new token account, which sets its rent. Null, the default: 165 bytes for SPL Token; for Token-2022
    /// what the mint's extensions ask for.
    /// </summary>
    public int? AccountBytes { get; init; }
}

/// <summary>How Solana is used. Facts about money are always read at commitment <c>finalized</c>.</summary>
public sealed class SolanaOptions
{
    /// <summary>Default of <see cref="ComputeUnitPriceMin"/>: about 80 lamports a token transfer.</summary>
    public const ulong ComputeUnitPriceMinDefault = 1_000;

    /// <summary>Default of <see cref="ComputeUnitPriceMax"/>: about 80,000 lamports a token transfer.</summary>
    public const ulong ComputeUnitPriceMaxDefault = 1_000_000;

    /// <summary>Default of <see cref="ComputeUnitPricePercentile"/>.</summary>
    public const int ComputeUnitPricePercentileDefault = 75;

    /// <summary>Default of <see cref="PriorityFeeLamportsMax"/>: a hundred times the fee of a signature.</summary>
    public const ulong PriorityFeeLamportsMaxDefault = 500_000;

    /// <summary>Default of <see cref="ComputeUnitLimitPercent"/>: half as much again.</summary>
    public const int ComputeUnitLimitPercentDefault = 150;

    /// <summary>
    /// Default of <see cref="ComputeUnitLimitMax"/>: more than the longest of our transfers uses.
    /// </summary>
    public const uint ComputeUnitLimitMaxDefault = 400_000;

    /// <summary>Default of <see cref="DeadMarginBlocks"/>: one confirmation depth of the public clusters.</summary>
    public const int DeadMarginBlocksDefault = 32;

    /// <summary>Default of <see cref="HistoryLagSlots"/>.</summary>
    public const int HistoryLagSlotsDefault = 4;

    /// <summary>Default of <see cref="HistoryScanPagesMax"/>: a backlog of half a million transactions.</summary>
    public const int HistoryScanPagesMaxDefault = 500;

    private const int TokensMax = 50;

    /// <summary>Enough for a token transfer that opens an account, without a long memo.</summary>
    private const uint ComputeUnitLimitLeast = 150_000;

    /// <summary>The cluster's own limit.</summary>
    private const uint ComputeUnitLimitMost = 1_400_000;

    /// <summary>The cluster's name (mainnet, devnet, testnet, local) or CAIP-2 id. Defaults to the local one.</summary>
    public string Cluster { get; init; } = SolanaClusters.Local;

    /// <summary>
    /// The genesis hash that the node must have. Null: that of the public cluster; not checked on the local one.
    /// </summary>
    public string? GenesisHash { get; init; }

    /// <summary>The tokens besides SOL, at most 50.</summary>
    public IReadOnlyList<SolanaToken> Tokens { get; init; } = [];

    /// <summary>The least priority fee, in millionths of a lamport for each compute unit.</summary>
    public ulong ComputeUnitPriceMin { get; init; } = ComputeUnitPriceMinDefault;

    /// <summary>The most, whatever others pay at the moment.</summary>
    public ulong ComputeUnitPriceMax { get; init; } = ComputeUnitPriceMaxDefault;

    /// <summary>
    /// The percentile of the fees that recent transactions paid for writing the same accounts which becomes the price,
    /// between the two bounds above. 0 is the least of them, 100 the most.
    /// </summary>
    public int ComputeUnitPricePercentile { get; init; } = ComputeUnitPricePercentileDefault;

    /// <summary>
    /// The most lamports a transfer may cost beyond the fee of its signature; the price is lowered until it does. 0: no
    /// priority fee.
    /// </summary>
    public ulong PriorityFeeLamportsMax { get; init; } = PriorityFeeLamportsMaxDefault;

    /// <summary>
    /// The limit of compute units, as a percentage of what a node used when it simulated the transfer.
    /// </summary>
    public int ComputeUnitLimitPercent { get; init; } = ComputeUnitLimitPercentDefault;

    /// <summary>The highest limit of compute units, whatever was simulated. The cluster's own is 1,400,000.</summary>
    public uint ComputeUnitLimitMax { get; init; } = ComputeUnitLimitMaxDefault;

    /// <summary>The format of our own transactions. Defaults to the legacy one.</summary>
    public SolanaMessageVersion MessageVersion { get; init; } = SolanaMessageVersion.Legacy;

    /// <summary>
    /// How many finalized blocks past its validity a transfer must be before it can be called dead; in a lane, how many
    /// slots ago its nonce must have been used up. Nodes write their index of transactions a moment after the block is
    /// final; this is that moment, generously.
    /// </summary>
    public int DeadMarginBlocks { get; init; } = DeadMarginBlocksDefault;

    /// <summary>How far history stays behind the last finalized slot, for the same reason.</summary>
    public int HistoryLagSlots { get; init; } = HistoryLagSlotsDefault;

    /// <summary>
    /// How many pages of 1000 signatures are walked back to reach the cursor. Beyond it, reading history fails.
    /// </summary>
    public int HistoryScanPagesMax { get; init; } = HistoryScanPagesMaxDefault;

    /// <summary>Checks the options together.</summary>
    /// <exception cref="ArgumentException">Names the option, its value and the rule.</exception>
    public void Validate()
    {
        SolanaClusters.Resolve(Cluster);
        Require(
            GenesisHash is null || SolanaKey.TryParse(GenesisHash, out _),
            $"{nameof(GenesisHash)} is '{GenesisHash}'. It must be base58 of 32 bytes.");
        Require(
            ComputeUnitPriceMin <= ComputeUnitPriceMax && ComputeUnitPriceMax <= 1_000_000_000,
            $"{nameof(ComputeUnitPriceMin)} is {ComputeUnitPriceMin} and {nameof(ComputeUnitPriceMax)} is "
            + $"{ComputeUnitPriceMax}. They must be ordered and at most 1000000000.");
        RequireRange(nameof(ComputeUnitPricePercentile), ComputeUnitPricePercentile, 0, 100);
        RequireRange(nameof(ComputeUnitLimitPercent), ComputeUnitLimitPercent, 100, 1_000);
        Require(
            ComputeUnitLimitMax is >= ComputeUnitLimitLeast and <= ComputeUnitLimitMost,
            $"{nameof(ComputeUnitLimitMax)} is {ComputeUnitLimitMax}. It must be between {ComputeUnitLimitLeast} and "
            + $"{ComputeUnitLimitMost}.");
        Require(
            PriorityFeeLamportsMax <= 1_000_000_000,
            $"{nameof(PriorityFeeLamportsMax)} is {PriorityFeeLamportsMax}. It must be at most 1000000000 (one SOL).");
        Require(
            Enum.IsDefined(MessageVersion),
            $"{nameof(MessageVersion)} is {MessageVersion}. It must be {nameof(SolanaMessageVersion.Legacy)} or "
            + $"{nameof(SolanaMessageVersion.Version0)}.");
        RequireRange(nameof(DeadMarginBlocks), DeadMarginBlocks, 0, 10_000);
        RequireRange(nameof(HistoryLagSlots), HistoryLagSlots, 0, 1_000);
        RequireRange(nameof(HistoryScanPagesMax), HistoryScanPagesMax, 1, 10_000);
        RequireRange($"{nameof(Tokens)}.Count", Tokens.Count, 0, TokensMax);
        foreach (var token in Tokens)
        {
            Require(
                SolanaKey.TryParse(token.Mint, out _),
                $"{nameof(Tokens)}: the mint '{token.Mint}' must be base58 of 32 bytes.");
            RequireRange($"{nameof(Tokens)}: {nameof(token.Decimals)} of {token.Mint}", token.Decimals, 0, 255);
            RequireRange(
                $"{nameof(Tokens)}: {nameof(token.AccountBytes)} of {token.Mint}",
                token.AccountBytes ?? TokenAccount.BaseBytes,
                TokenAccount.BaseBytes,
                10_000);
        }

        Require(
            Tokens.Select(token => token.Mint).Distinct(StringComparer.Ordinal).Count() == Tokens.Count,
            $"{nameof(Tokens)} names a mint twice.");
    }

    private static void RequireRange(string name, int value, int least, int most) =>
        Require(value >= least && value <= most, $"{name} is {value}. It must be between {least} and {most}.");

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new ArgumentException(problem);
        }
    }
}
