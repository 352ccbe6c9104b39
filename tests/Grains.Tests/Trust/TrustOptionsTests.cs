using OrleansTrading.Grains.Trust;

namespace OrleansTrading.Grains.Tests.Trust;

public sealed class TrustOptionsTests
{
    private static readonly TrustBandOptions[] Bands =
    [
        new() { Name = "blocked", ScoreMax = 100_000, LimitPercent = 0, IsBlocked = true },
        new() { Name = "watched", ScoreMax = 300_000, LimitPercent = 50, ExtraSpreadBasisPoints = 20 },
        new() { Name = "usual", ScoreMax = 900_000 },
        new() { Name = "trusted", ScoreMax = 1_000_000, LimitPercent = 200 },
    ];

    public static TheoryData<string, Action<TrustOptions>> Wrong => new()
    {
        { "weights of all features are 1000001", o => o.Latency.Weight++ },
        { "weight of cancel_ratio is -1", o => o.CancelRatio.Weight = -1 },
        { "line of win_rate must rise", o => o.WinRate.Toxic = o.WinRate.Benign },
        { "samples of mark_out_1s is 0", o => o.MarkOutOneSecond.SamplesFull = 0 },
        { "line of latency leaves its range", o => o.Latency.Toxic = 1_000_001 },
        { "two bands of one name", o => o.Bands[1].Name = "blocked" },
        { "Trust:Bands:2:Name has 0", o => o.Bands[2].Name = "" },
        { "Trust:Bands:0 is out of range: ScoreMax is -1", o => o.Bands[0].ScoreMax = -1 },
        { "LimitPercent 1001", o => o.Bands[3].LimitPercent = 1_001 },
        { "ExtraSpreadBasisPoints 1001", o => o.Bands[0].ExtraSpreadBasisPoints = 1_001 },
        { "Trust:Bands:2 must have a higher ScoreMax", o => o.Bands[2].ScoreMax = 300_000 },
        { "Trust:Bands:2 must have", o => o.Bands[1].LimitPercent = 101 },
        { "Trust:Bands:2 must have", o => o.Bands[2].ExtraSpreadBasisPoints = 21 },
        { "Trust:Bands:1 must have", o => (o.Bands[0].IsBlocked, o.Bands[1].IsBlocked) = (false, true) },
        { "Trust:Bands:3 must have", o => o.Bands[3].IsBlocked = true },
        {
            "17 bands",
            o => o.Bands = [.. Enumerable.Range(0, 17).Select(
                i => new TrustBandOptions { Name = $"{i}", ScoreMax = i })]
        },
    };

    [Fact]
    public void Defaults_are_valid_and_lead_to_nothing()
    {
        var options = new TrustOptions();

        Assert.True(new TrustOptionsValidator().Validate(null, options).Succeeded);
        Assert.Same(TrustEffects.None, TrustBands.EffectsOf(options.Bands, 0));
        Assert.Equal((100, 0, false, null), Tuple(TrustEffects.None));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_is_wrong_is_named_with_its_value(string problem, Action<TrustOptions> spoil)
    {
        var options = new TrustOptions { Bands = [.. Bands.Select(Copy)] };
        Assert.True(new TrustOptionsValidator().Validate(null, options).Succeeded);

        spoil(options);

        var result = new TrustOptionsValidator().Validate(null, options);
        Assert.Contains(problem, result.FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "blocked", 0, 0, true)]
    [InlineData(100_000, "blocked", 0, 0, true)]
    [InlineData(100_001, "watched", 50, 20, false)]
    [InlineData(300_000, "watched", 50, 20, false)]
    [InlineData(300_001, "usual", 100, 0, false)]
    [InlineData(1_000_000, "trusted", 200, 0, false)]
    public void The_first_band_that_reaches_the_score_counts(
        int score, string band, int limit, int spread, bool isBlocked) =>
        Assert.Equal((limit, spread, isBlocked, band), Tuple(TrustBands.EffectsOf(Bands, score)));

    [Fact]
    public void A_score_above_all_bands_has_no_effect() =>
        Assert.Same(TrustEffects.None, TrustBands.EffectsOf(Bands[..2], 300_001));

    private static (int, int, bool, string?) Tuple(TrustEffects effects) =>
        (effects.LimitPercent, effects.ExtraSpreadBasisPoints, effects.IsBlocked, effects.Band);

    private static TrustBandOptions Copy(TrustBandOptions band) => new()
    {
        Name = band.Name,
        ScoreMax = band.ScoreMax,
        LimitPercent = band.LimitPercent,
        ExtraSpreadBasisPoints = band.ExtraSpreadBasisPoints,
        IsBlocked = band.IsBlocked,
    };
}
