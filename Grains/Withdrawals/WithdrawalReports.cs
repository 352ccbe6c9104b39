using OrleansTrading.Grains.Risk.Breakers;

namespace OrleansTrading.Grains.Withdrawals;

/// <summary>Tells the breaker of a chain how a payment on it has ended.</summary>
internal sealed class WithdrawalReports(AssetCatalog catalog, ChainBreakers breakers)
{
    /// <param name="grains">Where the breaker is.</param>
    /// <param name="account">The account that paid.</param>
    /// <param name="withdrawal">What was paid.</param>
    /// <param name="problem">What failed; null: it went well.</param>
    internal Task ReportAsync(IGrainFactory grains, AccountId account, WithdrawalId withdrawal, string? problem) =>
        catalog.FindTreasury(account) is { } chain
            ? breakers.ReportAsync(grains, chain.Name, problem is null ? null : $"{withdrawal}: {problem}")
            : Task.CompletedTask;
}
