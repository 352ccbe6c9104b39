using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Treasury;

namespace OrleansTrading.Grains.Tests.Worlds;

/// <content>Quotes, transfers and accounts, whose states tell each step with its time.</content>
internal sealed partial class HistoryAudit
{
    /// <summary>Which event a step of a quote's timeline has; a refund's may be the quote's own or another's.</summary>
    private static readonly Dictionary<string, string[]> KindsOfStep = new(StringComparer.Ordinal)
    {
        ["quote.created"] = [HistoryKinds.QuoteCreated],
        ["quote.committed"] = [HistoryKinds.QuoteCommitted],
        ["delivery.ordered"] = [HistoryKinds.QuoteExecuting],
        ["quote.executed"] = [HistoryKinds.QuoteExecuted],
        ["quote.expired"] = [HistoryKinds.QuoteExpired],
        ["quote.failed"] = [HistoryKinds.QuoteFailed],
        ["quote.parked"] = [HistoryKinds.QuoteParked],
        ["payment.held"] = [HistoryKinds.QuotePaymentHeld],
        ["payment.refused"] = [HistoryKinds.QuotePaymentRefused],
        ["payment.parked"] = [HistoryKinds.QuotePaymentParked, HistoryKinds.QuoteParked],
        ["refund.ordered"] = [HistoryKinds.QuoteRefunding, HistoryKinds.QuotePaymentRefunding],
        ["refund.landed"] = [HistoryKinds.QuoteRefunded, HistoryKinds.QuotePaymentRefunded],
        ["excess.refunded"] = [HistoryKinds.QuoteExcessRefunded],
        ["excess.parked"] = [HistoryKinds.QuoteExcessParked],
    };

    private static readonly Dictionary<string, string> KindOfTransferStep = new(StringComparer.Ordinal)
    {
        ["queued"] = HistoryKinds.TransferOrdered,
        ["signed"] = HistoryKinds.TransferSigned,
        ["fee_raised"] = HistoryKinds.TransferFeeRaised,
        ["dead"] = HistoryKinds.TransferDead,
        ["landed"] = HistoryKinds.TransferLanded,
        ["rejected"] = HistoryKinds.TransferFailed,
        ["refused"] = HistoryKinds.TransferFailed,
        ["unknown"] = HistoryKinds.TransferUnknown,
    };

    private async Task CheckQuoteAsync(string key, List<HistoryEvent> events)
    {
        var state = await ReadAsync<QuoteState>("quote", key);
        var steps = state.Timeline.Where(step => step.Step != "payment.final").ToList();
        Assert.Equal(steps.Select(step => step.At), events.Select(e => e.At));
        foreach (var (step, e) in steps.Zip(events))
        {
            Assert.Contains(e.Kind, KindsOfStep[step.Step]);
            Assert.Equal((key, state.Command!.User.Value), (e.Subject, e.Owner));
        }

        // The last event that is a status is the one that is stored.
        var told = events.Last(e => Enum.GetNames<QuoteStatus>().Any(
            status => e.Kind == $"quote.{status.ToLowerInvariant()}") || e.Kind == HistoryKinds.QuoteCreated);
        Assert.Equal(state.Status == QuoteStatus.Pending ? "created" : state.Status.ToString().ToLowerInvariant(),
            told.Kind["quote.".Length..]);
    }

    private async Task CheckTransferAsync(string key, List<HistoryEvent> events)
    {
        var state = await ReadAsync<TransferState>("transfer", key);
        Assert.Equal(
            state.SeenTransactionId is null ? 0 : 1, events.Count(e => e.Kind == HistoryKinds.TransferSeen));
        var ends = events.Where(e => e.Kind != HistoryKinds.TransferSeen).ToList();
        if (state.Outcome is null)
        {
            Assert.Empty(ends);
            return;
        }

        Assert.Equal($"transfer.{state.Outcome.Status.ToString().ToLowerInvariant()}", Assert.Single(ends).Kind);
        CheckSteps(key, state.Outcome.Steps);
    }

    private async Task CheckTreasuryAsync(string key, List<HistoryEvent> events)
    {
        var state = await ReadAsync<TreasuryState>("treasury", key);
        foreach (var open in state.Open.Where(t => !_rows.Any(
            row => row.Source == $"transfer/{t.Request.Id}" && row.Event.Kind != HistoryKinds.TransferSeen)))
        {
            CheckSteps(open.Request.Id.Value, open.Steps);
        }

        var own = events.Where(e => e.Subject == key).ToList();
        Assert.All(own, e => Assert.Equal(HistoryOwners.Platform, e.Owner));
        Assert.Equal(state.Started ? 1 : 0, own.Count(e => e.Kind == HistoryKinds.TreasuryStarted));
        var sinceResume = own.Skip(own.FindLastIndex(e => e.Kind == HistoryKinds.TreasuryResumed) + 1).ToList();
        Assert.Equal(
            state.Unknown.Count + state.UnknownBeyond,
            sinceResume.Count(e => e.Kind == HistoryKinds.TreasuryUnknownTransaction));
        var halted = sinceResume.LastOrDefault(e => e.Kind == HistoryKinds.TreasuryHalted);
        Assert.Equal(state.Halted is null, halted is null);
        if (halted is not null)
        {
            using var details = System.Text.Json.JsonDocument.Parse(halted.Details);
            Assert.Equal(state.Halted, details.RootElement.GetProperty("reason").GetString());
        }
    }

    /// <summary>The account's events about a transfer and its own end are its steps, in their order.</summary>
    private void CheckSteps(string transfer, IReadOnlyList<TimelineStep> steps)
    {
        var expected = steps.Select(step => step.Step[(step.Step.IndexOf('.', StringComparison.Ordinal) + 1)..])
            .Where(what => what != "submitted").Select(what => KindOfTransferStep[what]);
        var told = _rows.Select(row => row.Event)
            .Where(e => e.Subject == transfer && e.Kind != HistoryKinds.TransferSeen);
        Assert.Equal(expected, told.Select(e => e.Kind));
    }
}
