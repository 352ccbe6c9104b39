using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Support;

/// <summary>Trust that shows what the test says, and keeps what it was asked for.</summary>
internal sealed class FakeTrust(string id) : ITrustGrain
{
    internal Refusal? Refusal { get; set; }

    internal List<TrustOverride> Orders { get; } = [];

    internal TrustView View { get; set; } = new()
    {
        User = new UserId(id),
        Score = 420_000,
        ComputedScore = 420_000,
        Decay = 900_000,
        ObservedAt = Samples.Start,
        Reasons =
        [
            new TrustReason
            {
                Feature = TrustFeature.MarkOutOneSecond,
                Value = 120,
                Samples = 40,
                Toxicity = 850_000,
                Confidence = 1_000_000,
                Weight = 200_000,
                Contribution = -70_000,
            },
        ],
        Scoring = "default",
        Effects = new TrustEffects { Band = "watched", LimitPercent = 50, ExtraSpreadBasisPoints = 20 },
        Override = null,
        Overrides = 3,
    };

    public Task<TrustView> GetAsync() => Task.FromResult(View);

    public Task<Outcome<TrustView>> OverrideAsync(TrustOverride order)
    {
        Orders.Add(order);
        return Task.FromResult(Refusal is { } refusal
            ? Outcome.Refused<TrustView>(refusal)
            : Outcome.Of(
                View with { Score = order.Score ?? View.Score, Override = order, Overrides = order.After + 1 }));
    }

    public Task<Outcome<TrustReceipt>> ObserveAsync(TrustReport report) => throw new NotSupportedException();

    public Task<TrustEffects> GetEffectsAsync() => throw new NotSupportedException();
}
