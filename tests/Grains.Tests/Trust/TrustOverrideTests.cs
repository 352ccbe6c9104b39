using System.Text.Json;
using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Trust.TrustWorld;

namespace OrleansTrading.Grains.Tests.Trust;

public sealed class TrustOverrideTests
{
    private static TrustOverride Order(int after, int? score, DateTimeOffset? until = null) =>
        new() { After = after, Score = score, Until = until, By = "ops-1", Note = "ticket 7" };

    [Fact]
    public async Task An_override_counts_until_its_end_and_is_told_to_operators_alone()
    {
        await using var world = await TrustWorld.StartAsync(
            o => o.Bands = [new() { Name = "low", ScoreMax = 100_000 }]);
        var until = world.Time.GetUtcNow() + TimeSpan.FromHours(1);

        var view = Done(await world.Grain.OverrideAsync(Order(0, 90_000, until)));

        Assert.Equal((90_000, 500_000, 1), (view.Score, view.ComputedScore, view.Overrides));
        Assert.Equal("low", (await world.Grain.GetEffectsAsync()).Band);
        var told = Assert.Single(await world.EventsAsync()).Event;
        Assert.Equal((HistoryKinds.TrustOverridden, HistoryOwners.Platform), (told.Kind, told.Owner));
        var details = JsonDocument.Parse(told.Details).RootElement;
        Assert.Equal(
            (90_000, 500_000, "ops-1", "ticket 7"),
            (details.GetProperty("score").GetInt32(), details.GetProperty("computed").GetInt32(),
                details.GetProperty("by").GetString(), details.GetProperty("note").GetString()));

        await world.RestartAsync();
        Assert.Equal(90_000, (await world.Grain.GetAsync()).Score);
        world.Time.Jump(TimeSpan.FromHours(1));
        var after = await world.Grain.GetAsync();
        Assert.Equal((500_000, null, 1), (after.Score, after.Override, after.Overrides));
        Assert.Equal(TrustEffects.None, await world.Grain.GetEffectsAsync());
    }

    [Fact]
    public async Task A_repeated_override_changes_nothing_and_one_decided_before_another_is_refused()
    {
        await using var world = await TrustWorld.StartAsync();
        Done(await world.Grain.OverrideAsync(Order(0, 90_000)));

        Assert.Equal(1, Done(await world.Grain.OverrideAsync(Order(0, 90_000))).Overrides);
        var refusal = Refused(ErrorCodes.TrustOverrideOutdated, await world.Grain.OverrideAsync(Order(0, 800_000)));
        Assert.Equal("after", refusal.Field);
        Refused(ErrorCodes.TrustOverrideOutdated, await world.Grain.OverrideAsync(Order(2, 800_000)));
        Assert.Equal(2, Done(await world.Grain.OverrideAsync(Order(1, score: null))).Overrides);
        Refused(ErrorCodes.TrustOverrideOutdated, await world.Grain.OverrideAsync(Order(0, 90_000)));

        var view = await world.Grain.GetAsync();
        Assert.Equal((500_000, null), (view.Score, view.Override));
        Assert.Equal(2, (await world.EventsAsync()).Count);
    }

    [Fact]
    public async Task What_breaks_a_rule_is_refused_and_named()
    {
        await using var world = await TrustWorld.StartAsync();
        var now = world.Time.GetUtcNow();
        (string Field, TrustOverride Order)[] wrong =
        [
            ("score", Order(0, -1)),
            ("score", Order(0, 1_000_001)),
            ("until", Order(0, 1, now)),
            ("until", Order(0, null, now + TimeSpan.FromHours(1))),
            ("note", Order(0, 1) with { Note = "" }),
            ("note", Order(0, 1) with { Note = "two\nlines" }),
            ("note", Order(0, 1) with { Note = new string('x', 501) }),
            ("by", Order(0, 1) with { By = "" }),
        ];

        foreach (var (field, order) in wrong)
        {
            var refusal = Refused(ErrorCodes.RequestMalformed, await world.Grain.OverrideAsync(order));
            Assert.Equal(field, refusal.Field);
        }

        Assert.Empty(await world.EventsAsync());
    }

    [Fact]
    public async Task Observations_go_on_to_count_under_an_override()
    {
        await using var world = await TrustWorld.StartAsync();
        Done(await world.Grain.OverrideAsync(Order(0, 1_000_000)));

        var receipt = await world.ObserveAsync(Observed.Toxic(1, world.Time.GetUtcNow() - TimeSpan.FromHours(1)));

        var view = await world.Grain.GetAsync();
        Assert.Equal((1_000_000, 1_000_000), (receipt.Score, view.Score));
        Assert.InRange(view.ComputedScore, 450_000, 499_999);
    }
}
