using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.PerformanceFees;

/// <summary>The ids and references of what is booked for a period: they follow from subscription and period.</summary>
internal static class FeeNames
{
    /// <summary>The id, in the subscriber's wallet, of the transfer of the provider's part.</summary>
    internal static UInt128 ProviderOperation(SubscriptionId subscription, int period) =>
        LedgerEncoding.IdOf($"performance fee of {subscription.Value}/{period} to its provider");

    /// <summary>The id, in the subscriber's wallet, of the debit of the platform's part.</summary>
    internal static UInt128 PlatformOperation(SubscriptionId subscription, int period) =>
        LedgerEncoding.IdOf($"performance fee of {subscription.Value}/{period} to the platform");

    /// <summary>What both parties see in their wallets' statements.</summary>
    internal static string Reference(SubscriptionId subscription, int period) =>
        $"performance fee {subscription.Value} period {period}";
}
