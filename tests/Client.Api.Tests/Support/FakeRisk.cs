using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Support;

/// <summary>A counter that says what the test wants.</summary>
internal sealed class FakeCounter(string key) : ILimitCounterGrain
{
    internal LimitUse Use { get; set; } = new()
    {
        Name = LimitKeys.Parse(key).Name,
        LimitUsdCents = null,
        UsedUsdCents = 0,
        LeasedUsdCents = 0,
        Holders = 0,
        ResetsAt = new DateTimeOffset(LimitKeys.Parse(key).Day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero),
    };

    public Task<LimitGrant> LeaseAsync(LimitLeaseRequest request) => throw new NotSupportedException();

    public Task<LimitUse> GetAsync() => Task.FromResult(Use);
}

/// <summary>A breaker that does what operators say.</summary>
internal sealed class FakeBreaker(string chain) : IBreakerGrain
{
    internal BreakerView View { get; set; } = new() { Chain = chain, State = BreakerState.Closed, Failures = 0 };

    internal List<string> Asked { get; } = [];

    public Task<BreakerView> GetAsync() => Task.FromResult(View);

    public Task<Refusal?> TryProbeAsync(QuoteId quote) => throw new NotSupportedException();

    public Task ReportAsync(string? problem) => throw new NotSupportedException();

    public Task TripAsync(string reason) => throw new NotSupportedException();

    public Task OpenAsync(string by, string reason, DateTimeOffset? until)
    {
        Asked.Add($"{by} opens: {reason}");
        View = View with { State = BreakerState.Open, Reason = reason, RetryAt = until };
        return Task.CompletedTask;
    }

    public Task CloseAsync(string note)
    {
        Asked.Add(note);
        View = View with { State = BreakerState.Closed, Reason = null, RetryAt = null };
        return Task.CompletedTask;
    }
}
