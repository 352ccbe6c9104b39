using OrleansTrading.Chains;

namespace OrleansTrading.Audit.Money;

/// <summary>One treasury account as its network tells it, between two moments.</summary>
internal sealed record ChainBook
{
    private const int PageMax = 200;

    internal required string ChainId { get; init; }

    internal required string Treasury { get; init; }

    internal required string NativeAsset { get; init; }

    /// <summary>What it held of each asset at the first moment, by CAIP-19 id, in base units.</summary>
    internal required IReadOnlyDictionary<string, UInt128> Before { get; init; }

    /// <summary>What it held at the second.</summary>
    internal required IReadOnlyDictionary<string, UInt128> After { get; init; }

    /// <summary>All that came in and went out in between, oldest first.</summary>
    internal required IReadOnlyList<Movement> Movements { get; init; }

    /// <summary>Assets whose transfers have no room for a memo.</summary>
    internal required IReadOnlySet<string> AssetsWithoutMemo { get; init; }

    /// <summary>What opening recipients' accounts took from it, in units of the native asset.</summary>
    internal UInt128 OpeningUnits { get; init; }

    internal IEnumerable<Movement> Arrived =>
        Movements.Where(m => m.Direction == MovementDirection.Incoming && m.Succeeded);

    internal IEnumerable<Movement> Left => Movements.Where(m => m.Direction == MovementDirection.Outgoing);

    /// <summary>Everything in an account's final history after a cursor, and where to go on.</summary>
    internal static async Task<(IReadOnlyList<Movement> Movements, string? Cursor)> ReadMovementsAsync(
        IChain chain, string treasury, string? cursor, CancellationToken cancellationToken)
    {
        var movements = new List<Movement>();
        HistoryPage page;
        do
        {
            page = await chain.ReadHistoryAsync(treasury, cursor, PageMax, cancellationToken);
            movements.AddRange(page.Movements);
            cursor = page.Cursor;
        }
        while (page.HasMore);

        // Solana tells a transaction again that touches two of a wallet's accounts and falls on the edge of a page.
        return ([.. movements.DistinctBy(m => (m.TransactionId, m.Index, m.Direction))], cursor);
    }

    internal static async Task<IReadOnlyDictionary<string, UInt128>> ReadBalancesAsync(
        IChain chain, string treasury, CancellationToken cancellationToken) =>
        (await chain.GetBalancesAsync(treasury, cancellationToken)).Held
            .ToDictionary(balance => balance.Asset, balance => balance.Units, StringComparer.Ordinal);
}
