using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Tests.Wallets;
using OrleansTrading.Grains.Tests.Worlds;

namespace OrleansTrading.Grains.Tests.Copy;

/// <summary>Alice copies Bob, who takes 20 % of new profit each month; the platform has a fifth of it.</summary>
internal sealed class CopyFeeStage : IAsyncDisposable
{
    private long _tickets;

    private CopyFeeStage(CopyWorld world) => World = world;

    internal static CopyFeeTerms Terms { get; } = new()
    {
        RateBasisPoints = 2_000, Unit = FeePeriodUnit.Month, Length = 1, Asset = WalletWorld.Usd,
    };

    internal static CopyFee Asked { get; } = new(Terms, WalletId.Of(CopyWorld.Bob, "fees"));

    internal static CopyFee Agreed { get; } = new(Terms, WalletId.Of(CopyWorld.Alice, "main"));

    internal CopyWorld World { get; }

    internal ScriptedTerminal Terminal { get; private set; } = null!;

    internal SubscriptionId Id { get; private set; }

    internal IPerformanceFeeGrain Fee => World.Wallets.Fees(Id);

    /// <summary>Both, and a wallet with so much.</summary>
    internal static async Task<CopyFeeStage> StartAsync(long fundedCents)
    {
        var stage = new CopyFeeStage(await CopyWorld.StartAsync());
        Assert.Null((await stage.World.Provider.SetFeeAsync(Asked)).Refusal);
        await stage.World.Wallets.FilledAsync((ulong)(fundedCents * CopyWorld.UnitsPerCent));
        (stage.Terminal, stage.Id) = await stage.World.SubscribeAsync(fee: Agreed);
        return stage;
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();

    /// <summary>Kills the platform and starts it again; the terminal comes back.</summary>
    internal async Task RestartAsync()
    {
        await World.RestartAsync();
        Terminal.Cut();
        await World.UntilDoneAsync(() => Terminal.ConnectAsync());
    }

    /// <summary>A copy from its opening to a result.</summary>
    internal async Task TradeAsync(long resultCents)
    {
        await OpenAsync();
        await CloseAsync(resultCents);
    }

    internal async Task OpenAsync()
    {
        Terminal.Broker = _ => BrokerAnswer.Filled;
        await World.PublishAsync(World.Open(++_tickets));
        await World.UntilAsync(Id, _tickets, PositionStatus.Filled);
    }

    internal async Task CloseAsync(long resultCents)
    {
        Terminal.Broker = _ => BrokerAnswer.Filled with { ProfitCents = resultCents };
        await World.PublishAsync(World.Do(SignalAction.Close, _tickets));
        await World.UntilAsync(Id, view => view.Copies.Count == 0, "the copy is closed");
    }

    /// <summary>Lets a month pass, and waits until its period is closed.</summary>
    internal async Task<FeePeriodView> PassAsync(int period)
    {
        World.Time.Jump(TimeSpan.FromDays(31));
        return await ClosedAsync(period);
    }

    internal async Task<FeePeriodView> ClosedAsync(int period)
    {
        await World.UntilAsync(Id, view => view.Fee!.Periods >= period, $"period {period} is closed");
        var statement = await Eventually.GetAsync(
            () => World.UntilDoneAsync(() => CollectedAsync(period)),
            found => found is { Fees.Owed: var owed, Periods: [var closed] } && closed.Period == period && owed == 0,
            $"the fee of period {period} is paid",
            World.Log.ToString);
        return statement!.Periods[0];
    }

    /// <summary>A period's statement; what a wallet has not answered for is asked for again.</summary>
    private async Task<FeeStatement?> CollectedAsync(int period)
    {
        var found = await Fee.GetStatementAsync(period + 1, 1);
        if (found?.Fees.RetryAt > World.Time.GetUtcNow())
        {
            World.Time.Jump(TimeSpan.FromMinutes(10));
            await Fee.WakeAsync();
        }

        return found;
    }

    /// <summary>What all wallets have got by fees, in hundredths of the currency.</summary>
    internal async Task<(long Provider, long Platform)> PaidAsync()
    {
        await World.Wallets.SettledAsync(Agreed.Wallet);
        var paid = (await World.Wallets.EntriesAsync(Agreed.Wallet))
            .Where(entry => entry.Booking.Kind == LedgerKinds.FeePerformance)
            .ToLookup(
                entry => entry.Booking.Postings.Any(p => p.Account == LedgerAccounts.RevenuePerformanceFee),
                entry => (long)entry.Booking.Postings.Single(p => p.Units > 0).Units);
        return (paid[false].Sum() / CopyWorld.UnitsPerCent, paid[true].Sum() / CopyWorld.UnitsPerCent);
    }

    internal static Int128 Units(long cents) => (Int128)cents * CopyWorld.UnitsPerCent;
}
