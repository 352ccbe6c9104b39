using OrleansTrading.Grains.Tests.Worlds;
using OrleansTrading.Grains.WalletTransfers;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.WalletTransfers;

/// <summary>What customers send from wallet to wallet arrives once, or nothing of it is left.</summary>
public sealed class WalletTransferTests
{
    [Fact]
    public async Task Money_goes_to_another_wallet_of_the_same_user_without_limits_and_arrives()
    {
        await using var world = await World.StartAsync(new WorldOptions
        {
            Withdrawals = o => (o.OneUsdCentsMax, o.DayUsdCentsMax) = (1, 1),
        });
        var customer = await world.CustomerAsync();
        await world.FillAsync(customer, Usdc, 100 * OneUsdc);
        var savings = WalletId.Of(customer.User, "savings");

        // Less than the asset's minimum too: it is one's own money.
        var small = await SentAsync(world, To(customer, savings, "0.000001") with { Note = "first" });
        var large = await SentAsync(world, To(customer, savings, "99"));

        var arrived = await ArrivedAsync(world, large.Id);
        await ArrivedAsync(world, small.Id);
        Assert.Equal((99 * OneUsdc) + 1, await AvailableAsync(world, savings));
        Assert.Equal((OneUsdc - 1, UInt128.Zero), await world.FundsAsync(customer, Usdc));
        Assert.True(arrived.ArrivedAt >= arrived.SentAt);
        var entries = await world.Ledger.PageAsync(Engine.Storage.LedgerFilter.OfId(small.EntryId), null, 10, default);
        Assert.Equal("first", Assert.Single(entries).Entry.Booking.Reference);
        Assert.Empty(await world.AboutAsync(large.Id.Value));
        world.AssertCalm();
    }

    [Fact]
    public async Task A_repeat_is_the_same_transfer_and_another_request_under_its_key_is_refused()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        await world.FillAsync(customer, Usdc, 10 * OneUsdc);
        var savings = WalletId.Of(customer.User, "savings");
        var command = To(customer, savings, "7");

        var all = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => SendAsync(world, command, "one")));
        var id = Assert.Single(all.Select(one => one.Value!.Id).Distinct());
        await ArrivedAsync(world, id);
        await world.RestartAsync();
        var again = (await SendAsync(world, command, "one")).Value!;

        Assert.Equal((all[0].Value!.SentAt, WalletTransferStatus.Arrived), (again.SentAt, again.Status));
        foreach (var other in new[]
        {
            command with { Amount = "1" },
            command with { Asset = "stellar/XLM" },
            command with { To = WalletId.Of(customer.User, "other") },
            command with { From = savings, To = MainOf(customer) },
            command with { Note = "other" },
        })
        {
            Assert.Equal(ErrorCodes.IdempotencyKeyReused, (await SendAsync(world, other, "one")).Refusal?.Code);
        }

        Assert.Equal(7 * OneUsdc, await AvailableAsync(world, savings));
    }

    [Fact]
    public async Task To_another_user_it_counts_against_the_limits_of_withdrawals()
    {
        await using var world = await World.StartAsync(new WorldOptions
        {
            Withdrawals = o => (o.Delay, o.OneUsdCentsMax, o.DayUsdCentsMax) = (TimeSpan.FromHours(2), 1_000, 1_500),
        });
        var noon = world.Time.GetUtcNow().UtcDateTime.Date.AddDays(1).AddHours(12);
        world.Time.Jump(new DateTimeOffset(noon, TimeSpan.Zero) - world.Time.GetUtcNow());
        var (customer, other) = (await world.CustomerAsync(), await world.CustomerAsync());
        await world.FillAsync(customer, Usdc, 100 * OneUsdc);
        await world.FillAsync(other, Usdc, OneUsdc);

        var one = (await SendAsync(world, To(customer, MainOf(other), "10.01"))).Refusal!;
        var sent = await SentAsync(world, To(customer, MainOf(other), "10"));
        var day = (await SendAsync(world, To(customer, MainOf(other), "5.01"))).Refusal!;
        var withdrawn = (await world.WithdrawAsync(Out(customer, "solana/USDC", "5.01"))).Refusal!;
        await world.WithdrawnAsync(Out(customer, "solana/USDC", "5"));

        Assert.Equal((ErrorCodes.LimitExceeded, null), (one.Code, one.RetryAt));
        Assert.Contains("may be worth 10 US dollars", one.Detail, StringComparison.Ordinal);
        Assert.Contains("may be worth 15 US dollars; this would be 15.01", day.Detail, StringComparison.Ordinal);
        Assert.Equal((day.Detail, day.RetryAt), (withdrawn.Detail, withdrawn.RetryAt));
        await ArrivedAsync(world, sent.Id);
        Assert.Equal(11 * OneUsdc, await AvailableAsync(world, MainOf(other)));
    }

    [Fact]
    public async Task What_is_refused_names_field_and_rule_counts_nothing_and_its_key_is_free()
    {
        await using var world = await World.StartAsync(new WorldOptions
        {
            Trust = o => o.Bands =
            [
                new() { Name = "blocked", ScoreMax = 100_000, LimitPercent = 0, IsBlocked = true },
                new() { Name = "usual", ScoreMax = 1_000_000 },
            ],
        });
        var (customer, other) = (await world.CustomerAsync(), await world.CustomerAsync());
        await world.FillAsync(customer, Usdc, 10 * OneUsdc);
        var (own, theirs) = (WalletId.Of(customer.User, "savings"), MainOf(other));

        // Nobody has used the other user's wallet so far.
        await RefusedAsync(To(customer, theirs, "5"), ErrorCodes.WalletNotPayable, "to");
        await world.FillAsync(other, Usdc, OneUsdc);
        await RefusedAsync(To(customer, MainOf(customer), "5"), ErrorCodes.RequestMalformed, "to");
        await RefusedAsync(To(customer, own, "5") with { Asset = "stellar/GOLD" }, ErrorCodes.AssetUnknown, "asset");
        await RefusedAsync(To(customer, own, "0"), ErrorCodes.AmountZero, "amount");
        await RefusedAsync(To(customer, own, "5") with { Note = "two\nlines" }, ErrorCodes.RequestMalformed, "note");
        await RefusedAsync(
            To(customer, own, "5") with { Note = new string('x', 201) }, ErrorCodes.RequestMalformed, "note");
        await RefusedAsync(To(customer, own, "10.000001"), ErrorCodes.FundsInsufficient, "amount");
        await RefusedAsync(To(customer, theirs, "10.000001"), ErrorCodes.FundsInsufficient, "amount");
        await RefusedAsync(To(customer, theirs, "0.01"), ErrorCodes.AmountBelowMinimum, "amount");
        await BlockAsync(world, other);
        await RefusedAsync(To(customer, theirs, "5"), ErrorCodes.WalletNotPayable, "to");
        await BlockAsync(world, customer);
        await RefusedAsync(To(customer, theirs, "5"), ErrorCodes.TrustBlocked, null);

        Assert.Equal(10 * OneUsdc, (await world.FundsAsync(customer, Usdc)).Available);
        await SentAsync(world, To(customer, own, "10"), "again");
        world.AssertCalm();

        async Task RefusedAsync(CreateWalletTransfer command, string code, string? field)
        {
            var refused = await SendAsync(world, command, "again");
            Assert.True((code, field) == (refused.Refusal?.Code, refused.Refusal?.Field), $"{refused.Refusal}");
            Assert.Null(await Transfer(world, WalletTransferId.Derive(customer.User, "again")).GetAsync());
            var risk = world.Grains.GetGrain<IRiskGrain>(customer.User.Value);
            Assert.Null(await risk.CheckAsync(new RiskClaim
            {
                UsdCents = 1_000_000, Limits = [LimitKeys.Withdrawals],
            }));
        }
    }

    [Theory]
    [InlineData(WriteFault.NotWritten, false)]
    [InlineData(WriteFault.AnswerLost, false)]
    [InlineData(WriteFault.NotWritten, true)]
    [InlineData(WriteFault.AnswerLost, true)]
    internal async Task A_fault_at_each_write_loses_nothing_and_sends_nothing_twice(WriteFault fault, bool dies)
    {
        const int writesMax = 8;
        await using var world = await World.StartAsync();
        var (customer, other) = (await world.CustomerAsync(), await world.CustomerAsync());
        await world.FillAsync(customer, Usdc, 100 * OneUsdc);
        await world.FillAsync(other, Usdc, OneUsdc);
        var reached = 0;
        for (var at = 1; at <= writesMax; at++)
        {
            var (writes, sprung) = (0, 0);
            world.Writes.Judge = (name, _) => name is "wallet-transfer" or "wallet" or "risk"
                && Interlocked.Increment(ref writes) == at && Interlocked.Exchange(ref sprung, 1) == 0
                ? fault
                : WriteFault.None;
            var (command, key) = (To(customer, MainOf(other), "2"), $"fault-{at}");

            var made = await world.EventuallyAsync(TryAsync, told => told is not null, "there is an answer");
            world.Writes.Judge = null;
            await ArrivedAsync(world, made!.Id);
            reached += sprung == 0 ? 0 : 1;

            Assert.Equal((ulong)(100 - (2 * at)) * OneUsdc, await ReadAsync(world, MainOf(customer)));
            Assert.Equal((ulong)(1 + (2 * at)) * OneUsdc, await ReadAsync(world, MainOf(other)));

            async Task<WalletTransferView?> TryAsync()
            {
                try
                {
                    if (dies && Interlocked.CompareExchange(ref sprung, 2, 1) == 1)
                    {
                        await world.RestartAsync();
                    }

                    return (await SendAsync(world, command, key)).Value;
                }
                catch (Exception dropped) when (dropped is InconsistentStateException or IOException)
                {
                    return null;
                }
            }
        }

        // What it takes: the request, the limit, that it is counted, the wallet, that it is sent; then both wallets.
        Assert.InRange(reached, 5, writesMax);
        world.AssertCalm();
    }

    [Fact]
    public async Task One_that_was_being_given_up_when_its_process_died_counts_if_it_is_sent_after_all()
    {
        await using var world = await World.StartAsync(new WorldOptions
        {
            Withdrawals = o => (o.OneUsdCentsMax, o.DayUsdCentsMax) = (1_000, 1_500),
        });
        var (customer, other) = (await world.CustomerAsync(), await world.CustomerAsync());
        await world.FillAsync(customer, Usdc, OneUsdc);
        await world.FillAsync(other, Usdc, OneUsdc);
        world.Writes.Judge = (_, state) =>
            state is WalletTransferState { Command: null } ? WriteFault.NotWritten : WriteFault.None;

        await Assert.ThrowsAnyAsync<Exception>(() => SendAsync(world, To(customer, MainOf(other), "10"), "key"));
        await world.FillAsync(customer, Usdc, 30 * OneUsdc);
        world.Writes.Judge = null;
        await world.RestartAsync();

        await ArrivedAsync(world, WalletTransferId.Derive(customer.User, "key"));
        var more = await SendAsync(world, To(customer, MainOf(other), "10"));
        Assert.Equal(ErrorCodes.LimitExceeded, more.Refusal?.Code);
    }

    [Fact]
    public async Task One_whose_process_died_before_the_wallet_was_asked_is_sent_by_itself()
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        await world.FillAsync(customer, Usdc, 10 * OneUsdc);
        var savings = WalletId.Of(customer.User, "savings");
        world.Writes.Judge = (name, _) => name == "wallet" ? WriteFault.NotWritten : WriteFault.None;

        await Assert.ThrowsAnyAsync<Exception>(() => SendAsync(world, To(customer, savings, "4"), "key"));
        Assert.Null(await Transfer(world, WalletTransferId.Derive(customer.User, "key")).GetAsync());
        world.Writes.Judge = null;
        await world.RestartAsync();

        await ArrivedAsync(world, WalletTransferId.Derive(customer.User, "key"));
        Assert.Equal(4 * OneUsdc, await AvailableAsync(world, savings));
    }

    private static CreateWalletTransfer To(Customer customer, WalletId to, string amount) =>
        new() { From = MainOf(customer), To = to, Asset = "solana/USDC", Amount = amount };

    private static IWalletTransferGrain Transfer(World world, WalletTransferId id) =>
        world.Grains.GetGrain<IWalletTransferGrain>(id.Value);

    private static Task<Outcome<WalletTransferView>> SendAsync(
        World world, CreateWalletTransfer command, string? key = null) =>
        Transfer(world, WalletTransferId.Derive(command.From.User, key ?? Guid.NewGuid().ToString()))
            .CreateAsync(command);

    private static async Task<WalletTransferView> SentAsync(
        World world, CreateWalletTransfer command, string? key = null)
    {
        var made = await SendAsync(world, command, key);
        Assert.True(made.Value is not null, $"{made.Refusal}\n{world.Log}");
        return made.Value;
    }

    private static async Task<WalletTransferView> ArrivedAsync(World world, WalletTransferId id) =>
        (await world.EventuallyAsync(
            Transfer(world, id).GetAsync,
            view => view?.Status == WalletTransferStatus.Arrived,
            $"transfer {id} has arrived"))!;

    private static async Task<UInt128> AvailableAsync(World world, WalletId wallet) =>
        (await world.Wallet(wallet).GetAsync()).Balances.Single(b => b.Asset == Usdc).Available;

    /// <summary>The same, where the activation may just have been dropped by a fault.</summary>
    private static async Task<UInt128> ReadAsync(World world, WalletId wallet)
    {
        return (await world.EventuallyAsync(TryAsync, read => read is not null, $"{wallet} answers"))!.Value;

        async Task<UInt128?> TryAsync()
        {
            try
            {
                return await AvailableAsync(world, wallet);
            }
            catch (Exception dropped) when (dropped is InconsistentStateException or IOException)
            {
                return null;
            }
        }
    }

    private static async Task BlockAsync(World world, Customer customer) =>
        Assert.Null((await world.Grains.GetGrain<ITrustGrain>(customer.User.Value).OverrideAsync(
            new TrustOverride { After = 0, Score = 100_000, By = "ops-1", Note = "test" })).Refusal);
}
