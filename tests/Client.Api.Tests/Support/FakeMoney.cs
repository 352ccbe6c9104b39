using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Support;

/// <summary>A quote that refuses what the test says, and else keeps the first request.</summary>
internal sealed class FakeQuote(string id, FakeQuotes book) : IQuoteGrain
{
    private CreateQuote? command;

    internal QuoteView? View { get; set; }

    internal IReadOnlyList<TimelineStep> Timeline { get; set; } = [];

    internal int Looks { get; private set; }

    public Task<Outcome<QuoteView>> CreateAsync(CreateQuote asked)
    {
        if (book.Failure is { } failure)
        {
            throw failure;
        }

        if (book.Refusal is { } refusal)
        {
            return Task.FromResult(Outcome.Refused<QuoteView>(refusal));
        }

        if (command is not null && command != asked)
        {
            return Task.FromResult(Outcome.Refused<QuoteView>(
                ErrorCodes.IdempotencyKeyReused, "Idempotency-Key", "This key made another quote."));
        }

        command = asked;
        View ??= Samples.Quote(new QuoteId(id), asked.User) with { CreatedAt = book.Time.GetUtcNow() };
        book.Listing.Add(View);
        return Task.FromResult(Outcome.Of(View));
    }

    public Task<QuoteView?> GetAsync()
    {
        Looks++;
        return Task.FromResult(View);
    }

    public Task<IReadOnlyList<TimelineStep>?> GetTimelineAsync() =>
        Task.FromResult(View is null ? null : Timeline);

    public Task<PaymentVerdict> OfferPaymentAsync(IncomingPayment payment) => throw new NotSupportedException();

    public Task RecordRefundAsync(RefundReport report) => throw new NotSupportedException();

    public Task WakeAsync() => throw new NotSupportedException();
}

/// <summary>What all quotes of a test share.</summary>
internal sealed class FakeQuotes(TimeProvider time)
{
    internal TimeProvider Time => time;

    internal FakeListing Listing { get; } = new();

    internal FakeHistory History { get; } = new();

    internal FakeLedger Ledger { get; } = new();

    /// <summary>What every creation is refused with; null for none.</summary>
    internal Refusal? Refusal { get; set; }

    /// <summary>What every creation throws; null for nothing.</summary>
    internal Exception? Failure { get; set; }
}

/// <summary>A watcher that counts its wakes.</summary>
internal sealed class FakeWatcher(string id) : IWatcherGrain
{
    private int wakes;

    internal int Wakes => Volatile.Read(ref wakes);

    internal DateTimeOffset? CaughtUpAt { get; set; }

    internal string? Problem { get; set; }

    internal ChainOutageView? Outage { get; set; }

    internal IReadOnlyList<EndpointView> Endpoints { get; set; } = [];

    internal Exception? Failure { get; set; }

    internal TaskCompletionSource Woken { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task StartAsync() => throw new NotSupportedException();

    public Task<ulong?> GetRecordedHeightAsync() => throw new NotSupportedException();

    public Task WakeAsync()
    {
        Interlocked.Increment(ref wakes);
        Woken.TrySetResult();
        return Failure is null ? Task.CompletedTask : Task.FromException(Failure);
    }

    public Task<WatcherView> GetAsync() => Failure is null
        ? Task.FromResult(new WatcherView
        {
            Account = new AccountId(id),
            CaughtUpAt = CaughtUpAt,
            Problem = Problem,
            PaymentsRecorded = 7,
            Outage = Outage,
            Endpoints = Endpoints,
        })
        : Task.FromException<WatcherView>(Failure);
}

/// <summary>A treasury account whose halt the test decides.</summary>
internal sealed class FakeTreasury(string id) : ITreasuryGrain
{
    internal string? Halted { get; set; }

    internal string? WaitsFor { get; set; }

    internal List<UnknownTransaction> Unknown { get; } = [];

    internal List<string> Notes { get; } = [];

    internal int Reads { get; private set; }

    public Task<string?> GetBeginningAsync() => throw new NotSupportedException();

    public Task<TreasuryView> GetAsync()
    {
        Reads++;
        return Task.FromResult(new TreasuryView
        {
            Account = new AccountId(id),
            Balances =
            [
                new TreasuryBalance
                {
                    Asset = Samples.Xlm,
                    ChainUnits = 500,
                    ReservedUnits = 100,
                    InFlightUnits = 50,
                    AvailableUnits = 350,
                },
            ],
            Halted = Halted,
            WaitsFor = WaitsFor,
            Unknown = [.. Unknown],
            UnknownBeyond = Unknown.Count == 0 ? 0 : 41,
            Open = [],
        });
    }

    public Task ResumeAsync(string note)
    {
        Notes.Add(note);
        Halted = null;
        return Task.CompletedTask;
    }

    public Task StartAsync() => throw new NotSupportedException();

    public Task<Refusal?> CheckCoverAsync(Amount amount) => throw new NotSupportedException();

    public Task<Refusal?> CheckHistoryAsync() => throw new NotSupportedException();

    public Task<bool> HasSentUnknownAsync(DateTimeOffset at) => throw new NotSupportedException();

    public Task<string?> FindTraceAsync(TransferRequest request) => throw new NotSupportedException();

    public Task<Refusal?> ReserveAsync(string reservation, Amount amount) => throw new NotSupportedException();

    public Task ReleaseAsync(string reservation) => throw new NotSupportedException();

    public Task<Outcome<TransferView>> RequestTransferAsync(TransferRequest request) =>
        throw new NotSupportedException();

    public Task<TransferView?> GetTransferAsync(TransferId id) => throw new NotSupportedException();
}

/// <summary>A payment that is there, or is not.</summary>
internal sealed class FakePayment(PaymentView? view) : IPaymentGrain
{
    public Task RecordAsync(IncomingPayment payment) => throw new NotSupportedException();

    public Task<PaymentView?> GetAsync() => Task.FromResult(view);

    public Task WakeAsync() => throw new NotSupportedException();
}
