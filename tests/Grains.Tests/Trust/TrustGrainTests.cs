using System.Text.Json;
using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Trust.Observed;
using static OrleansTrading.Grains.Tests.Trust.TrustWorld;

namespace OrleansTrading.Grains.Tests.Trust;

public sealed class TrustGrainTests
{
    private static readonly TrustReport Fifteen = new()
    {
        Exits = [.. Enumerable.Range(1, 15).Select(i => Exit((UInt128)i, Start, 1, exitPrice: 9_000))],
    };

    [Fact]
    public async Task A_user_of_whom_nothing_is_known_is_neutral_and_nothing_is_stored_for_asking()
    {
        await using var world = await TrustWorld.StartAsync();
        var writes = 0;
        world.Writes.Stored = _ => writes++;

        var view = await world.Grain.GetAsync();

        Assert.Equal((500_000, 500_000, "default"), (view.Score, view.ComputedScore, view.Scoring));
        Assert.Null(view.ObservedAt);
        Assert.Equal(Enum.GetValues<TrustFeature>(), view.Reasons.Select(reason => reason.Feature));
        Assert.Equal(TrustEffects.None, await world.Grain.GetEffectsAsync());
        Assert.Equal(0, writes);
    }

    [Fact]
    public async Task A_report_counts_once_and_survives_a_restart()
    {
        await using var world = await TrustWorld.StartAsync();
        var writes = 0;
        world.Writes.Stored = _ => writes++;

        var first = await world.ObserveAsync(Fifteen);
        var view = await world.Grain.GetAsync();
        var second = await world.ObserveAsync(Fifteen);
        await world.RestartAsync();
        var third = await world.ObserveAsync(Fifteen);

        Assert.Equal((15, 0, 0), (first.Added, first.Repeated, first.TooOld));
        Assert.Equal((0, 15, 0), (second.Added, second.Repeated, second.TooOld));
        Assert.Equal((0, 15, 0), (third.Added, third.Repeated, third.TooOld));
        Assert.Equal(1, writes);
        Assert.Equal(view.Reasons, (await world.Grain.GetAsync()).Reasons);
        Assert.Equal(-37_500, view.Reasons[(int)TrustFeature.HoldingTime].Contribution);
        Assert.Equal(Start, view.ObservedAt);
    }

    [Fact]
    public async Task An_observation_within_a_report_that_is_there_twice_counts_once()
    {
        await using var world = await TrustWorld.StartAsync();
        var entry = Entry(1, Start);

        var receipt = await world.ObserveAsync(new TrustReport { Entries = [entry, entry] });

        Assert.Equal((1, 1), (receipt.Added, receipt.Repeated));
    }

    [Fact]
    public async Task What_was_forgotten_changes_nothing_when_it_comes_again()
    {
        await using var world = await TrustWorld.StartAsync(o => o.Window = 10);
        var all = Enumerable.Range(1, 25).Select(i => Entry((UInt128)i, At(i), reactionMs: i)).ToList();
        await world.ObserveAsync(new TrustReport { Entries = all });
        var before = await world.Grain.GetAsync();

        var again = await world.ObserveAsync(new TrustReport { Entries = all });

        Assert.Equal((0, 10, 15), (again.Added, again.Repeated, again.TooOld));
        Assert.Equal(before.Reasons, (await world.Grain.GetAsync()).Reasons);
        Assert.Equal(10, before.Reasons[(int)TrustFeature.Latency].Samples);
    }

    [Fact]
    public async Task An_id_with_another_observation_is_refused_whatever_kind_it_is_and_the_report_with_it()
    {
        await using var world = await TrustWorld.StartAsync();
        await world.ObserveAsync(new TrustReport { Entries = [Entry(1, Start)] });
        var before = await world.Grain.GetAsync();
        TrustReport[] conflicts =
        [
            new() { Entries = [Entry(2, Start), Entry(1, At(1))] },
            new() { Entries = [Entry(2, Start), Entry(1, Start) with { Side = TradeSide.Sell }] },
            new() { Entries = [Entry(2, Start)], Cancellations = [Cancellation(1, Start)] },
            new() { Entries = [Entry(2, Start)], Exits = [Exit(2, Start, 1, 1)] },
        ];

        foreach (var conflict in conflicts)
        {
            var refusal = Refused(ErrorCodes.ObservationIdReused, await world.Grain.ObserveAsync(conflict));
            Assert.Contains("0000000000000000000000000000000", refusal.Detail, StringComparison.Ordinal);
        }

        Assert.Equal(before.Reasons, (await world.Grain.GetAsync()).Reasons);
        Assert.Equal(1, (await world.ObserveAsync(new TrustReport { Entries = [Entry(2, Start)] })).Added);
    }

    [Fact]
    public async Task A_report_with_one_bad_observation_changes_nothing()
    {
        await using var world = await TrustWorld.StartAsync();
        var tomorrow = world.Time.GetUtcNow() + TimeSpan.FromDays(1);

        var refusal = Refused(
            ErrorCodes.ObservationMalformed,
            await world.Grain.ObserveAsync(new TrustReport { Entries = [Entry(1, Start), Entry(2, tomorrow)] }));

        Assert.Equal("entries[1].at", refusal.Field);
        Assert.Null((await world.Grain.GetAsync()).ObservedAt);
    }

    [Fact]
    public async Task Toxic_flow_comes_into_a_low_band_is_told_once_and_time_forgives_it()
    {
        await using var world = await TrustWorld.StartAsync(o => o.Bands =
        [
            new() { Name = "low", ScoreMax = 200_000, LimitPercent = 10, ExtraSpreadBasisPoints = 40 },
            new() { Name = "watched", ScoreMax = 400_000, LimitPercent = 50 },
        ]);
        var now = world.Time.GetUtcNow();
        for (var i = 0; i < 60; i++)
        {
            await world.ObserveAsync(Toxic((UInt128)(i * 10), now - TimeSpan.FromMinutes(5 + i)));
        }

        var view = await world.Grain.GetAsync();

        // All but cancelling: half of 900,000 below neutral, and what "harmless" cancelling adds.
        Assert.InRange(view.Score, 95_000, 110_000);
        Assert.Equal(
            new TrustEffects { Band = "low", LimitPercent = 10, ExtraSpreadBasisPoints = 40 },
            await world.Grain.GetEffectsAsync());
        var events = await world.EventsAsync();
        Assert.InRange(events.Count, 2, 8);
        Assert.All(events, told => Assert.Equal(
            (HistoryKinds.TrustScored, Alice.Value), (told.Event.Kind, told.Event.Owner)));
        var told = JsonDocument.Parse(events[^1].Event.Details).RootElement;
        Assert.Equal("low", told.GetProperty("band").GetString());
        Assert.InRange(told.GetProperty("score").GetInt32() - view.Score, 0, 50_000);
        Assert.Equal(8, told.GetProperty("reasons").GetArrayLength());

        world.Time.Jump(TimeSpan.FromDays(30));
        Assert.Equal("watched", (await world.Grain.GetEffectsAsync()).Band);
        world.Time.Jump(TimeSpan.FromDays(30));
        Assert.Equal(TrustEffects.None, await world.Grain.GetEffectsAsync());
        world.Time.Jump(TimeSpan.FromDays(3_000));
        Assert.Equal(500_000, (await world.Grain.GetAsync()).Score);
        Assert.Equal(events.Count, (await world.EventsAsync()).Count);
    }

    [Fact]
    public async Task One_new_trade_after_years_does_not_bring_back_what_time_has_forgiven()
    {
        await using var world = await TrustWorld.StartAsync();
        var now = world.Time.GetUtcNow();
        for (var i = 0; i < 40; i++)
        {
            await world.ObserveAsync(Toxic((UInt128)(i * 10), now - TimeSpan.FromMinutes(5 + i)));
        }

        world.Time.Jump(TimeSpan.FromDays(2_000));
        var later = world.Time.GetUtcNow() - TimeSpan.FromHours(1);
        var receipt = await world.ObserveAsync(new TrustReport { Exits = [Exit(9_999, later, 1_000, 9_999)] });

        Assert.InRange(receipt.Score, 500_000, 510_000);
    }
}
