using OrleansTrading.Devnet.Faults;

namespace OrleansTrading.Devnet.Tests.Faults;

public sealed class DevnetFaultsTests
{
    private static readonly FaultKind[] s_possible =
        [FaultKind.Down, FaultKind.RateLimit, FaultKind.Drop, FaultKind.Delay, FaultKind.Stale];

    private readonly DevnetFaults _faults = new("solana", s_possible, null);

    [Fact]
    public void An_order_is_for_as_many_requests_as_it_says()
    {
        _faults.Set(FaultKind.Drop, count: 2);

        Assert.Equal([true, true, false], Take(3, FaultKind.Drop));
        Assert.Equal(2, _faults.CountOf(FaultKind.Drop));
        Assert.Equal(0, _faults.LeftOf(FaultKind.Drop));
    }

    [Fact]
    public void An_order_without_a_count_lasts_until_it_is_cleared()
    {
        _faults.Set(FaultKind.Stale, count: null, size: 3);

        Assert.Equal([true, true, true, true], Take(4, FaultKind.Stale));
        Assert.Equal(3u, _faults.Decide("x", s_possible).SizeOf(FaultKind.Stale));
        Assert.Null(_faults.LeftOf(FaultKind.Stale));
        _faults.Clear(FaultKind.Stale);
        Assert.Equal([false], Take(1, FaultKind.Stale));
        Assert.Equal(5, _faults.CountOf(FaultKind.Stale));
    }

    [Fact]
    public void A_request_that_cannot_meet_a_fault_does_not_use_it_up()
    {
        _faults.Set(FaultKind.Drop);

        Assert.False(_faults.Decide("read", [FaultKind.Stale]).Has(FaultKind.Drop));
        Assert.False(_faults.Decide("faucet", []).Has(FaultKind.Drop));
        Assert.True(_faults.Decide("submit", s_possible).Has(FaultKind.Drop));
    }

    [Fact]
    public void A_node_that_is_down_uses_up_nothing_else()
    {
        _faults.Set(FaultKind.Drop);
        _faults.Set(FaultKind.RateLimit);
        _faults.Set(FaultKind.Down);

        Assert.Equal([FaultKind.Down], Met());
        Assert.Equal([FaultKind.RateLimit], Met());
        Assert.Equal([FaultKind.Drop], Met());
        Assert.Empty(Met());
    }

    [Fact]
    public void A_submission_has_one_fate_and_may_meet_a_stale_node_besides()
    {
        _faults.Set(FaultKind.Delay);
        _faults.Set(FaultKind.Drop);
        _faults.Set(FaultKind.Stale);

        Assert.Equal([FaultKind.Drop, FaultKind.Stale], Met());
        Assert.Equal([FaultKind.Delay], Met());
    }

    [Fact]
    public void What_cannot_happen_here_is_refused_with_its_reason()
    {
        Assert.Contains("fork cannot happen on solana", Refusal(FaultKind.Fork), StringComparison.Ordinal);
        Assert.Contains("The count is 0", Refusal(FaultKind.Drop, count: 0), StringComparison.Ordinal);
        Assert.Contains("between 1 and 32", Refusal(FaultKind.Stale, size: 33), StringComparison.Ordinal);
        Assert.Contains("between 1 and 32", Refusal(FaultKind.Stale, size: 0), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_kind_has_a_name_of_its_own_that_is_understood()
    {
        Assert.Equal("lose-reply", FaultCatalogue.NameOf(FaultKind.LoseReply));
        Assert.All(
            FaultCatalogue.All, kind => Assert.Equal(kind, FaultCatalogue.Find(FaultCatalogue.NameOf(kind))));
    }

    private string Refusal(FaultKind kind, int? count = 1, uint? size = null) =>
        Assert.Throws<ArgumentException>(() => _faults.Set(kind, count, size)).Message;

    private List<FaultKind> Met()
    {
        var met = _faults.Decide("submit", s_possible);
        return [.. s_possible.Where(met.Has)];
    }

    private List<bool> Take(int count, FaultKind kind) =>
        [.. Enumerable.Range(0, count).Select(_ => _faults.Decide("submit", s_possible).Has(kind))];
}
