namespace OrleansTrading.Grains.Trust;

/// <summary>What a user's samples say by a scoring; the score follows from it and the time.</summary>
internal sealed record TrustAssessment
{
    /// <summary>What each feature says, in the order of <see cref="TrustFeature"/>.</summary>
    public required IReadOnlyList<TrustReason> Reasons { get; init; }

    /// <summary>When the latest sample happened; null: there is none.</summary>
    public required DateTimeOffset? LatestAt { get; init; }

    /// <summary>Judges samples.</summary>
    internal static TrustAssessment Of(TrustState state, TrustScoring scoring, TrustOptions options) => new()
    {
        Reasons = Judge(new TrustFeatures(state, options).Measure(), scoring),
        LatestAt = state.LatestAt,
    };

    /// <summary>Judges measures, given in the order of <see cref="TrustFeature"/>.</summary>
    internal static IReadOnlyList<TrustReason> Judge(IReadOnlyList<TrustMeasure> measures, TrustScoring scoring) =>
        [.. scoring.Rules.Select(rule => Judge(rule, measures[(int)rule.Feature]))];

    /// <summary>What time has left of the contributions, in millionths.</summary>
    internal int DecayAt(DateTimeOffset now, TimeSpan halfLife) =>
        LatestAt is { } latest ? Decay.Of(now - latest, halfLife) : TrustConstants.One;

    /// <summary>
    /// The score, 0 to a million: weights make a million together, and no contribution is more than half its weight.
    /// </summary>
    internal int ScoreAt(DateTimeOffset now, TimeSpan halfLife)
    {
        var contributions = Reasons.Sum(reason => (long)reason.Contribution);
        return TrustConstants.Neutral + (int)(contributions * DecayAt(now, halfLife) / TrustConstants.One);
    }

    private static TrustReason Judge(TrustRule rule, TrustMeasure measure)
    {
        var toxicity = rule.Toxicity(measure.Value);
        var confidence = (int)Math.Min(TrustConstants.One, measure.Evidence / rule.SamplesFull);
        var weighted = (long)rule.Weight * confidence * (TrustConstants.Neutral - toxicity);
        return new TrustReason
        {
            Feature = rule.Feature,
            Value = measure.Value,
            Samples = measure.Samples,
            Toxicity = toxicity,
            Confidence = confidence,
            Weight = rule.Weight,
            Contribution = (int)(weighted / TrustConstants.One / TrustConstants.One),
        };
    }
}
