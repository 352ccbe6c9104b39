using System.Text.Json;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;
using OrleansTrading.Grains.PerformanceFees;

namespace OrleansTrading.Audit.History;

/// <content>Fees that were charged, and those that were paid.</content>
internal sealed partial class HistoryAudit
{
    /// <summary>Terms once, then each period in order; each part that is paid once, to whom it concerns.</summary>
    private void CheckPerformanceFee(string key, PerformanceFeeState state, List<HistoryEvent> events)
    {
        var what = $"fee {key}";
        var (subscriber, provider) = (state.Terms!.Subscriber.User.Value, state.Terms.Provider.User.Value);
        _findings.SameOrder(
            [(HistoryKinds.FeeOpened, key, subscriber)],
            events.Take(1).Select(e => (e.Kind, e.Subject, e.Owner)),
            $"{what}: first event");
        var numbers = Enumerable.Range(1, state.Periods.Count).ToList();
        Check(HistoryKinds.FeeCharged, subscriber, numbers);
        Check(HistoryKinds.FeeEarned, provider, numbers.Where(n => state.Periods[n - 1].ProviderPaidAt is not null));
        Check(HistoryKinds.FeePaid, subscriber, numbers.Where(n => state.Periods[n - 1] is
            { Owed: var owed, Charge.Fee: var fee } && owed == 0 && fee > 0));
        string[] kinds =
            [HistoryKinds.FeeOpened, HistoryKinds.FeeCharged, HistoryKinds.FeeEarned, HistoryKinds.FeePaid];
        _findings.Same(events.Count, events.Count(e => kinds.Contains(e.Kind)), $"{what}: events of known kinds");
        _findings.Same(1, events.Count(e => e.Kind == HistoryKinds.FeeOpened), $"{what}: terms");

        void Check(string kind, string owner, IEnumerable<int> periods) => _findings.SameOrder(
            periods.Select(n => (n, key, owner)),
            events.Where(e => e.Kind == kind).Select(e => (PeriodOf(e), e.Subject, e.Owner)),
            $"{what}: {kind}");
    }

    private static int PeriodOf(HistoryEvent e)
    {
        using var details = JsonDocument.Parse(e.Details);
        return details.RootElement.GetProperty("period").GetInt32();
    }
}
