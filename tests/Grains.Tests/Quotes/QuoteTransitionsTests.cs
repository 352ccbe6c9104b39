using OrleansTrading.Grains;
using OrleansTrading.Grains.Quotes;

namespace OrleansTrading.Grains.Tests.Quotes;

public class QuoteTransitionsTests
{
    [Fact]
    public void Every_pair_of_status_and_event_is_listed_or_breaks_a_promise()
    {
        foreach (var from in Enum.GetValues<QuoteStatus>())
        {
            foreach (var happened in Enum.GetValues<QuoteEvent>())
            {
                if (QuoteTransitions.Allowed.TryGetValue((from, happened), out var to))
                {
                    Assert.Equal(to, QuoteTransitions.Next(from, happened));
                }
                else
                {
                    Assert.Throws<BrokenPromiseException>(() => QuoteTransitions.Next(from, happened));
                }
            }
        }
    }

    [Fact]
    public void Terminal_is_exactly_what_nothing_leads_out_of()
    {
        foreach (var status in Enum.GetValues<QuoteStatus>())
        {
            var leaves = QuoteTransitions.Allowed.Keys.Any(k => k.From == status);

            Assert.Equal(!leaves, QuoteTransitions.IsTerminal(status));
        }
    }

    [Fact]
    public void Nothing_that_was_paid_for_ends_expired_and_nothing_refunded_was_executed()
    {
        Assert.Single(QuoteTransitions.Allowed, t => t.Value == QuoteStatus.Expired);
        Assert.All(
            QuoteTransitions.Allowed.Where(t => t.Value is QuoteStatus.Failed or QuoteStatus.Refunding),
            t => Assert.NotEqual(QuoteStatus.Executed, t.Key.From));
    }
}
