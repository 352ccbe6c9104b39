using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Scenarios;

public sealed class ExpiryTests
{
    [Fact]
    public async Task An_unpaid_quote_expires_when_it_is_looked_at()
    {
        // The sweeper stays out of the way.
        await using var world = await World.StartAsync(
            new WorldOptions { Quotes = o => o.SweepPeriod = TimeSpan.FromMinutes(10) });
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");

        world.Time.Jump(TimeSpan.FromMinutes(6));
        Assert.Equal(QuoteStatus.Pending, (await world.Quote(quote.Id).GetAsync())!.Status);
        Assert.Empty(await OverdueAsync(world));
        world.Time.Jump(TimeSpan.FromMinutes(2));
        Assert.Equal(quote.Id.Value, Assert.Single(await OverdueAsync(world)).Id);

        var expired = await world.Quote(quote.Id).GetAsync();

        Assert.Equal(QuoteStatus.Expired, expired!.Status);
        Assert.True(expired.Terminal);
        Assert.Equal(PaymentReasons.NotPaid, expired.Reason);
        Assert.Null(expired.Deadline);
        Assert.Null(expired.NextActor);
        Assert.Empty(expired.Payments);
        Assert.Empty(await OverdueAsync(world));
        Assert.Equal("quote.expired", (await world.Quote(quote.Id).GetTimelineAsync())![^1].Step);
    }

    [Fact]
    public async Task The_sweeper_expires_quotes_that_nobody_looks_at()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quotes = await Task.WhenAll(Enumerable.Range(0, 5).Select(
            _ => world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM")));

        world.Time.Jump(TimeSpan.FromMinutes(8));

        foreach (var quote in quotes)
        {
            await world.ReachedAsync(quote.Id, QuoteStatus.Expired);
        }

        Assert.Empty(await OverdueAsync(world));
    }

    [Fact]
    public async Task A_paid_quote_past_its_deadline_is_on_the_operators_list_and_does_not_expire()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var quote = await world.QuoteAsync(customer, "solana/USDC", "10", "stellar/XLM");
        world.Stellar.Submissions = SubmissionFault.Dropped;
        await PayAsync(quote, customer);
        await world.ReachedAsync(quote.Id, QuoteStatus.Executing);

        world.Time.Jump(TimeSpan.FromMinutes(11));

        var row = Assert.Single(await OverdueAsync(world));
        Assert.Equal(quote.Id.Value, row.Id);
        Assert.Equal(nameof(QuoteStatus.Executing), row.Status);
        Assert.Equal(QuoteStatus.Executing, (await world.Quote(quote.Id).GetAsync())!.Status);
        world.Stellar.Submissions = SubmissionFault.None;
        await world.ReachedAsync(quote.Id, QuoteStatus.Executed);
        Assert.Empty(await OverdueAsync(world));
        world.AssertCalm();
    }

    private static Task<IReadOnlyList<Engine.Storage.ListingRow>> OverdueAsync(World world) =>
        world.Listing.PageOverdueAsync("quote", world.Time.GetUtcNow(), null, 10, default);
}
