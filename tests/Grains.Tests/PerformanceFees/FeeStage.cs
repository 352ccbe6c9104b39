using OrleansTrading.Grains.Tests.Wallets;
using static OrleansTrading.Grains.Tests.Wallets.WalletWorld;

namespace OrleansTrading.Grains.Tests.PerformanceFees;

/// <summary>A subscription of Alice's to Bob in a world of wallets.</summary>
internal sealed class FeeStage(WalletWorld world, int number = 0)
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(31);

    internal SubscriptionId Id { get; } = SubscriptionId.Derive(Alice, $"{number}");

    internal WalletId Subscriber { get; } = WalletId.Of(Alice, $"s{number}");

    internal WalletId Provider { get; } = WalletId.Of(Bob, $"s{number}");

    internal IPerformanceFeeGrain Grain => world.Fees(Id);

    /// <summary>30 % of new profit, of which the platform has a fifth, by month.</summary>
    internal PerformanceFeeTerms Terms { get; set; } = new()
    {
        Subscriber = WalletId.Of(Alice, $"s{number}"),
        Provider = WalletId.Of(Bob, $"s{number}"),
        Asset = Usd,
        RateBasisPoints = 3_000,
        PlatformShareBasisPoints = 2_000,
        Unit = FeePeriodUnit.Month,
        Length = 1,
        StartsAt = world.Time.GetUtcNow(),
        OpeningEquity = 10_000,
    };

    internal async Task OpenAsync() =>
        Done(await RepeatAsync(() => Grain.OpenAsync(Terms)));

    internal Task FundAsync(ulong units) => FundAsync(world.Adjustment(units));

    internal async Task FundAsync(WalletMovement credit) =>
        WalletWorld.Done(await world.RepeatAsync(Subscriber, wallet => wallet.CreditAsync(credit)));

    /// <summary>Lets a period pass, and closes it.</summary>
    internal async Task<FeePeriodView> CloseAsync(int period, Int128 equity, ulong deposits = 0, ulong withdrawals = 0)
    {
        world.Time.Jump(Month);
        return Done(await RepeatAsync(() => Grain.CloseAsync(Period(period, equity, deposits, withdrawals))));
    }

    /// <summary>Lets time pass until it is tried again to collect, and tries.</summary>
    internal async Task CollectAsync()
    {
        world.Time.Jump(TimeSpan.FromHours(1));
        await RepeatAsync(async () =>
        {
            await Grain.WakeAsync();
            return true;
        });
    }

    internal static CloseFeePeriod Period(
        int period, Int128 equity, ulong deposits = 0, ulong withdrawals = 0, bool isLast = false) => new()
    {
        Period = period,
        Figures = new PerformanceFeeFigures { Equity = equity, Deposits = deposits, Withdrawals = withdrawals },
        IsLast = isLast,
    };

    internal static T Done<T>(Outcome<T> outcome)
        where T : class
    {
        Assert.Null(outcome.Refusal);
        return outcome.Value!;
    }

    internal static Refusal Refused<T>(string code, Outcome<T> outcome)
        where T : class
    {
        Assert.Null(outcome.Value);
        Assert.Equal(code, outcome.Refusal!.Code);
        return outcome.Refusal;
    }

    /// <summary>
    /// What the wallet has paid, in the order it was paid in: by the ledger, the provider's parts and the platform's.
    /// </summary>
    internal async Task<IReadOnlyList<(UInt128 Id, int Units)>> PaidAsync() =>
        [.. (await world.EntriesAsync(Subscriber))
            .Where(entry => entry.Booking.Kind == LedgerKinds.FeePerformance)
            .Select(entry => (entry.Id, (int)entry.Booking.Postings.Single(p => p.Units > 0).Units))];

    /// <summary>The wallets' available units, once all that was sent has arrived.</summary>
    internal async Task<(int Subscriber, int Provider)> AvailableAsync()
    {
        var (subscriber, provider) = (await world.SettledAsync(Subscriber), await world.SettledAsync(Provider));
        return (Of(subscriber), Of(provider));

        static int Of(WalletView view) => checked((int)(view.Balances.SingleOrDefault()?.Available ?? 0));
    }
}
