using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>
/// The append-only history, whatever it is stored on: what is in it happened, and nothing that happened is missing.
/// </summary>
public abstract class HistoryConformance : StorageConformance
{
    private const string StateName = "recorded";
    private static readonly DateTimeOffset Noon = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(3);

    [Fact]
    public async Task What_happened_comes_back_exactly_newest_first_and_after_a_restart()
    {
        await RecordAsync("q1", Event("quote.created", "alice", "q1") with { Details = "{\"é\":\"\\u0000 '\"}" });
        await RecordAsync("q1", Event("quote.paid", "alice", "q1"), Event("quote.committed", "alice", "q1"));

        await Room.RestartAsync();

        var rows = await PageAsync(HistoryFilter.All);
        Assert.Equal(
            [
                Event("quote.committed", "alice", "q1"),
                Event("quote.paid", "alice", "q1"),
                Event("quote.created", "alice", "q1") with { Details = "{\"é\":\"\\u0000 '\"}" },
            ],
            rows.Select(row => row.Event));
        Assert.All(rows, row => Assert.Equal("quote/q1", row.Source));
        Assert.True(rows[0].Position > rows[1].Position && rows[1].Position > rows[2].Position);
    }

    [Fact]
    public async Task A_refused_write_leaves_nothing_in_the_history()
    {
        await RecordAsync("q1", Event("quote.created", "alice", "q1"));
        var stale = await ReadAsync("q1");
        await RecordAsync("q1", Event("quote.paid", "alice", "q1"));

        stale.State!.History.Add(Event("quote.lost", "alice", "q1"));
        await Assert.ThrowsAsync<InconsistentStateException>(
            () => Room.Grains().WriteStateAsync(StateName, Grain("q1"), stale));
        await Assert.ThrowsAsync<InconsistentStateException>(
            () => Room.Grains().ClearStateAsync(StateName, Grain("q1"), stale));

        Assert.Equal(["quote.paid", "quote.created"], await KindsAsync(HistoryFilter.All));
    }

    [Fact]
    public async Task What_was_stored_is_not_stored_again_with_the_next_write()
    {
        var state = await ReadAsync("q1");
        state.State!.History.Add(Event("quote.created", "alice", "q1"));
        await Room.Grains().WriteStateAsync(StateName, Grain("q1"), state);
        await Room.Grains().WriteStateAsync(StateName, Grain("q1"), state);
        state.State.History.Add(Event("quote.paid", "alice", "q1"));
        await Room.Grains().WriteStateAsync(StateName, Grain("q1"), state);

        Assert.Equal(0, state.State.History.Count);
        Assert.Equal(["quote.paid", "quote.created"], await KindsAsync(HistoryFilter.All));
    }

    [Fact]
    public async Task What_is_added_while_a_write_is_under_way_comes_with_the_next_one()
    {
        var state = await ReadAsync("q1");
        state.State!.History.Add(Event("quote.created", "alice", "q1"));
        var writing = Room.Grains().WriteStateAsync(StateName, Grain("q1"), state);
        state.State.History.Add(Event("quote.paid", "alice", "q1"));
        await writing;

        Assert.Equal(["quote.created"], await KindsAsync(HistoryFilter.All));
        await Room.Grains().WriteStateAsync(StateName, Grain("q1"), state);
        Assert.Equal(["quote.paid", "quote.created"], await KindsAsync(HistoryFilter.All));
    }

    [Fact]
    public async Task A_cleared_state_keeps_its_history_and_may_write_more_of_it()
    {
        await RecordAsync("q1", Event("quote.created", "alice", "q1"));
        var state = await ReadAsync("q1");
        state.State!.History.Add(Event("quote.dropped", "alice", "q1"));
        await Room.Grains().ClearStateAsync(StateName, Grain("q1"), state);
        state.State!.History.Add(Event("quote.again", "alice", "q1"));
        await Room.Grains().WriteStateAsync(StateName, Grain("q1"), state);

        Assert.Equal(["quote.again", "quote.dropped", "quote.created"], await KindsAsync(HistoryFilter.All));
    }

    [Fact]
    public async Task Pages_by_owner_and_subject_together_hold_each_event_once()
    {
        for (var i = 0; i < 10; i++)
        {
            await RecordAsync($"q{i}", Event($"e{i}", i % 2 == 0 ? "alice" : "bob", $"q{i % 3}"));
        }

        var seen = new List<string>();
        long? before = null;
        while (true)
        {
            var page = await Room.History().PageAsync(HistoryFilter.OfOwner("alice"), before, 2, default);
            seen.AddRange(page.Select(row => row.Event.Kind));
            if (page.Count < 2)
            {
                break;
            }

            before = page[^1].Position;

            // An event that comes while someone leafs back moves nothing behind it.
            await RecordAsync($"new{seen.Count}", Event("new", "alice", "new"));
        }

        Assert.Equal(["e8", "e6", "e4", "e2", "e0"], seen);
        Assert.Equal(["e9", "e6", "e3", "e0"], await KindsAsync(HistoryFilter.OfSubject("q0")));
    }

    [Fact]
    public async Task Events_of_many_grains_at_once_are_each_there_once_in_each_grains_order()
    {
        const int grains = 32;
        const int eventsEach = 20;
        await Task.WhenAll(Enumerable.Range(0, grains).Select(async grain =>
        {
            for (var i = 0; i < eventsEach; i++)
            {
                await RecordAsync($"q{grain}", Event($"e{i:d2}", $"owner{grain}", $"q{grain}"));
            }
        }));

        for (var grain = 0; grain < grains; grain++)
        {
            Assert.Equal(
                Enumerable.Range(0, eventsEach).Reverse().Select(i => $"e{i:d2}"),
                await KindsAsync(HistoryFilter.OfOwner($"owner{grain}")));
        }
    }

    [Fact]
    public async Task A_state_with_an_event_that_cannot_be_kept_is_not_stored()
    {
        var tooLong = new string('x', StorageConstants.TextLengthMax + 1);
        HistoryEvent[] bad =
        [
            Event("", "alice", "q1"), Event("k", tooLong, "q1"), Event("k", "alice", ""),
            Event("k", "alice", "q1") with { Details = new string('x', StorageConstants.HistoryDetailsLengthMax + 1) },
        ];

        foreach (var e in bad)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => RecordAsync("q1", e));
        }

        Assert.Empty(await PageAsync(HistoryFilter.All));
        Assert.False((await ReadAsync("q1")).RecordExists);
    }

    [Fact]
    public void A_draft_that_is_never_stored_has_a_limit()
    {
        var draft = new HistoryDraft();
        for (var i = 0; i < StorageConstants.HistoryPendingMax; i++)
        {
            draft.Add(Event("k", "alice", "q1"));
        }

        Assert.Throws<InvalidOperationException>(() => draft.Add(Event("k", "alice", "q1")));
        Assert.Equal(StorageConstants.HistoryPendingMax, draft.Count);
    }

    private static HistoryEvent Event(string kind, string owner, string subject) =>
        new(kind, owner, subject, Noon, "{}");

    private static GrainId Grain(string id) => GrainId.Create("quote", id);

    private async Task<GrainState<RecordedState>> ReadAsync(string id)
    {
        var state = new GrainState<RecordedState>();
        await Room.Grains().ReadStateAsync(StateName, Grain(id), state);
        return state;
    }

    private async Task RecordAsync(string id, params HistoryEvent[] events)
    {
        var state = await ReadAsync(id);
        foreach (var e in events)
        {
            state.State!.History.Add(e);
        }

        await Room.Grains().WriteStateAsync(StateName, Grain(id), state);
    }

    private Task<IReadOnlyList<HistoryRow>> PageAsync(HistoryFilter filter) =>
        Room.History().PageAsync(filter, null, 100, default);

    private async Task<IEnumerable<string>> KindsAsync(HistoryFilter filter) =>
        (await PageAsync(filter)).Select(row => row.Event.Kind);
}
