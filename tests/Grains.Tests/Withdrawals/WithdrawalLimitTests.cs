using Microsoft.Extensions.Options;
using OrleansTrading.Grains.Tests.Worlds;
using OrleansTrading.Grains.Wallets;
using OrleansTrading.Grains.Withdrawals;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Withdrawals;

/// <summary>Limits of withdrawals of an asset, on a chain, and of all users together.</summary>
public sealed class WithdrawalLimitTests
{
    [Fact]
    public async Task An_asset_and_a_chain_have_limits_of_their_own_for_one_withdrawal_and_for_a_users_day()
    {
        await using var world = await StartAsync(o =>
        {
            o.Assets["solana/USDC"] = new() { OneUsdCentsMax = 1_000, UserDayUsdCentsMax = 1_500 };
            o.Chains["solana"] = new() { OneUsdCentsMax = 1_200, UserDayUsdCentsMax = 100_000 };
        });
        var customer = await world.CustomerAsync();
        await world.FillAsync(customer, Usdc, 100 * OneUsdc);
        await world.FillAsync(customer, Xlm, 100 * OneXlm);

        await RefusedAsync(world, customer, "10.01", "A withdrawal with asset:solana/USDC may be worth 10 US", 0);
        await RefusedAsync(world, customer, "12.01", "asset:solana/USDC may be worth 10 US dollars", 0);
        await world.WithdrawnAsync(Out(customer, "solana/USDC", "10"));
        await RefusedAsync(
            world, customer, "5.01", "A day's withdrawals of a user with asset:solana/USDC may be worth 15 US", 1);

        // Neither the user's other assets nor other users.
        await world.WithdrawnAsync(Out(customer, "stellar/XLM", "100"));
        var other = await world.CustomerAsync();
        await world.FillAsync(other, Usdc, 100 * OneUsdc);
        await world.WithdrawnAsync(Out(other, "solana/USDC", "10"));

        // Tomorrow is another day.
        world.Time.Jump(TimeSpan.FromDays(1));
        await world.WithdrawnAsync(Out(customer, "solana/USDC", "10"));
    }

    [Theory]
    [InlineData("all users")]
    [InlineData("all users with asset:solana/USDC")]
    [InlineData("all users with chain:solana")]
    public async Task All_users_together_have_a_day_and_what_is_cancelled_does_not_count(string limited)
    {
        await using var world = await StartAsync(o =>
        {
            o.PlatformDayUsdCentsMax = limited == "all users" ? 1_500 : 100_000;
            o.Assets["solana/USDC"] = new() { DayUsdCentsMax = MaxOf("asset:") };
            o.Chains["solana"] = new() { DayUsdCentsMax = MaxOf("chain:") };
        });
        var (customer, other) = (await world.CustomerAsync(), await world.CustomerAsync());
        await world.FillAsync(customer, Usdc, 100 * OneUsdc);
        await world.FillAsync(other, Usdc, 100 * OneUsdc);
        var what = $"A day's withdrawals of {limited} may be worth 15 US dollars";

        var first = await world.WithdrawnAsync(Out(customer, "solana/USDC", "10"));
        await RefusedAsync(world, other, "5.01", what, 1);
        Assert.Equal((100 * OneUsdc, UInt128.Zero), await world.FundsAsync(other, Usdc));
        await FitsAsync(world, Out(other, "solana/USDC", "5"));
        await RefusedAsync(world, customer, "1", what, 1);

        // Neither a user's own day nor quotes are touched by what was refused.
        Assert.Null(await world.Grains.GetGrain<IRiskGrain>(other.User.Value).CheckAsync(new RiskClaim
        {
            UsdCents = 2_000_000 - 500, Limits = [LimitKeys.Withdrawals],
        }));

        await world.Withdrawal(first.Id).CancelAsync();
        await world.WithdrawalWhenAsync(first.Id, WithdrawalStatus.Cancelled);

        // For a second a process believes what it was told last.
        world.Time.Jump(TimeSpan.FromSeconds(2));
        await FitsAsync(world, Out(other, "solana/USDC", "10"));
        await RefusedAsync(world, customer, "1", what, 1);
        world.Time.Jump(TimeSpan.FromDays(1));
        await FitsAsync(world, Out(customer, "solana/USDC", "10"));

        long MaxOf(string kind) => limited.Contains(kind, StringComparison.Ordinal) ? 1_500 : 100_000;
    }

    [Theory]
    [InlineData(WriteFault.NotWritten)]
    [InlineData(WriteFault.AnswerLost)]
    internal async Task A_fault_at_each_write_counts_each_withdrawal_once(WriteFault fault)
    {
        const int withdrawals = 10;
        await using var world = await World.StartAsync(new WorldOptions
        {
            Withdrawals = o => o.PlatformDayUsdCentsMax = withdrawals * 100,
            Risk = o => o.SlicesMin = 2,
        });
        NextNoon(world);
        var customer = await world.CustomerAsync();
        await world.FillAsync(customer, Usdc, 100 * OneUsdc);
        var reached = 0;
        for (var at = 1; at <= withdrawals; at++)
        {
            var (writes, sprung) = (0, 0);
            world.Writes.Judge = (name, _) => name is "withdrawal" or "risk" or "limit-holder" or "limit-counter"
                && Interlocked.Increment(ref writes) == at && Interlocked.Exchange(ref sprung, 1) == 0
                ? fault
                : WriteFault.None;
            var key = $"fault-{at}";
            var done = await world.EventuallyAsync(TryAsync, told => told, $"withdrawal {at} is completed");
            reached += sprung;

            async Task<bool> TryAsync()
            {
                try
                {
                    await world.Treasury(world.SolanaTreasury).GetAsync();
                    var made = await world.WithdrawAsync(Out(customer, "solana/USDC", "1"), key);
                    return made.Value?.Status == WithdrawalStatus.Completed;
                }
                catch (Exception dropped) when (dropped is InconsistentStateException or IOException)
                {
                    return false;
                }
            }
        }

        // None was counted twice, or the last ones had been refused; and none was forgotten.
        world.Writes.Judge = null;
        Assert.InRange(reached, 7, withdrawals);
        await RefusedAsync(world, customer, "1", "A day's withdrawals of all users may be worth 10 US dollars", 1);
        Assert.Equal(withdrawals, (await world.OutgoingAsync(world.SolanaTreasury)).Count);
        world.AssertCalm();
    }

    [Fact]
    public async Task A_hold_that_a_crash_left_behind_is_undone_when_a_limit_refuses_after_it()
    {
        await using var world = await StartAsync(o => o.DayUsdCentsMax = 1_000);
        var customer = await world.CustomerAsync();
        await world.FillAsync(customer, Usdc, 100 * OneUsdc);
        var opened = 0;
        world.Writes.Judge = (name, state) => name == "withdrawal" && state is WithdrawalState
            && Interlocked.Increment(ref opened) > 1
            ? WriteFault.NotWritten
            : WriteFault.None;
        await Assert.ThrowsAnyAsync<Exception>(
            () => world.WithdrawAsync(Out(customer, "solana/USDC", "10"), "first"));
        Assert.Equal((90 * OneUsdc, 10 * OneUsdc), await world.FundsAsync(customer, Usdc));

        // The next day another withdrawal is first.
        world.Time.Jump(TimeSpan.FromDays(1));
        var book = world.Grains.GetGrain<IRiskGrain>(customer.User.Value);
        Assert.Null(await book.BookAsync("other", new RiskClaim
        {
            UsdCents = 1_000, Limits = [LimitKeys.Withdrawals],
        }));
        world.Writes.Judge = null;
        await world.RestartAsync();

        var refused = await world.WithdrawAsync(Out(customer, "solana/USDC", "10"), "first");
        Assert.Equal(ErrorCodes.LimitExceeded, refused.Refusal?.Code);
        await world.FundsWhenAsync(customer, Usdc, 100 * OneUsdc);
    }

    [Theory]
    [InlineData("stellar/GOLD", null, 1, "Withdrawals:Assets names 'stellar/GOLD'")]
    [InlineData(null, "bitcoin", 1, "Withdrawals:Chains names 'bitcoin'")]
    [InlineData("stellar/XLM", null, 0, "Withdrawals:Assets has a limit of stellar/XLM that is not 1 to")]
    [InlineData(null, "stellar", 1_000_000_000_001, "Withdrawals:Chains has a limit of stellar that is not 1 to")]
    public void Limits_of_what_is_not_there_or_out_of_range_keep_the_server_from_starting(
        string? asset, string? chain, long cents, string problem)
    {
        var platform = new PlatformOptions
        {
            Chains = [new ChainAccountOptions { Name = "stellar", Id = "stellar:local", Treasury = "G" }],
            Assets = [new AssetOptions { Alias = "stellar/XLM" }],
        };
        var options = new WithdrawalOptions();
        (asset is null ? options.Chains : options.Assets)[(asset ?? chain)!] = new() { DayUsdCentsMax = cents };
        var validator = new WithdrawalOptionsValidator(Options.Create(new WalletOptions()), Options.Create(platform));

        var result = validator.Validate(null, options);

        Assert.True(result.Failed);
        Assert.Contains(problem, Assert.Single(result.Failures), StringComparison.Ordinal);
        Assert.True(validator.Validate(null, new WithdrawalOptions()).Succeeded);
    }

    /// <summary>A world in which withdrawals wait, at noon.</summary>
    private static async Task<World> StartAsync(Action<WithdrawalOptions> configure)
    {
        var world = await World.StartAsync(new WorldOptions
        {
            Withdrawals = o =>
            {
                (o.Delay, o.OneUsdCentsMax) = (TimeSpan.FromHours(2), o.DayUsdCentsMax);
                configure(o);
            },
            Risk = o => (o.SlicesMin, o.LeaseTime) = (2, TimeSpan.FromSeconds(1)),
        });
        NextNoon(world);
        return world;
    }

    private static void NextNoon(World world)
    {
        var noon = world.Time.GetUtcNow().UtcDateTime.Date.AddDays(1).AddHours(12);
        world.Time.Jump(new DateTimeOffset(noon, TimeSpan.Zero) - world.Time.GetUtcNow());
    }

    /// <summary>Something fits, at the latest when the other silo of a cluster has given back what it does not sell.
    /// </summary>
    private static async Task FitsAsync(World world, CreateWithdrawal command)
    {
        var made = await world.EventuallyAsync(
            () => world.WithdrawAsync(command),
            made => !EngineClusterFixture.IsShared || made.Value is not null,
            $"{command.Amount} fits");
        Assert.True(made.Value is not null, $"{made.Refusal}\n{world.Log}");
    }

    /// <summary>
    /// Something does not fit, and it is told when that ends. A process of a cluster hears with the next renewal what
    /// others have sold; before that it says that some of it may be free after a lease.
    /// </summary>
    private static async Task RefusedAsync(
        World world, Customer customer, string amount, string what, int resetsAfterDays)
    {
        var midnight = new DateTimeOffset(world.Time.GetUtcNow().UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        DateTimeOffset? retryAt = resetsAfterDays == 0 ? null : midnight;
        var told = await world.EventuallyAsync(
            () => world.WithdrawAsync(Out(customer, "solana/USDC", amount)),
            told => !EngineClusterFixture.IsShared || told.Refusal is not { } refused || refused.RetryAt == retryAt,
            $"{amount} is refused until {retryAt}");
        var refusal = told.Refusal;
        Assert.True(refusal?.Code == ErrorCodes.LimitExceeded, $"{refusal}");
        Assert.Contains(what, refusal.Detail, StringComparison.Ordinal);
        Assert.Equal(retryAt, refusal.RetryAt);
        Assert.Equal(
            resetsAfterDays != 0, refusal.Detail.Contains($"resets at {midnight:u}", StringComparison.Ordinal));
    }
}
