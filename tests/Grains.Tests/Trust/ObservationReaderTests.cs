using OrleansTrading.Grains.Trust;
using static OrleansTrading.Grains.Tests.Trust.Observed;

namespace OrleansTrading.Grains.Tests.Trust;

public sealed class ObservationReaderTests
{
    private static readonly ObservationReader Reader = new(At(0), TimeSpan.FromMinutes(1));

    public static TheoryData<string, TrustReport> Malformed => new()
    {
        { "entries[0].symbol", new() { Entries = [Entry(1, At(0)) with { Symbol = "" }] } },
        { "entries[0].symbol", new() { Entries = [Entry(1, At(0)) with { Symbol = new string('x', 65) }] } },
        { "entries[0].symbol", new() { Entries = [Entry(1, At(0)) with { Symbol = "a\nb" }] } },
        { "entries[0].side", new() { Entries = [Entry(1, At(0)) with { Side = (TradeSide)2 }] } },
        { "entries[0].at", new() { Entries = [Entry(1, At(61))] } },
        { "entries[0].reaction", new() { Entries = [Entry(1, At(0), reactionMs: -1)] } },
        { "entries[1].reaction", new() { Entries = [Entry(1, At(0)), Entry(2, At(0), reactionMs: 86_400_001)] } },
        { "exits[0].openedAt", new() { Exits = [Exit(1, At(0), -1, 1)] } },
        { "exits[0].at", new() { Exits = [Exit(1, At(61), 5, 1)] } },
        { "exits[0].exitPrice", new() { Exits = [Exit(1, At(0), 1, 0)] } },
        { "exits[0].entryPrice", new() { Exits = [Exit(1, At(0), 1, 1) with { EntryPrice = Price(-1) }] } },
        { "exits[0].entryPrice", new() { Exits = [Exit(1, At(0), 1, 1) with { EntryPrice = Price(1, 19) }] } },
        { "exits[0].entryPrice", new() { Exits = [Exit(1, At(0), 1, 1) with { EntryPrice = Price(1, -1) }] } },
        { "cancellations[0].symbol", new() { Cancellations = [Cancellation(1, At(0)) with { Symbol = "" }] } },
        { "cancellations[0].at", new() { Cancellations = [Cancellation(1, At(61))] } },
        { "markOuts[0].horizon", new() { MarkOuts = [MarkOut(1, At(0), (TrustHorizon)3, 1)] } },
        { "markOuts[0].at", new() { MarkOuts = [MarkOut(1, At(1), TrustHorizon.OneMinute, 1)] } },
        { "markOuts[0].laterPrice", new() { MarkOuts = [MarkOut(1, At(0), TrustHorizon.OneSecond, 0)] } },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void What_breaks_a_rule_is_refused_and_named(string field, TrustReport report)
    {
        var refusal = Reader.Read(report).Refusal!;

        Assert.Equal((ErrorCodes.ObservationMalformed, field), (refusal.Code, refusal.Field));
    }

    [Fact]
    public void A_report_has_one_to_a_hundred_observations_of_all_kinds()
    {
        var full = new TrustReport
        {
            Entries = [.. Enumerable.Range(0, 60).Select(i => Entry((UInt128)i, At(0)))],
            Cancellations = [.. Enumerable.Range(60, 40).Select(i => Cancellation((UInt128)i, At(60)))],
        };

        Assert.Equal(100, Reader.Read(full).Value!.Count);
        Assert.Contains("101", Reader.Read(full with { Exits = [Exit(200, At(0), 1, 1)] }).Refusal!.Detail, default);
        Assert.Equal(ErrorCodes.ObservationMalformed, Reader.Read(new TrustReport()).Refusal!.Code);
    }

    [Theory]
    [InlineData(TradeSide.Buy, 10_000, 2, 10_001, 2, 100)] // 100.00 to 100.01: a basis point, a hundred millionths
    [InlineData(TradeSide.Sell, 10_000, 2, 10_001, 2, -100)]
    [InlineData(TradeSide.Sell, 10_000, 2, 9_999, 2, 100)]
    [InlineData(TradeSide.Buy, 100, 0, 10_001, 2, 100)]
    [InlineData(TradeSide.Buy, 3, 0, 4, 0, 333_333)]
    [InlineData(TradeSide.Buy, 3, 0, 2, 0, -333_333)]
    [InlineData(TradeSide.Buy, 1, 18, long.MaxValue, 0, 1_000_000)]
    [InlineData(TradeSide.Sell, 1, 18, long.MaxValue, 0, -1_000_000)]
    [InlineData(TradeSide.Buy, long.MaxValue, 0, 1, 18, -999_999)] // all but nothing, rounded towards zero
    [InlineData(TradeSide.Buy, 9_000_000_000_000_000_000, 18, 9_000_009_000_000_000_000, 18, 1)]
    public void A_move_is_in_millionths_of_the_first_price_the_sides_way(
        TradeSide side, long from, int fromDecimals, long to, int toDecimals, int move) =>
        Assert.Equal(move, ObservationReader.Move(side, Price(from, fromDecimals), Price(to, toDecimals)));

    [Fact]
    public void A_win_too_small_to_count_in_millionths_is_a_win_and_no_move_is_none()
    {
        var tiny = Exit(1, At(0), 1, 1) with
        {
            EntryPrice = Price(9_000_000_000_000_000_000), ExitPrice = Price(9_000_000_000_000_000_001),
        };

        var (won, even) = (Sample(tiny), Sample(tiny with { ExitPrice = tiny.EntryPrice }));

        Assert.Equal((0, true, 0, false), (won.Move, won.IsWin, even.Move, even.IsWin));
        static ExitSample Sample(TrustExit exit) =>
            (ExitSample)Assert.Single(Reader.Read(new TrustReport { Exits = [exit] }).Value!);
    }
}
