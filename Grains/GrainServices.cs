using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OrleansTrading.Grains.Copy;
using OrleansTrading.Grains.Copy.Fees;
using OrleansTrading.Grains.Hosting;
using OrleansTrading.Grains.Ledger;
using OrleansTrading.Grains.Payments;
using OrleansTrading.Grains.PerformanceFees;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Risk;
using OrleansTrading.Grains.Risk.Breakers;
using OrleansTrading.Grains.Risk.Limits;
using OrleansTrading.Grains.Treasury;
using OrleansTrading.Grains.Trust;
using OrleansTrading.Grains.Users;
using OrleansTrading.Grains.Wallets;
using OrleansTrading.Grains.WalletTransfers;
using OrleansTrading.Grains.Withdrawals;

namespace OrleansTrading.Grains;

/// <summary>
/// Registers what grains need besides their ports, which the host provides: chains, prices, keys, entropy.
/// </summary>
public static class GrainServices
{
    /// <summary>
    /// Adds the catalogue, the quote maker and the options with their checks. The host binds the option classes to the
    /// sections it likes.
    /// </summary>
    public static IServiceCollection AddGrains(this IServiceCollection services)
    {
        services.TryAddSingleton<AssetCatalog>();
        services.TryAddSingleton<ChainSet>();
        services.TryAddSingleton<ChainHealth>();
        services.TryAddSingleton<QuoteMaker>();
        services.TryAddSingleton<LedgerMetrics>();
        services.TryAddSingleton<TrustGate>();
        services.TryAddSingleton<CopyFeeRules>();
        services.TryAddSingleton(provider =>
            TrustScoring.Default(provider.GetRequiredService<IOptions<TrustOptions>>().Value));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TrustOptions>, TrustOptionsValidator>());
        AddRisk(services);
        services.AddSingleton<IIncomingGrainCallFilter, BrokenPromiseFilter>();
        AddChecked<PlatformOptions>(services);
        AddChecked<SignInOptions>(services);
        AddChecked<QuoteOptions>(services);
        AddChecked<PaymentOptions>(services);
        AddChecked<TreasuryOptions>(services);
        AddChecked<RiskOptions>(services);
        AddChecked<LedgerOptions>(services);
        AddChecked<WalletOptions>(services);
        AddChecked<TrustOptions>(services);
        AddChecked<PerformanceFeeOptions>(services);
        AddChecked<CopyOptions>(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CopyOptions>, CopyOptionsValidator>());
        AddWithdrawals(services);
        return services;
    }

    /// <summary>
    /// At the host's start: checks that each chain is the configured one, and starts treasuries, watchers and sweepers.
    /// </summary>
    public static IServiceCollection AddPlatformStarter(this IServiceCollection services) =>
        services.AddHostedService<PlatformStarter>();

    /// <summary>At the host's start: starts what copy trading does without being called.</summary>
    public static IServiceCollection AddCopyStarter(this IServiceCollection services) =>
        services.AddHostedService<CopyStarter>();

    private static void AddRisk(IServiceCollection services)
    {
        services.TryAddSingleton<RiskMetrics>();
        services.TryAddSingleton<TreasuryMetrics>();
        services.TryAddSingleton<UserLimits>();
        services.TryAddSingleton<LimitCounters>();
        services.TryAddSingleton<GlobalLimits>();
        services.TryAddSingleton<TradeRules>();
        services.TryAddSingleton<ChainBreakers>();
        services.TryAddSingleton<QuoteGuards>();
        services.AddHostedService<LimitClock>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RiskOptions>, RiskOptionsValidator>());
    }

    private static void AddWithdrawals(IServiceCollection services)
    {
        services.TryAddSingleton<WalletTransferMaker>();
        services.TryAddSingleton<WithdrawalMaker>();
        services.TryAddSingleton<WithdrawalReports>();
        AddChecked<WithdrawalOptions>(services);
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<WithdrawalOptions>, WithdrawalOptionsValidator>());
    }

    private static void AddChecked<TOptions>(IServiceCollection services)
        where TOptions : class => services.AddOptions<TOptions>().ValidateDataAnnotations().ValidateOnStart();
}
