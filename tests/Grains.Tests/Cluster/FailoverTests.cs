using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Cluster;

/// <summary>One of two silos ends in the middle of everything; the other one goes on with what is stored.</summary>
public sealed class FailoverTests
{
    private const int CustomersCount = 4;
    private const int SubmittedBeforeTheKill = 3;
    private static readonly UInt128 Friendbot = (UInt128)10_000 * OneXlm;

    /// <summary>Death is noticed after seconds; what the dead silo ran is woken by reminders, a minute apart.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <summary>
    /// The silo that signs is killed while deliveries and refunds leave it. Nobody asks the grains that it ran: what
    /// they began is finished because their reminders are stored.
    /// </summary>
    [Fact]
    public async Task Silo_of_the_treasury_killed_under_load_loses_nothing_and_delivers_nothing_twice()
    {
        await using var world = await World.StartAsync();
        var cluster = (TestClusterFixture)world.Platform;
        var customers = await Task.WhenAll(Enumerable.Range(0, CustomersCount).Select(_ => world.CustomerAsync()));
        var underWay = DeliveriesUnderWay(world);

        var before = await BuyAsync(world, customers, "before");
        var refunds = customers.Length;
        await Task.WhenAll(customers.Select(customer => PayTooLittleAsync(world, customer)));
        await underWay.WaitAsync(Eventually.Deadline);
        await cluster.KillAsync(cluster.SiloOf(world.Treasury(world.StellarTreasury)));
        var after = await BuyAsync(world, customers, "after");

        var quotes = before.Concat(after).ToList();
        await Task.WhenAll(quotes.Select(
            quote => world.Signals.ReachedAsync(quote.Id, s => s == nameof(QuoteStatus.Executed)).WaitAsync(Limit)));
        await UntilRefundedAsync(world, refunds);
        Assert.Single(cluster.Silos);
        await AssertPaidOnceAsync(world, customers, quotes, refunds);
        world.AssertCalm();
    }

    private static Task DeliveriesUnderWay(World world)
    {
        var count = 0;
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Stellar.Submitting = _ =>
        {
            if (Interlocked.Increment(ref count) == SubmittedBeforeTheKill)
            {
                enough.SetResult();
            }
        };
        return enough.Task;
    }

    /// <summary>Each customer asks for three quotes and pays them.</summary>
    private static async Task<IReadOnlyList<QuoteView>> BuyAsync(World world, Customer[] customers, string when) =>
        await Task.WhenAll(customers.SelectMany(customer => Enumerable.Range(0, 3).Select(async n =>
        {
            var quote = await AskAsync(world, customer, $"{when}-{n}");
            await PayAsync(quote, customer);
            return quote;
        })));

    private static async Task PayTooLittleAsync(World world, Customer customer)
    {
        var quote = await AskAsync(world, customer, "too-little");
        await PayAsync(quote, customer, OneUsdc);
    }

    /// <summary>As a customer does: what got no answer is asked again, with the same key.</summary>
    private static async Task<QuoteView> AskAsync(World world, Customer customer, string key)
    {
        var command = world.Command(customer, "solana/USDC", "10", "stellar/XLM");
        var made = await Eventually.GetAsync(
            async () =>
            {
                try
                {
                    return await world.CreateAsync(command, key);
                }
                catch (Exception failure) when (failure is OrleansException or TimeoutException)
                {
                    return null;
                }
            },
            outcome => outcome is { Value: not null },
            $"{customer.User} has a quote",
            world.Log.ToString);
        return made!.Value!;
    }

    private static async Task UntilRefundedAsync(World world, int count)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var period = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while ((await world.OutgoingAsync(world.SolanaTreasury)).Count < count)
        {
            await period.WaitForNextTickAsync(limit.Token);
        }
    }

    private static async Task AssertPaidOnceAsync(
        World world, Customer[] customers, List<QuoteView> quotes, int refunds)
    {
        var deliveries = await world.OutgoingAsync(world.StellarTreasury);
        Assert.Equal(quotes.Count, deliveries.Count);
        Assert.Equal(refunds, (await world.OutgoingAsync(world.SolanaTreasury)).Count);
        foreach (var customer in customers)
        {
            var bought = quotes.Where(quote => quote.User == customer.User)
                .Aggregate((UInt128)0, (sum, quote) => sum + quote.Receive.Amount.Units);
            Assert.Equal(Friendbot + bought, await customer.Stellar.BalanceAsync(Xlm));
        }

        foreach (var quote in quotes)
        {
            Assert.Equal(QuoteStatus.Executed, (await world.Quote(quote.Id).GetAsync())!.Status);
        }
    }
}
