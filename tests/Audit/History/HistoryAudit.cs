using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Copy.Providers;
using OrleansTrading.Grains.Copy.Subscriptions;
using OrleansTrading.Grains.Payments;
using OrleansTrading.Grains.PerformanceFees;
using OrleansTrading.Grains.Quotes;
using OrleansTrading.Grains.Risk;
using OrleansTrading.Grains.Risk.Breakers;
using OrleansTrading.Grains.Treasury;
using OrleansTrading.Grains.Trust;
using OrleansTrading.Grains.Users;
using OrleansTrading.Grains.Withdrawals;

namespace OrleansTrading.Audit.History;

/// <summary>
/// Compares a stopped platform's history with its stored states: each change that a state shows is in the history once,
/// and nothing else is. Every world of the grains' tests is audited at its end, whatever its test was about.
/// </summary>
internal sealed partial class HistoryAudit
{
    private readonly StoredPlatform _stored;
    private readonly Findings _findings;
    private readonly List<HistoryRow> _rows;
    private readonly ILookup<string, HistoryRow> _bySubject;

    private HistoryAudit(StoredPlatform stored, List<HistoryRow> rows, Findings findings)
    {
        _stored = stored;
        _rows = rows;
        _bySubject = rows.ToLookup(row => row.Event.Subject, StringComparer.Ordinal);
        _findings = findings;
    }

    /// <param name="stored">The platform.</param>
    /// <param name="rows">All of its history, oldest first.</param>
    /// <param name="findings">Where what is wrong goes.</param>
    internal static Task CheckAsync(StoredPlatform stored, List<HistoryRow> rows, Findings findings) =>
        new HistoryAudit(stored, rows, findings).CheckAsync();

    private async Task CheckAsync()
    {
        foreach (var source in _rows.GroupBy(row => row.Source, StringComparer.Ordinal))
        {
            var events = source.Select(row => row.Event).ToList();
            var separator = source.Key.IndexOf('/', StringComparison.Ordinal);
            var (type, key) = (source.Key[..separator], source.Key[(separator + 1)..]);
            await (type switch
            {
                "quote" => CheckAsync<QuoteState>(type, key, state => CheckQuote(key, state, events)),
                "payment" => CheckAsync<PaymentState>(type, key, state => CheckPayment(key, state, events)),
                "treasury" => CheckAsync<TreasuryState>(type, key, state => CheckTreasury(key, state, events)),
                "transfer" => CheckAsync<TransferState>(type, key, state => CheckTransfer(key, state, events)),
                "user" => CheckAsync<UserState>(type, key, state => CheckUser(key, state, events)),
                "address" => CheckAsync<AddressState>(type, key, state => CheckAddress(key, state, events)),
                "session" => CheckAsync<SessionState>(type, key, state => CheckSession(key, state, events)),
                "risk" => CheckAsync<RiskState>(type, key, state => CheckRisk(key, state, events)),
                "trust" => CheckAsync<TrustState>(type, key, state => CheckTrust(key, state, events)),
                "withdrawal" => CheckAsync<WithdrawalState>(type, key, state => CheckWithdrawal(key, state, events)),
                "breaker" => CheckAsync<BreakerStored>(type, key, state => CheckBreaker(key, state, events)),
                "performancefee" => CheckAsync<PerformanceFeeState>(
                    type, key, state => CheckPerformanceFee(key, state, events)),
                "provider" => CheckAsync<ProviderState>(type, key, state => CheckProvider(key, state, events)),
                "subscription" => CheckAsync<SubscriptionState>(
                    type, key, state => CheckSubscription(key, state, events)),
                _ => throw new InvalidOperationException($"{source.Key} tells a history that nobody audits."),
            });
        }

        await CheckCompleteAsync();
    }

    private async Task CheckAsync<T>(string type, string key, Action<T> check)
        where T : class, new()
    {
        if (await _stored.FindAsync<T>(type, key) is { } state)
        {
            check(state);
        }
        else
        {
            _findings.Add($"The history has events of {type}/{key}, and nothing of it is stored.");
        }
    }

    private void CheckPayment(string key, PaymentState state, List<HistoryEvent> events)
    {
        var what = $"payment {key}";
        var kinds = events.Select(e => e.Kind).ToList();
        _findings.Same(HistoryKinds.PaymentReceived, kinds[0], $"{what}: first event");
        _findings.Same($"payment.{state.Status.ToString().ToLowerInvariant()}", kinds[^1], $"{what}: last event");
        _findings.Same(kinds.Distinct().Count(), kinds.Count, $"{what}: events of different kinds");
        _findings.Same(HistoryOwners.Platform, events[0].Owner, $"{what}: owner of its arrival");
        foreach (var e in events)
        {
            _findings.Same(key, e.Subject, $"{what}: subject of {e.Kind}");
        }

        foreach (var e in events.Skip(1))
        {
            _findings.Same(state.User?.Value ?? HistoryOwners.Platform, e.Owner, $"{what}: owner of {e.Kind}");
        }

        if (state.GivingBack is not null)
        {
            _findings.Require(kinds.Contains(HistoryKinds.PaymentRefunding), $"{what} goes back, and no event says so");
        }
    }

    private void CheckUser(string key, UserState state, List<HistoryEvent> events)
    {
        _findings.SameOrder(
            state.Addresses.Select(a => (key, a.ProvenAt, true)),
            events.Select(e => (e.Subject, e.At, e.Owner == key)),
            $"user {key}: addresses");
        _findings.SameOrder(
            state.Addresses.Select((_, i) => i == 0 ? HistoryKinds.UserCreated : HistoryKinds.UserAddressLinked),
            events.Select(e => e.Kind),
            $"user {key}: events");
    }

    private void CheckAddress(string key, AddressState state, List<HistoryEvent> events) => _findings.SameOrder(
        [(HistoryKinds.AddressClaimed, key, state.Owner!.Value.Value)],
        events.Select(e => (e.Kind, e.Subject, e.Owner)),
        $"address {key}: events");

    private void CheckSession(string key, SessionState state, List<HistoryEvent> events)
    {
        string[] open = [HistoryKinds.SessionOpened];
        _findings.SameOrder(
            state.User is null ? [.. open, HistoryKinds.SessionClosed] : open,
            events.Select(e => e.Kind),
            $"session {key}: events");
    }

    private void CheckWithdrawal(string key, WithdrawalState state, List<HistoryEvent> events)
    {
        var what = $"withdrawal {key}";
        _findings.Same(HistoryKinds.WithdrawalWaiting, events[0].Kind, $"{what}: first event");
        _findings.Same($"withdrawal.{state.Status.ToString().ToLowerInvariant()}", events[^1].Kind, $"{what}: last");
        _findings.Same(
            events.Count,
            events.Count(e => (e.Subject, e.Owner) == (key, state.Command?.Wallet.User.Value)),
            $"{what}: events about it that are its user's");
        foreach (var (before, after) in events.Zip(events.Skip(1)))
        {
            var isAllowed = WithdrawalTransitions.Allowed.Any(move =>
                Is(before, move.Key.From) && Is(after, move.Value));
            _findings.Require(isAllowed, $"{what}: {before.Kind} is followed by {after.Kind}");
        }

        static bool Is(HistoryEvent e, WithdrawalStatus status) =>
            e.Kind == $"withdrawal.{status.ToString().ToLowerInvariant()}";
    }

    private void CheckBreaker(string key, BreakerStored state, List<HistoryEvent> events)
    {
        _findings.Same(
            state.Reason is null ? HistoryKinds.BreakerClosed : HistoryKinds.BreakerOpened,
            events[^1].Kind,
            $"breaker {key}: last event");
        _findings.Same(
            events.Count, events.Count(e => (e.Subject, e.Owner) == (key, HistoryOwners.Platform)), $"breaker {key}");
    }

    /// <summary>What was booked and not released since is what is booked on the state's day.</summary>
    private void CheckRisk(string key, RiskState state, List<HistoryEvent> events)
    {
        var booked = new SortedDictionary<string, ulong>(StringComparer.Ordinal);
        foreach (var e in events)
        {
            _findings.Same(key, e.Owner, $"risk {key}: owner of {e.Kind}");
            using var details = System.Text.Json.JsonDocument.Parse(e.Details);
            var ofDay = details.RootElement.GetProperty("day").GetString() == $"{state.Day:yyyy-MM-dd}";
            var cents = ulong.Parse(
                details.RootElement.GetProperty("usdCents").GetString()!,
                System.Globalization.CultureInfo.InvariantCulture);
            if (ofDay && e.Kind == HistoryKinds.RiskBooked)
            {
                _findings.Require(booked.TryAdd(e.Subject, cents), $"risk {key}: {e.Subject} was booked twice");
            }
            else if (ofDay)
            {
                var wasBooked = booked.Remove(e.Subject, out var was) && was == cents;
                _findings.Require(wasBooked, $"risk {key}: {e.Subject} is released and was not booked");
            }
        }

        _findings.SameOrder(state.Bookings, booked, $"risk {key}: bookings");
    }

    /// <summary>Nothing that is stored is missing: what lists and states name has a history of its own.</summary>
    private async Task CheckCompleteAsync()
    {
        var sources = _rows.Select(row => row.Source).ToHashSet(StringComparer.Ordinal);
        foreach (var owner in _rows.Select(row => row.Event.Owner).Distinct(StringComparer.Ordinal))
        {
            foreach (var quote in await _stored.ListAsync(ListingKinds.Quote, owner))
            {
                _findings.Require(sources.Contains($"quote/{quote.Id}"), $"listed quote {quote.Id} has no history");
                await CheckAsync<QuoteState>("quote", quote.Id, state => CheckNamed(quote, state, sources));
            }
        }
    }

    private void CheckNamed(ListingRow quote, QuoteState state, HashSet<string> sources)
    {
        _findings.Same(state.Status.ToString(), quote.Status, $"quote {quote.Id}: listed status");
        foreach (var payment in state.Payments)
        {
            _findings.Require(
                sources.Contains($"payment/{payment.Id}"), $"quote {quote.Id}: {payment.Id} has no history");
        }

        if (state.Status is QuoteStatus.Executing or QuoteStatus.Executed)
        {
            var delivery = TransferId.Delivery(new QuoteId(quote.Id)).Value;
            _findings.Require(
                _bySubject[delivery].Any(row => row.Event.Kind == HistoryKinds.TransferOrdered),
                $"quote {quote.Id}: its delivery was never ordered");
        }
    }
}
