using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Grains.History;

namespace OrleansTrading.Grains.Trust;

/// <inheritdoc cref="ITrustGrain"/>
internal sealed partial class TrustGrain(
    [PersistentState("trust")] IPersistentState<TrustState> storage,
    TrustScoring scoring,
    TimeProvider time,
    IOptions<TrustOptions> options,
    ILogger<TrustGrain> logger) : Grain, ITrustGrain
{
    private TrustAssessment? assessment;

    private UserId User => new(this.GetPrimaryKeyString());

    private TrustState State => storage.State;

    private TrustOptions Options => options.Value;

    /// <summary>Computed once for each change of the samples.</summary>
    private TrustAssessment Assessment => assessment ??= TrustAssessment.Of(State, scoring, Options);

    public async Task<Outcome<TrustReceipt>> ObserveAsync(TrustReport report)
    {
        Check.That(UserId.TryParse(User.Value, out _), $"'{User}' is a user's id");
        var now = time.GetUtcNow();
        var read = new ObservationReader(now, Options.ClockTolerance).Read(report);
        if (read.Value is not { } samples)
        {
            return Outcome.Refused<TrustReceipt>(read.Refusal!);
        }

        if (FindReused(samples, out var isNew) is { } reused)
        {
            return Outcome.Refused<TrustReceipt>(reused);
        }

        var fates = samples.Zip(isNew, (sample, counts) => counts
            ? State.Add(sample, Options.Window)
            : SampleFate.Repeated).ToList();
        if (fates.Contains(SampleFate.Added))
        {
            assessment = null;
            RecordScore(now);
            await storage.WriteStateAsync();
        }

        return Outcome.Of(new TrustReceipt
        {
            Added = fates.Count(fate => fate == SampleFate.Added),
            Repeated = fates.Count(fate => fate == SampleFate.Repeated),
            TooOld = fates.Count(fate => fate == SampleFate.TooOld),
            Score = ScoreAt(now),
        });
    }

    public Task<TrustView> GetAsync() => Task.FromResult(View());

    public Task<TrustEffects> GetEffectsAsync() =>
        Task.FromResult(TrustBands.EffectsOf(Options.Bands, ScoreAt(time.GetUtcNow())));

    /// <summary>
    /// Which samples are not known, each once; or the refusal when one has the id of another. Looked at before anything
    /// changes, so that a report is taken whole or not at all.
    /// </summary>
    private Refusal? FindReused(List<TrustSample> samples, out List<bool> isNew)
    {
        isNew = [];
        var known = State.Samples.ToDictionary(sample => sample.Id);
        foreach (var sample in samples)
        {
            isNew.Add(known.TryAdd(sample.Id, sample));
            if (known[sample.Id] != sample)
            {
                return new Refusal
                {
                    Code = ErrorCodes.ObservationIdReused,
                    Field = "id",
                    Detail = $"The id {sample.Id:x32} is that of another observation of {User}. Give each its own.",
                };
            }
        }

        return null;
    }

    private int ComputedAt(DateTimeOffset now) => Assessment.ScoreAt(now, Options.HalfLife);

    private int ScoreAt(DateTimeOffset now) => OverrideAt(now)?.Score ?? ComputedAt(now);

    private TrustView View()
    {
        var now = time.GetUtcNow();
        var score = ScoreAt(now);
        return new TrustView
        {
            User = User,
            Score = score,
            ComputedScore = ComputedAt(now),
            Decay = Assessment.DecayAt(now, Options.HalfLife),
            ObservedAt = Assessment.LatestAt,
            Reasons = Assessment.Reasons,
            Scoring = scoring.Name,
            Effects = TrustBands.EffectsOf(Options.Bands, score),
            Override = OverrideAt(now),
            Overrides = State.Overrides,
        };
    }

    /// <summary>Tells the history of a move that is worth it: nothing of it is ever deleted.</summary>
    private void RecordScore(DateTimeOffset now)
    {
        var score = ComputedAt(now);
        var band = TrustBands.EffectsOf(Options.Bands, score).Band;
        var told = State.ToldScore ?? TrustConstants.Neutral;
        var toldBand = State.ToldScore is null ? TrustBands.EffectsOf(Options.Bands, told).Band : State.ToldBand;
        if (band == toldBand && Math.Abs(score - told) < Options.HistoryStep)
        {
            return;
        }

        (State.ToldScore, State.ToldBand) = (score, band);
        State.Record(now, HistoryKinds.TrustScored, User, User.Value, new TrustScoreDetails
        {
            Score = score,
            Before = told,
            Band = band,
            Scoring = scoring.Name,
            Reasons = [.. Assessment.Reasons.Where(r => r.Contribution != 0).Select(r => new TrustReasonDetails(
                TrustFeatureNames.Of(r.Feature), r.Value, r.Contribution))],
        });
    }
}
