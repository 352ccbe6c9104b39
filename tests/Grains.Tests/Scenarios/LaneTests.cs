using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

/// <summary>
/// Several transfers of one account under way at once, and more offered for one that does not get in.
/// </summary>
public sealed class LaneTests
{
    [Fact]
    public async Task Each_lane_has_one_delivery_in_flight_and_after_a_crash_each_lands_once()
    {
        await using var world = await World.StartAsync(new WorldOptions { StellarLanes = 2 });
        var customer = await world.CustomerAsync();
        world.Stellar.Submissions = SubmissionFault.Dropped;
        var quotes = new List<QuoteView>();
        for (var i = 0; i < 4; i++)
        {
            quotes.Add(await world.QuoteAsync(customer, "solana/USDC", $"{10 + i}", "stellar/XLM"));
            await PayAsync(quotes[i], customer);
        }

        foreach (var quote in quotes)
        {
            await world.ReachedAsync(quote.Id, QuoteStatus.Executing);
        }

        await Eventually.HoldsAsync(() => world.Stellar.Signed.Count == 3, "all lanes are taken", world.Log.ToString);
        await world.RestartAsync(downtime: TimeSpan.FromSeconds(5));
        Assert.Equal(3, world.Stellar.Signed.Count);
        string?[] lanes = [null, .. world.StellarLanes.Select(lane => lane.Address)];
        Assert.Equivalent(lanes, world.Stellar.Signed.Select(signed => signed.Lane));

        world.Stellar.Submissions = SubmissionFault.None;
        foreach (var quote in quotes)
        {
            await world.Quote(quote.Id).GetAsync();
            await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        }

        Assert.Equal(4, world.Stellar.Signed.Count);
        await AuditedAsync(world);
        Assert.Equal(4, (await world.OutgoingAsync(world.StellarTreasury)).Count);
        world.AssertCalm();
    }

    [Fact]
    public async Task A_delivery_in_a_lane_that_is_configured_no_more_still_lands_once()
    {
        await using var world = await World.StartAsync(new WorldOptions
        {
            StellarLanes = 1,
            Treasury = options => options.RaiseFeeAfter = TimeSpan.FromSeconds(1),
        });
        var customer = await world.CustomerAsync();
        world.Stellar.Submissions = SubmissionFault.Dropped;
        var quotes = new List<QuoteView>();
        for (var i = 0; i < 2; i++)
        {
            quotes.Add(await world.QuoteAsync(customer, "solana/USDC", $"{10 + i}", "stellar/XLM"));
            await PayAsync(quotes[i], customer);
            await world.ReachedAsync(quotes[i].Id, QuoteStatus.Executing);
        }

        await Eventually.HoldsAsync(() => world.Stellar.Signed.Count == 2, "both lanes are taken", world.Log.ToString);
        world.Reconfigured = platform => platform.Chains.ForEach(chain => chain.Lanes = []);
        await world.RestartAsync(downtime: TimeSpan.FromSeconds(5));
        world.Stellar.Submissions = SubmissionFault.None;

        foreach (var quote in quotes)
        {
            await world.Quote(quote.Id).GetAsync();
            await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        }

        Assert.Equal(2, (await world.OutgoingAsync(world.StellarTreasury)).Count);
        world.AssertCalm();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task More_is_offered_for_a_delivery_that_does_not_get_in_and_it_stays_one_transaction(int lanes)
    {
        await using var world = await World.StartAsync(new WorldOptions
        {
            StellarLanes = lanes,
            Treasury = options => options.RaiseFeeAfter = TimeSpan.FromSeconds(1),
        });
        var customer = await world.CustomerAsync();
        world.Stellar.Submissions = SubmissionFault.Dropped;
        var quotes = new List<QuoteView>();
        for (var i = 0; i <= lanes; i++)
        {
            quotes.Add(await world.QuoteAsync(customer, "solana/USDC", $"{10 + i}", "stellar/XLM"));
            await PayAsync(quotes[i], customer);
        }

        await Eventually.HoldsAsync(
            () => world.Stellar.Signed.Count == lanes + 1
                && world.Stellar.Signed.All(signed => world.Stellar.Submitted.Any(
                    sent => sent.TransactionId == signed.TransactionId && sent.FeeUnitsMax > signed.FeeUnitsMax)),
            "more is offered for each",
            world.Log.ToString);

        // What is submitted was stored: after a crash the raised bytes, or ones raised again, go out.
        await world.RestartAsync(downtime: TimeSpan.FromSeconds(5));
        world.Stellar.Submissions = SubmissionFault.None;
        foreach (var quote in quotes)
        {
            await world.Quote(quote.Id).GetAsync();
            var done = await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
            Assert.Contains(world.Stellar.Signed, signed => signed.TransactionId == done.DeliveryTransactionId);
            var steps = await world.Quote(quote.Id).GetTimelineAsync();
            Assert.Contains(steps!, step => step.Step == "delivery.fee_raised");
        }

        Assert.Equal(lanes + 1, world.Stellar.Signed.Count);
        await AuditedAsync(world);
        Assert.Equal(lanes + 1, (await world.OutgoingAsync(world.StellarTreasury)).Count);
        world.AssertCalm();
    }

    /// <summary>A later delivery is made, so the audit has met the earlier ones and knew them.</summary>
    private static async Task AuditedAsync(World world)
    {
        world.Time.Jump(TimeSpan.FromSeconds(2));
        await world.EventuallyAsync(
            () => world.StoredAsync(world.StellarTreasury),
            state => state.AwaitingAudit.Count == 0,
            "the audit has met all");
        Assert.Null((await world.Treasury(world.StellarTreasury).GetAsync()).Halted);
    }
}
