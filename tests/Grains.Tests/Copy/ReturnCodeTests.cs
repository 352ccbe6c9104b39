using OrleansTrading.Grains.Copy.Positions;

namespace OrleansTrading.Grains.Tests.Copy;

/// <summary>What a trade server's answers lead to.</summary>
public sealed class ReturnCodeTests
{
    private static readonly TimeSpan s_hold = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("Ok", 10008, 10009, 10010, 10025)]
    [InlineData("Reprice", 10004, 10020, 10021)]
    [InlineData("Wait", 10024, 10028, 10029)]
    [InlineData("Unknown", 10011, 10012, 10023, 10031, 10039, 0, 1, 10037, 99999)]
    [InlineData("Hold", 10017, 10018, 10026, 10027)]
    [InlineData("Fix", 10014, 10015, 10016, 10022, 10030, 10038)]
    [InlineData("Never", 10006, 10007, 10013, 10019, 10032, 10033, 10034, 10035, 10036)]
    [InlineData("Never", 10040, 10041, 10042, 10043, 10044, 10045, 10046)]
    public void Every_code_has_its_class(string expected, params int[] codes) => Assert.All(
        codes, code => Assert.Equal(expected, ReturnCode.ClassOf(code, PositionOperation.Open).ToString()));

    [Fact]
    public void A_position_that_is_gone_is_closed() =>
        Assert.Equal(ReturnClass.Ok, ReturnCode.ClassOf(10036, PositionOperation.Close));

    [Theory]
    [InlineData(PositionOperation.Open, 5, 100, 1_600)]
    [InlineData(PositionOperation.Close, 5, 100, 1_600)]
    [InlineData(PositionOperation.Modify, 4, 200, 1_600)]
    public void Waits_double_and_end(PositionOperation operation, int attempts, int firstMs, int longestMs)
    {
        var waits = Enumerable.Range(1, attempts)
            .Select(n => AttemptPlan.WaitAfter(operation, ReturnClass.Reprice, n, s_hold, chance: 0))
            .ToList();

        Assert.Null(waits[^1]);
        var known = waits.Take(attempts - 1).Select(wait => (int)wait!.Value.TotalMilliseconds).ToList();
        Assert.Equal(firstMs, known[0]);
        Assert.All(known.Zip(known.Skip(1)), pair => Assert.Equal(2 * pair.First, pair.Second));
        Assert.InRange(known[^1], firstMs, longestMs);
    }

    [Fact]
    public void Chance_takes_up_to_half_of_a_wait() => Assert.Equal(
        [s_hold, s_hold / 2],
        new byte[] { 0, 255 }.Select(chance =>
            AttemptPlan.WaitAfter(PositionOperation.Open, ReturnClass.Hold, 1, s_hold, chance)!.Value));

    [Theory]
    [InlineData(ReturnClass.Never, 1, false)]
    [InlineData(ReturnClass.Fix, 1, true)]
    [InlineData(ReturnClass.Fix, 2, false)]
    [InlineData(ReturnClass.Hold, 1_000, true)]
    public void What_cannot_succeed_is_not_repeated(object refusal, int attempt, bool repeats) => Assert.Equal(
        repeats,
        AttemptPlan.WaitAfter(PositionOperation.Open, (ReturnClass)refusal, attempt, s_hold, 0) is not null);

    [Fact]
    public void Nothing_leads_out_of_an_end_and_all_else_is_listed()
    {
        foreach (var from in Enum.GetValues<PositionStatus>())
        {
            foreach (var happened in Enum.GetValues<PositionEvent>())
            {
                if (PositionTransitions.Allowed.TryGetValue((from, happened), out var to))
                {
                    Assert.False(PositionTransitions.IsTerminal(from));
                    Assert.Equal(to, PositionTransitions.Next(from, happened));
                }
                else
                {
                    Assert.Throws<BrokenPromiseException>(() => PositionTransitions.Next(from, happened));
                }
            }
        }
    }
}
