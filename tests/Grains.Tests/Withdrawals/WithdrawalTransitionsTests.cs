using OrleansTrading.Grains.Withdrawals;

namespace OrleansTrading.Grains.Tests.Withdrawals;

public sealed class WithdrawalTransitionsTests
{
    [Fact]
    public void Every_pair_of_status_and_event_is_listed_or_breaks_a_promise()
    {
        foreach (var from in Enum.GetValues<WithdrawalStatus>())
        {
            foreach (var happened in Enum.GetValues<WithdrawalEvent>())
            {
                if (WithdrawalTransitions.Allowed.TryGetValue((from, happened), out var to))
                {
                    Assert.Equal(to, WithdrawalTransitions.Next(from, happened));
                }
                else
                {
                    Assert.Throws<BrokenPromiseException>(() => WithdrawalTransitions.Next(from, happened));
                }
            }
        }
    }

    [Fact]
    public void Terminal_is_exactly_what_nothing_leads_out_of()
    {
        foreach (var status in Enum.GetValues<WithdrawalStatus>())
        {
            var leaves = WithdrawalTransitions.Allowed.Keys.Any(key => key.From == status);

            Assert.Equal(!leaves, WithdrawalTransitions.IsTerminal(status));
        }
    }

    [Fact]
    public void What_is_being_paid_out_cannot_be_cancelled()
    {
        Assert.Equal(
            [WithdrawalStatus.Waiting],
            WithdrawalTransitions.Allowed.Keys.Where(key => key.Event == WithdrawalEvent.CancelAsked)
                .Select(key => key.From));
        Assert.Equal(
            [WithdrawalStatus.Executing],
            WithdrawalTransitions.Allowed.Where(move => move.Value == WithdrawalStatus.Completed)
                .Select(move => move.Key.From));
    }
}
