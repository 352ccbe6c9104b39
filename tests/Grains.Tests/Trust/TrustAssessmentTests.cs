using OrleansTrading.Grains.Trust;
using static OrleansTrading.Grains.Tests.Trust.Observed;

namespace OrleansTrading.Grains.Tests.Trust;

/// <summary>From values to a score, by hand.</summary>
public sealed class TrustAssessmentTests
{
    private static readonly TrustOptions Options = new();
    private static readonly TrustScoring Scoring = TrustScoring.Default(Options);

    [Theory]
    [InlineData(-1_000_000, 0)]
    [InlineData(200_000, 0)]
    [InlineData(200_001, 1)] // 1,000,000 / 600,000, rounded down
    [InlineData(500_000, 500_000)]
    [InlineData(799_999, 999_998)]
    [InlineData(800_000, 1_000_000)]
    [InlineData(1_000_000, 1_000_000)]
    public void Toxicity_rises_along_the_line_from_benign_to_toxic(int value, int toxicity) =>
        Assert.Equal(toxicity, Scoring.Rules[0].Toxicity(value));

    [Fact]
    public void A_line_of_three_points_bends_at_the_second()
    {
        var rule = Scoring.Rules[0] with
        {
            Points = [new TrustPoint(-100, 200_000), new TrustPoint(0, 400_000), new TrustPoint(1_000, 900_000)],
        };

        int[] values = [-200, -50, 0, 500, 2_000];
        Assert.Equal([200_000, 300_000, 400_000, 650_000, 900_000], values.Select(rule.Toxicity));
    }

    [Fact]
    public void Nothing_observed_is_neutral_at_any_time()
    {
        var assessment = TrustAssessment.Of(new TrustState(), Scoring, Options);

        Assert.Equal(TrustConstants.Neutral, assessment.ScoreAt(At(0), Options.HalfLife));
        Assert.Equal(TrustConstants.Neutral, assessment.ScoreAt(At(1e9), Options.HalfLife));
        Assert.All(assessment.Reasons, reason => Assert.Equal((0, 0), (reason.Confidence, reason.Contribution)));
    }

    [Fact]
    public void Contributions_are_weight_times_confidence_times_distance_from_neutral_and_halve_with_time()
    {
        // 15 of 30 short trades, none a win: half confidence, holding time wholly toxic; 15 of 50 for the win rate.
        var state = new TrustState { Exits = [.. Enumerable.Range(1, 15).Select(i => Exited((UInt128)i, 0, 1))] };

        var assessment = TrustAssessment.Of(state, Scoring, Options);

        var holding = assessment.Reasons[(int)TrustFeature.HoldingTime];
        Assert.Equal(
            (1_000_000, 15, 1_000_000, 500_000, 150_000, -37_500),
            (holding.Value, holding.Samples, holding.Toxicity, holding.Confidence, holding.Weight,
                holding.Contribution));
        var wins = assessment.Reasons[(int)TrustFeature.WinRate];
        Assert.Equal((0, 0, 300_000, 15_000), (wins.Value, wins.Toxicity, wins.Confidence, wins.Contribution));
        Assert.Equal(
            [477_500, 477_500, 488_750, 500_000],
            new[] { -5, 0, 1, 30 }.Select(halfLives =>
                assessment.ScoreAt(At(0) + (Options.HalfLife * halfLives), Options.HalfLife)));
    }

    [Theory]
    [InlineData(1_000_000, 0)]
    [InlineData(-1_000_000, 1_000_000)]
    public void The_worst_and_the_best_are_the_bounds(int value, int score)
    {
        var measures = Enum.GetValues<TrustFeature>().Select(_ => new TrustMeasure(value, 500, 500_000_000)).ToList();

        var reasons = TrustAssessment.Judge(measures, Scoring);

        var assessment = new TrustAssessment { Reasons = reasons, LatestAt = At(0) };
        Assert.Equal(score, assessment.ScoreAt(At(0), Options.HalfLife));
    }
}
