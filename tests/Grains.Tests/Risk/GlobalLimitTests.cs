using OrleansTrading.Grains.Risk.Limits;
using OrleansTrading.Grains.Tests.Worlds;

namespace OrleansTrading.Grains.Tests.Risk;

/// <summary>Limits of all users together, leased in slices by several processes.</summary>
public sealed class GlobalLimitTests
{
    [Fact]
    public async Task Many_processes_at_once_sell_a_limit_whole_and_not_a_cent_more()
    {
        await using var limits = await LimitWorld.StartAsync(
            o => (o.PlatformDayUsdCentsMax, o.SlicesMin) = (50_000, 16));
        var processes = Enumerable.Range(0, 6).Select(_ => limits.NewProcess()).ToList();
        var claims = Enumerable.Range(0, 900)
            .Select(i => new Claim($"q{i}", (ulong)(50 + (i * 37 % 100)), limits.Eur, limits.Eur)).ToList();
        Assert.True(claims.Sum(c => (long)c.UsdCents) > 80_000);

        await Task.WhenAll(claims.Select(async (claim, i) =>
            claim.IsBooked = await limits.BookAsync(processes[i % processes.Count], claim) is null));

        var sold = claims.Where(c => c.IsBooked).Aggregate(0UL, (sum, c) => sum + c.UsdCents);
        Assert.InRange(sold, 40_000UL, 50_000UL);
        Assert.InRange((await limits.UseAsync()).LeasedUsdCents, sold, 50_000UL);

        // What lies unsold in the others' slices comes back when they are closed, and is sold to the last cent.
        foreach (var process in processes)
        {
            await limits.CloseAsync(process);
        }

        var use = await limits.UseAsync();
        Assert.Equal((sold, sold, 0), (use.UsedUsdCents, use.LeasedUsdCents, use.Holders));
        await AssertLeftAsync(limits, 50_000 - sold);
    }

    [Fact]
    public async Task What_a_crashed_process_had_leased_and_not_booked_comes_back_after_its_lease()
    {
        await using var limits = await LimitWorld.StartAsync();
        var (crashed, other) = (limits.NewProcess(), limits.NewProcess());
        Assert.Null(await limits.BookAsync(crashed, Claim(limits, "a", 100)));
        var leased = (await limits.UseAsync()).LeasedUsdCents;
        Assert.InRange(leased, 101UL, 1_000UL);

        // It is not sold a second time as long as its process may live, and the refusal says when to come again.
        var wanting = Claim(limits, "b", 900);
        var refusal = await limits.BookAsync(other, wanting);
        Assert.Equal(ErrorCodes.LimitExceeded, refusal!.Code);
        Assert.Contains("platform", refusal.Detail, StringComparison.Ordinal);
        Assert.Contains("10 US dollars", refusal.Detail, StringComparison.Ordinal);
        Assert.Contains($"{limits.Midnight:u}", refusal.Detail, StringComparison.Ordinal);
        Assert.InRange(refusal.RetryAt!.Value, limits.World.Time.GetUtcNow(), limits.Midnight.AddHours(-11));

        limits.PassLease();
        await limits.BookAsync(other, wanting);
        Assert.Null(await limits.BookAsync(other, wanting));
        Assert.Equal(1_000UL, (await limits.UseAsync()).LeasedUsdCents);

        // And now there is nothing before tomorrow.
        var full = await limits.BookAsync(other, Claim(limits, "c", 1));
        Assert.Equal(limits.Midnight, full!.RetryAt);
        Assert.Contains("10.01", full.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_booking_is_found_by_another_process_and_counts_once()
    {
        await using var limits = await LimitWorld.StartAsync();
        var (first, second) = (limits.NewProcess(), limits.NewProcess());
        var claim = Claim(limits, "a", 1_000);
        Assert.Null(await limits.BookAsync(first, claim));

        Assert.Null(await limits.BookAsync(second, claim));
        Assert.Null(await limits.BookAsync(first, claim));
        limits.PassLease();
        await limits.BookAsync(second, Claim(limits, "b", 1));
        Assert.Null(await limits.BookAsync(second, claim));

        Assert.Equal(1_000UL, (await limits.UseAsync()).UsedUsdCents);
        Assert.NotNull(await limits.BookAsync(second, Claim(limits, "c", 1)));
    }

    [Fact]
    public async Task What_is_released_can_be_booked_again_wherever_its_process_is_by_now()
    {
        await using var limits = await LimitWorld.StartAsync();
        var (gone, other) = (limits.NewProcess(), limits.NewProcess());
        var (open, final) = (Claim(limits, "a", 600), Claim(limits, "b", 300));
        Assert.Null(await limits.BookAsync(gone, open));
        Assert.Null(await limits.BookAsync(gone, final));
        await limits.SettleAsync(final);
        await limits.SettleAsync(final);
        await limits.CloseAsync(gone);
        Assert.Equal(900UL, (await limits.UseAsync()).LeasedUsdCents);

        await limits.ReleaseAsync(open);
        await limits.ReleaseAsync(open);

        // What is final is not given back, whoever asks.
        await limits.ReleaseAsync(final);
        Assert.Equal(300UL, (await limits.UseAsync()).LeasedUsdCents);
        Assert.Null(await limits.BookAsync(other, Claim(limits, "c", 700)));
    }

    [Fact]
    public async Task A_quote_of_two_limits_takes_from_both_or_from_none()
    {
        await using var limits = await LimitWorld.StartAsync();
        var process = limits.NewProcess();
        Assert.Null(await limits.BookAsync(process, new Claim("a", 600, limits.Usd, limits.Eur)));

        var refusal = await limits.BookAsync(process, new Claim("b", 101, limits.Eur, limits.Usd));

        Assert.Contains("asset:solana/USD", refusal!.Detail, StringComparison.Ordinal);
        Assert.Contains("7 US dollars", refusal.Detail, StringComparison.Ordinal);
        Assert.Equal(600UL, await BookedAsync(limits, process));
        Assert.Null(await limits.BookAsync(process, Claim(limits, "c", 400)));
        Assert.Null(await limits.BookAsync(process, new Claim("d", 0, limits.Usd, limits.Eur)));
    }

    [Fact]
    public async Task A_process_that_was_taken_for_dead_books_elsewhere()
    {
        await using var limits = await LimitWorld.StartAsync();
        var (slow, other) = (limits.NewProcess(), limits.NewProcess());
        Assert.Null(await limits.BookAsync(slow, Claim(limits, "a", 100)));
        var before = slow.Holder;
        limits.PassLease();
        await limits.BookAsync(other, Claim(limits, "b", 1));
        Assert.Equal(1, (await limits.UseAsync()).Holders);

        Assert.Null(await limits.BookAsync(slow, Claim(limits, "c", 100)));

        Assert.NotEqual(before, slow.Holder);
        Assert.Equal(201UL, await BookedAsync(limits, slow, other));
    }

    [Fact]
    public async Task A_limit_starts_anew_at_midnight()
    {
        await using var limits = await LimitWorld.StartAsync();
        var process = limits.NewProcess();
        var late = Claim(limits, "a", 1_000);
        Assert.Null(await limits.BookAsync(process, late));
        Assert.NotNull(process.Check(process.Of(limits.Eur, limits.Eur), 1_001));

        limits.World.Time.Jump(limits.Midnight - limits.World.Time.GetUtcNow());
        Assert.Null(await limits.BookAsync(process, Claim(limits, "b", 1_000)));

        // What was booked yesterday is yesterday's for good.
        await limits.ReleaseAsync(late);
        Assert.NotNull(await limits.BookAsync(process, Claim(limits, "c", 1)));
    }

    [Fact]
    public async Task A_process_that_sells_nothing_gives_its_slice_back()
    {
        await using var limits = await LimitWorld.StartAsync();
        var process = limits.NewProcess();
        Assert.Null(await limits.BookAsync(process, Claim(limits, "a", 10)));
        Assert.True((await limits.UseAsync()).LeasedUsdCents > 10);

        for (var tick = 0; tick < 3; tick++)
        {
            await limits.RenewAsync(process);
        }

        Assert.Equal(10UL, (await limits.UseAsync()).LeasedUsdCents);
    }

    [Fact]
    public async Task A_request_that_comes_late_or_twice_takes_nothing_from_a_holder()
    {
        await using var limits = await LimitWorld.StartAsync();
        var counter = limits.Grains.GetGrain<ILimitCounterGrain>(LimitKeys.Counter("platform", limits.Today));
        Assert.Equal(100UL, (await counter.LeaseAsync(Request(version: 1, target: 100))).UsdCents);
        Assert.Equal(300UL, (await counter.LeaseAsync(Request(version: 3, target: 300))).UsdCents);

        Assert.Equal(300UL, (await counter.LeaseAsync(Request(version: 2, target: 50))).UsdCents);
        Assert.Equal(300UL, (await counter.LeaseAsync(Request(version: 3, target: 300))).UsdCents);
        Assert.Equal(300UL, (await limits.UseAsync()).LeasedUsdCents);
        Assert.Equal(50UL, (await counter.LeaseAsync(Request(version: 4, target: 50))).UsdCents);
        Assert.Equal(1_000UL, (await counter.LeaseAsync(Request(version: 5, target: 5_000))).UsdCents);

        static LimitLeaseRequest Request(long version, ulong target) => new()
        {
            Holder = "l_test", Version = version, TargetUsdCents = target, UsedUsdCents = 10, IsClosing = false,
        };
    }

    [Fact]
    public async Task A_grant_whose_write_fails_is_not_sold()
    {
        await using var limits = await LimitWorld.StartAsync();
        var failures = 0;
        limits.World.Writes.Judge = (_, state) =>
            state is LimitCounterState && Interlocked.Increment(ref failures) <= 3
                ? WriteFault.NotWritten
                : WriteFault.None;
        var (first, second) = (limits.NewProcess(), limits.NewProcess());

        Assert.Null(await limits.BookAsync(first, Claim(limits, "a", 600)));
        Assert.NotNull(await limits.BookAsync(second, Claim(limits, "b", 600)));

        Assert.True(failures > 3);
        Assert.Equal(600UL, await BookedAsync(limits, first, second));
    }

    [Fact]
    public async Task What_is_booked_while_a_slice_is_renewed_counts_in_the_refusal_that_waits_for_it()
    {
        await using var limits = await LimitWorld.StartAsync();
        var process = limits.NewProcess();
        Assert.Null(await limits.BookAsync(process, Claim(limits, "a", 100)));
        var (begun, released) = (new TaskCompletionSource(), new TaskCompletionSource());
        limits.World.Writes.Writing = name =>
        {
            if (name != "limit-counter")
            {
                return Task.CompletedTask;
            }

            begun.TrySetResult();
            return released.Task;
        };

        var renewal = limits.RenewAsync(process);
        await begun.Task;
        var booked = Claim(limits, "b", 20);
        Assert.Null(await limits.BookAsync(process, booked));
        var refused = limits.BookAsync(process, Claim(limits, "c", 890));
        Assert.Null(await limits.BookAsync(process, booked)); // the holder has heard of c before
        released.SetResult();
        await renewal;

        // 100 + 890 would have fitted after a lease; 120 + 890 do not fit today.
        Assert.Equal(limits.Midnight, (await refused)?.RetryAt);
    }

    private static Claim Claim(LimitWorld limits, string id, ulong cents) => new(id, cents, limits.Eur, limits.Eur);

    /// <summary>What is booked, told by holders that are closed for it.</summary>
    private static async Task<ulong> BookedAsync(LimitWorld limits, params GlobalLimits[] processes)
    {
        foreach (var process in processes)
        {
            await limits.RenewAsync(process);
        }

        return (await limits.UseAsync()).UsedUsdCents;
    }

    private static async Task AssertLeftAsync(LimitWorld limits, ulong left)
    {
        var last = limits.NewProcess();
        if (left > 0)
        {
            Assert.Null(await limits.BookAsync(last, Claim(limits, "the rest", left)));
        }

        Assert.Equal(limits.Midnight, (await limits.BookAsync(last, Claim(limits, "a cent", 1)))!.RetryAt);
    }
}
