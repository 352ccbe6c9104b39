using OrleansTrading.Devnet.Faults;

namespace OrleansTrading.Devnet.Tests.Faults;

public sealed class FaultPlanTests
{
    private const string Rates = "drop=0.3,stale=0.2,lose-reply=0.1";

    [Fact]
    public void Same_seed_decides_the_same_and_another_seed_otherwise()
    {
        var (first, again, other) =
            (FaultPlan.Parse(7, Rates), FaultPlan.Parse(7, Rates), FaultPlan.Parse(8, Rates));

        Assert.Equal(Decisions(first, FaultKind.Drop), Decisions(again, FaultKind.Drop));
        Assert.NotEqual(Decisions(first, FaultKind.Drop), Decisions(other, FaultKind.Drop));
    }

    [Fact]
    public void Decisions_are_these_whatever_the_runtime() =>
        Assert.Equal(
            [null, null, 16u, null, null, 31u, null, 1u, null, 30u, null, 21u],
            Enumerable.Range(0, 12).Select(n =>
                FaultPlan.Parse(7, "stale=0.2").Decide(FaultKind.Stale, "solana/getSlot", (ulong)n)));

    [Fact]
    public void Taking_a_kind_out_leaves_the_decisions_about_the_others()
    {
        var (all, without) = (new Requests(FaultPlan.Parse(7, Rates)), new Requests(FaultPlan.Parse(7, "stale=0.2")));
        for (var n = 0; n < 500; n++)
        {
            Assert.Equal(
                all.Next().SizeOf(FaultKind.Stale), without.Next().SizeOf(FaultKind.Stale));
        }

        Assert.True(all.Faults.CountOf(FaultKind.Drop) > 0);
        Assert.Equal(0, without.Faults.CountOf(FaultKind.Drop));
        Assert.Equal(all.Faults.CountOf(FaultKind.Stale), without.Faults.CountOf(FaultKind.Stale));
    }

    [Fact]
    public void Requests_at_another_place_do_not_shift_decisions()
    {
        var (alone, mixed) = (new Requests(FaultPlan.Parse(3, Rates)), new Requests(FaultPlan.Parse(3, Rates)));
        for (var n = 0; n < 200; n++)
        {
            mixed.Next("another");
            Assert.Equal(alone.Next().Has(FaultKind.Drop), mixed.Next().Has(FaultKind.Drop));
        }
    }

    [Fact]
    public void Rates_are_kept_over_many_requests()
    {
        var plan = FaultPlan.Parse(1, "drop=0.25");

        var hits = Decisions(plan, FaultKind.Drop, 10_000).Count(size => size is not null);

        Assert.InRange(hits, 2_300, 2_700);
        Assert.All(Decisions(FaultPlan.Parse(1, "drop=1"), FaultKind.Drop), Assert_hit);
        Assert.DoesNotContain(Decisions(FaultPlan.Parse(1, "drop=0"), FaultKind.Drop), size => size is not null);
        static void Assert_hit(uint? size) => Assert.NotNull(size);
    }

    [Fact]
    public void Sizes_stay_within_what_their_kind_allows()
    {
        var sizes = Decisions(FaultPlan.Parse(5, "stale=1"), FaultKind.Stale, 2_000);

        Assert.Equal(1u, sizes.Min());
        Assert.Equal(32u, sizes.Max());
    }

    [Theory]
    [InlineData("nonsense=0.1", "'nonsense' is no fault")]
    [InlineData("drop", "'drop' has no rate")]
    [InlineData("drop=2", "has no rate between 0 and 1")]
    [InlineData("drop=-1", "has no rate between 0 and 1")]
    public void What_is_no_plan_is_refused_with_its_reason(string rates, string reason) =>
        Assert.Contains(
            reason,
            Assert.Throws<ArgumentException>(() => FaultPlan.Parse(1, rates)).Message,
            StringComparison.Ordinal);

    private static List<uint?> Decisions(FaultPlan plan, FaultKind kind, int count = 200) =>
        [.. Enumerable.Range(0, count).Select(n => plan.Decide(kind, "solana/sendTransaction", (ulong)n))];

    private sealed class Requests(FaultPlan plan)
    {
        private static readonly FaultKind[] s_possible = [FaultKind.Drop, FaultKind.Stale, FaultKind.LoseReply];

        internal DevnetFaults Faults { get; } = new("solana", s_possible, plan);

        internal RequestFaults Next(string place = "sendTransaction") => Faults.Decide(place, s_possible);
    }
}
