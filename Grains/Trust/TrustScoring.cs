namespace OrleansTrading.Grains.Trust;

/// <summary>A point of the line that leads from a feature's value to its toxicity, both in millionths.</summary>
internal readonly record struct TrustPoint(int Value, int Toxicity);

/// <summary>How one feature counts.</summary>
internal sealed record TrustRule
{
    public required TrustFeature Feature { get; init; }

    /// <summary>In millionths.</summary>
    public required int Weight { get; init; }

    /// <summary>From how many fresh observations on it counts fully.</summary>
    public required int SamplesFull { get; init; }

    /// <summary>The line, by rising value; toxicity never falls along it. Flat before and after.</summary>
    public required IReadOnlyList<TrustPoint> Points { get; init; }

    /// <summary>How toxic a value is: the line's height there, rounded down.</summary>
    internal int Toxicity(int value)
    {
        if (value <= Points[0].Value)
        {
            return Points[0].Toxicity;
        }

        for (var i = 1; i < Points.Count; i++)
        {
            var (from, to) = (Points[i - 1], Points[i]);
            if (value < to.Value)
            {
                var rise = (long)(to.Toxicity - from.Toxicity) * (value - from.Value);
                return from.Toxicity + (int)(rise / (to.Value - from.Value));
            }
        }

        return Points[^1].Toxicity;
    }
}

/// <summary>
/// How features make a score: the default one of the options, or a verified model's. It is data alone: lines, weights
/// and numbers of observations.
/// </summary>
public sealed record TrustScoring
{
    /// <summary>The most points that a feature's line may have.</summary>
    internal const int PointsMax = 16;

    /// <summary>The most observations that a feature may need.</summary>
    internal const int SamplesFullMax = 10_000;

    internal const string DefaultName = "default";

    /// <summary>Its name: <c>default</c>, or the model's.</summary>
    public string Name { get; private init; } = DefaultName;

    /// <summary>One rule for each feature, in the order of <see cref="TrustFeature"/>.</summary>
    internal IReadOnlyList<TrustRule> Rules { get; private init; } = [];

    internal static TrustScoring Of(string name, IReadOnlyList<TrustRule> rules) =>
        new() { Name = name, Rules = rules };

    /// <summary>The scoring of the options.</summary>
    internal static TrustScoring Default(TrustOptions options) => Of(
        DefaultName,
        [
            Rule(TrustFeature.HoldingTime, options.HoldingTime),
            Rule(TrustFeature.MarkOutOneSecond, options.MarkOutOneSecond),
            Rule(TrustFeature.MarkOutTenSeconds, options.MarkOutTenSeconds),
            Rule(TrustFeature.MarkOutOneMinute, options.MarkOutOneMinute),
            Rule(TrustFeature.WinRate, options.WinRate),
            Rule(TrustFeature.Latency, options.Latency),
            Rule(TrustFeature.CancelRatio, options.CancelRatio),
            Rule(TrustFeature.CorrelatedEntries, options.CorrelatedEntries),
        ]);

    /// <summary>The first rule that it breaks; null: it can score.</summary>
    internal string? Problem()
    {
        var features = Enum.GetValues<TrustFeature>();
        if (!Rules.Select(rule => rule.Feature).SequenceEqual(features))
        {
            return $"A scoring has each of the {features.Length} features once.";
        }

        var weights = Rules.Sum(rule => (long)rule.Weight);
        return Rules.Select(Problem).FirstOrDefault(found => found is not null)
            ?? (weights == TrustConstants.One
                ? null
                : $"The weights of all features are {weights} together. They must be {TrustConstants.One}.");
    }

    private static string? Problem(TrustRule rule)
    {
        var name = TrustFeatureNames.Of(rule.Feature);
        if (rule.Weight is < 0 or > TrustConstants.One)
        {
            return $"The weight of {name} is {rule.Weight}. It must be 0 to {TrustConstants.One}.";
        }

        if (rule.SamplesFull is < 1 or > SamplesFullMax)
        {
            return $"The full number of samples of {name} is {rule.SamplesFull}. It must be 1 to {SamplesFullMax}.";
        }

        if (rule.Points.Count is < 2 or > PointsMax)
        {
            return $"The line of {name} has {rule.Points.Count} points. It must have 2 to {PointsMax}.";
        }

        if (rule.Points.Any(p => p.Value is < -TrustConstants.One or > TrustConstants.One
            || p.Toxicity is < 0 or > TrustConstants.One))
        {
            return $"The line of {name} leaves its range: values within {TrustConstants.One} of 0, toxicity 0 to"
                + $" {TrustConstants.One}.";
        }

        return rule.Points.Zip(rule.Points.Skip(1)).All(pair =>
                pair.First.Value < pair.Second.Value && pair.First.Toxicity <= pair.Second.Toxicity)
            ? null
            : $"The line of {name} must rise: each value above the one before, no toxicity below the one before.";
    }

    private static TrustRule Rule(TrustFeature feature, TrustFeatureOptions options) => new()
    {
        Feature = feature,
        Weight = options.Weight,
        SamplesFull = options.SamplesFull,
        Points = [new TrustPoint(options.Benign, 0), new TrustPoint(options.Toxic, TrustConstants.One)],
    };
}
