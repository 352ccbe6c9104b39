using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Treasury;

namespace OrleansTrading.Audit.History;

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
        ["price.moved"] = [HistoryKinds.QuotePriceMoved],
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

    private void CheckQuote(string key, QuoteState state, List<HistoryEvent> events)
    {
        var what = $"quote {key}";
        var steps = state.Timeline.Where(step => step.Step != "payment.final").ToList();
        _findings.SameOrder(steps.Select(step => step.At), events.Select(e => e.At), $"{what}: times");
        foreach (var (step, e) in steps.Zip(events))
        {
            _findings.Require(
                KindsOfStep[step.Step].Contains(e.Kind), $"{what}: step {step.Step} is told as {e.Kind}");
            _findings.Same((key, state.Command!.User.Value), (e.Subject, e.Owner), $"{what}: {e.Kind}");
        }

        // The last event that is a status is the one that is stored.
        var told = events.LastOrDefault(e => Enum.GetNames<QuoteStatus>().Any(
            status => e.Kind == $"quote.{status.ToLowerInvariant()}") || e.Kind == HistoryKinds.QuoteCreated);
        _findings.Same(
            state.Status == QuoteStatus.Pending ? "created" : state.Status.ToString().ToLowerInvariant(),
            told?.Kind["quote.".Length..],
            $"{what}: last status");
    }

    private void CheckTransfer(string key, TransferState state, List<HistoryEvent> events)
    {
        _findings.Same(
            state.SeenTransactionId is null ? 0 : 1,
            events.Count(e => e.Kind == HistoryKinds.TransferSeen),
            $"transfer {key}: marks");
        _findings.SameOrder(
            state.Outcome is { } ended ? [$"transfer.{ended.Status.ToString().ToLowerInvariant()}"] : [],
            events.Where(e => e.Kind != HistoryKinds.TransferSeen).Select(e => e.Kind),
            $"transfer {key}: ends");
        if (state.Outcome is { } outcome)
        {
            CheckSteps(key, outcome.Steps);
        }
    }

    private void CheckTreasury(string key, TreasuryState state, List<HistoryEvent> events)
    {
        var what = $"treasury {key}";
        foreach (var open in state.Open.Where(t => !_bySubject[t.Request.Id.Value].Any(
            row => row.Source == $"transfer/{t.Request.Id}" && row.Event.Kind != HistoryKinds.TransferSeen)))
        {
            CheckSteps(open.Request.Id.Value, open.Steps);
        }

        var own = events.Where(e => e.Subject == key).ToList();
        foreach (var e in own)
        {
            _findings.Same(HistoryOwners.Platform, e.Owner, $"{what}: owner of {e.Kind}");
        }

        _findings.Same(
            state.Started ? 1 : 0, own.Count(e => e.Kind == HistoryKinds.TreasuryStarted), $"{what}: starts");
        var sinceResume = own.Skip(own.FindLastIndex(e => e.Kind == HistoryKinds.TreasuryResumed) + 1).ToList();
        _findings.Same(
            state.Unknown.Count + state.UnknownBeyond,
            sinceResume.Count(e => e.Kind == HistoryKinds.TreasuryUnknownTransaction),
            $"{what}: unknown transactions");
        var halted = sinceResume.LastOrDefault(e => e.Kind == HistoryKinds.TreasuryHalted);
        _findings.Same(state.Halted, halted is null ? null : ReasonOf(halted), $"{what}: halt");

        static string? ReasonOf(HistoryEvent halted)
        {
            using var details = System.Text.Json.JsonDocument.Parse(halted.Details);
            return details.RootElement.GetProperty("reason").GetString();
        }
    }

    /// <summary>The account's events about a transfer and its own end are its steps, in their order.</summary>
    private void CheckSteps(string transfer, IReadOnlyList<TimelineStep> steps)
    {
        var expected = steps.Select(step => step.Step[(step.Step.IndexOf('.', StringComparison.Ordinal) + 1)..])
            .Where(what => what != "submitted").Select(what => KindOfTransferStep[what]);
        var told = _bySubject[transfer].Select(row => row.Event).Where(e => e.Kind != HistoryKinds.TransferSeen);
        _findings.SameOrder(expected, told.Select(e => e.Kind), $"transfer {transfer}: steps");
    }
}
