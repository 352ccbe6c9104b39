using FsCheck;
using FsCheck.Fluent;
using OrleansTrading.Grains.Trust;
using static OrleansTrading.Grains.Tests.Trust.Observed;

namespace OrleansTrading.Grains.Tests.Trust;

/// <summary>What holds for any observations and any values.</summary>
public sealed class TrustPropertyTests
{
    private const int Window = 10;
    private static readonly TrustOptions Options = new() { Window = Window, HalfLife = TimeSpan.FromHours(1) };
    private static readonly TrustScoring Scoring = TrustScoring.Default(Options);

    private static Gen<TrustMeasure> AnyMeasure { get; } =
        from value in Gen.Choose(-TrustConstants.One, TrustConstants.One)
        from evidence in Gen.Choose(0, 100 * TrustConstants.One)
        select new TrustMeasure(value, 100, evidence);

    private static Gen<TrustMeasure[]> AnyMeasures { get; } = AnyMeasure.ArrayOf(8);

    private static Gen<TrustSample> AnySample { get; } =
        from kind in Gen.Choose(0, 5)
        from id in Gen.Choose(1, 60)
        from seconds in Gen.Choose(0, 20)
        from flag in Gen.Elements(false, true)
        from number in Gen.Choose(-20, 20)
        select ToSample(kind, (UInt128)((kind * 1_000) + id), seconds * 400, flag, number);

    private static Gen<TrustSample[]> AnySamples { get; } =
        from count in Gen.Choose(0, 60)
        from samples in AnySample.ArrayOf(count)
        select samples.DistinctBy(sample => sample.Id).ToArray();

    [Fact]
    public void Scores_are_within_their_bounds_and_contributions_within_half_their_weights() => Prop.ForAll(
        AnyMeasures.ToArbitrary(),
        Gen.Choose(-100, 1_000_000).ToArbitrary(),
        (measures, seconds) =>
        {
            var reasons = TrustAssessment.Judge(measures, Scoring);
            var score = ScoreOf(reasons, seconds);
            return score is >= 0 and <= TrustConstants.One
                && reasons.All(reason => Math.Abs(reason.Contribution) * 2 <= reason.Weight);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_larger_value_of_any_feature_never_makes_the_score_higher() => Prop.ForAll(
        AnyMeasures.ToArbitrary(),
        (from feature in Gen.Choose(0, 7) from more in Gen.Choose(0, 400_000) select (feature, more)).ToArbitrary(),
        Gen.Choose(0, 10_000).ToArbitrary(),
        (measures, change, seconds) =>
        {
            var worse = measures.ToArray();
            worse[change.feature] = worse[change.feature] with { Value = worse[change.feature].Value + change.more };
            return ScoreOf(TrustAssessment.Judge(worse, Scoring), seconds)
                <= ScoreOf(TrustAssessment.Judge(measures, Scoring), seconds);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void More_evidence_of_the_same_never_brings_a_feature_closer_to_neutral() => Prop.ForAll(
        AnyMeasures.ToArbitrary(),
        Gen.Choose(0, 50 * TrustConstants.One).ToArbitrary(),
        (measures, more) => TrustAssessment.Judge(measures, Scoring)
            .Zip(TrustAssessment.Judge(
                [.. measures.Select(measure => measure with { Evidence = measure.Evidence + more })], Scoring))
            .All(pair => Math.Abs(pair.Second.Contribution) >= Math.Abs(pair.First.Contribution)))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void While_nothing_is_observed_a_score_only_comes_closer_to_neutral_and_reaches_it() => Prop.ForAll(
        AnySamples.ToArbitrary(),
        Gen.Choose(0, 40_000).Two().ToArbitrary(),
        (samples, times) =>
        {
            var assessment = TrustAssessment.Of(Take(samples), Scoring, Options);
            var (sooner, later) = (Math.Min(times.Item1, times.Item2), Math.Max(times.Item1, times.Item2));
            var (first, second) = (Distance(assessment, sooner), Distance(assessment, later));
            return Math.Abs(second) <= Math.Abs(first)
                && Math.Sign(second) * Math.Sign(first) >= 0
                && Distance(assessment, 8_000 + (20 * 3_600)) == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_known_does_not_depend_on_the_order_of_observations_nor_on_repeats() => Prop.ForAll(
        (from samples in AnySamples
         from repeats in Gen.Choose(1, 3).ArrayOf(samples.Length)
         from others in Gen.Shuffle(samples.SelectMany((sample, i) => Enumerable.Repeat(sample, repeats[i])))
         select (samples, others)).ToArbitrary(),
        orders =>
        {
            var (one, other) = (Take(orders.samples), Take(orders.others));

            return one.Samples.SequenceEqual(other.Samples)
                && TrustAssessment.Of(one, Scoring, Options).Reasons.SequenceEqual(
                    TrustAssessment.Of(other, Scoring, Options).Reasons);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_latest_of_each_kind_are_kept_in_order_and_no_more_than_the_window() => Prop.ForAll(
        AnySamples.ToArbitrary(),
        samples =>
        {
            var state = Take(samples);
            var expected = samples.OfType<OrderSample>().OrderBy(s => s.At).ThenBy(s => s.Id).TakeLast(Window);
            return state.Orders.SequenceEqual(expected)
                && Enum.GetValues<TrustHorizon>().All(horizon => state.MarkOuts(horizon).SequenceEqual(
                    samples.OfType<MarkOutSample>().Where(s => s.Horizon == horizon)
                        .OrderBy(s => s.At).ThenBy(s => s.Id).TakeLast(Window)));
        }).QuickCheckThrowOnFailure();

    /// <summary>As the grain takes them: what it knows by id changes nothing.</summary>
    private static TrustState Take(IEnumerable<TrustSample> samples)
    {
        var state = new TrustState();
        foreach (var sample in samples.Where(sample => !state.Samples.Contains(sample)))
        {
            state.Add(sample, Window);
        }

        return state;
    }

    private static int Distance(TrustAssessment assessment, int seconds) =>
        assessment.ScoreAt(At(seconds), Options.HalfLife) - TrustConstants.Neutral;

    private static int ScoreOf(IReadOnlyList<TrustReason> reasons, int seconds) =>
        new TrustAssessment { Reasons = reasons, LatestAt = At(0) }.ScoreAt(At(seconds), Options.HalfLife);

    private static TrustSample ToSample(int kind, UInt128 id, int seconds, bool flag, int number) => kind switch
    {
        0 => Order(id, seconds, flag ? TradeSide.Buy : TradeSide.Sell, Math.Abs(number) * 10, number > 15),
        1 => Order(id, seconds, side: null),
        2 => Exited(id, seconds, Math.Abs(number) * 10, flag),
        _ => Marked(id, seconds, number * 30, (TrustHorizon)(kind - 3)),
    };
}
