using System.Globalization;
using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Worlds.World;

namespace OrleansTrading.Grains.Tests.Withdrawals;

/// <summary>
/// Each write on the way in and out fails, or its answer is lost, or the process dies at it: what comes out is the
/// same.
/// </summary>
public sealed class WithdrawalFaultTests
{
    /// <summary>More writes than a deposit and a withdrawal take.</summary>
    private const int WritesMax = 20;

    private static readonly string[] s_states =
        ["deposit", "payment", "wallet", "risk", "withdrawal", "transfer", "treasury"];

    [Theory]
    [InlineData(WriteFault.NotWritten, false)]
    [InlineData(WriteFault.AnswerLost, false)]
    [InlineData(WriteFault.NotWritten, true)]
    [InlineData(WriteFault.AnswerLost, true)]
    internal async Task A_fault_at_each_write_loses_nothing_and_pays_nothing_twice(WriteFault fault, bool dies)
    {
        await using var world = await World.StartAsync();
        var customer = await world.CustomerAsync();
        var reached = 0;
        for (var at = 1; at <= WritesMax; at++)
        {
            // A part stays in the wallet each time, so that sums tell what was done how often.
            var (writes, sprung) = (0, 0);
            world.Writes.Judge = (name, _) => s_states.Contains(name) && Interlocked.Increment(ref writes) == at
                && Interlocked.Exchange(ref sprung, 1) == 0
                ? fault
                : WriteFault.None;

            var told = await AskAsync(world, () => world.OpenDepositAsync(customer, "solana/USDC", "3"));
            var transaction = await PayInAsync(customer, told);
            await DieIfDueAsync();
            await AskAsync(world, async () => Finished(await world.Payment(await PaymentAsync()).GetAsync()));
            Assert.Equal(((ulong)((2 * at) + 1) * OneUsdc, UInt128.Zero), await world.FundsAsync(customer, Usdc));
            var key = at.ToString(CultureInfo.InvariantCulture);
            var asked = await AskAsync(
                world, () => world.WithdrawAsync(Out(customer, "solana/USDC", "1"), $"out-{key}"));
            await DieIfDueAsync();
            await AskAsync(world, async () => Completed(await world.Withdrawal(asked.Id).GetAsync()));
            await DieIfDueAsync();
            Assert.Equal(((ulong)(2 * at) * OneUsdc, UInt128.Zero), await world.FundsAsync(customer, Usdc));
            reached += sprung == 0 ? 0 : 1;

            async Task<PaymentId> PaymentAsync()
            {
                var arrived = (await world.Solana.Inner.ReadHistoryAsync(world.SolanaTreasury.Address, null, 1_000))
                    .Movements.SingleOrDefault(m => m.TransactionId == transaction);
                return PaymentId.Of(world.Solana.Id, transaction, arrived?.Index ?? 0);
            }

            async Task DieIfDueAsync()
            {
                if (dies && Interlocked.CompareExchange(ref sprung, 2, 1) == 1)
                {
                    await world.RestartAsync();
                }
            }
        }

        world.Writes.Judge = null;
        Assert.InRange(reached, 12, WritesMax);
        Assert.Equal(WritesMax, (await world.OutgoingAsync(world.SolanaTreasury)).Count);
        Assert.Equal(3 * WritesMax, (await world.EntriesAsync(customer)).Count);
        world.AssertCalm();
    }

    private static Outcome<PaymentView> Finished(PaymentView? payment) => payment?.Status == PaymentStatus.Settled
        ? Outcome.Of(payment)
        : Outcome.Refused<PaymentView>(ErrorCodes.NotFound, null, $"it is {payment?.Status}");

    private static Outcome<WithdrawalView> Completed(WithdrawalView? withdrawal) =>
        withdrawal?.Status == WithdrawalStatus.Completed
            ? Outcome.Of(withdrawal)
            : Outcome.Refused<WithdrawalView>(ErrorCodes.NotFound, null, $"it is {withdrawal?.Status}");

    /// <summary>
    /// Who asks gets an answer in the end: a failed write is an exception, and the same is asked again. What was
    /// dropped by a fault is back when it is asked, as it would be by its reminder a minute later.
    /// </summary>
    private static async Task<T> AskAsync<T>(World world, Func<Task<Outcome<T>>> askAsync)
        where T : class
    {
        return (await world.EventuallyAsync(TryAsync, told => told is not null, "there is an answer"))!;

        async Task<T?> TryAsync()
        {
            try
            {
                await world.Watcher(world.SolanaTreasury).GetAsync();
                await world.Treasury(world.SolanaTreasury).GetAsync();
                return (await askAsync()).Value;
            }
            catch (Exception dropped) when (dropped is InconsistentStateException or IOException)
            {
                return null;
            }
        }
    }
}
