using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>Lists, whatever they are stored on.</summary>
public abstract class ListingConformance : StorageConformance
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private const string StateName = "listed";

    private protected IListingStore Listings => Room.Listings();

    [Fact]
    public async Task A_row_comes_back_exactly_as_it_went_in()
    {
        var open = Row("q1") with { CreatedAt = Noon.AddTicks(1), Deadline = Noon.AddTicks(12_345_678), Status = "é" };
        var closed = Row("q2") with { IsOpen = false, Deadline = null };

        await PutAsync(open, closed);

        Assert.Equal([open, closed], await Listings.PageByOwnerAsync("quote", "alice", null, 10, default));
    }

    [Fact]
    public async Task A_time_with_an_offset_is_the_same_instant()
    {
        var row = Row("q1") with { CreatedAt = Noon.ToOffset(TimeSpan.FromHours(5)) };
        await PutAsync(row);
        await PutAsync(row with { CreatedAt = Noon, Status = "later" });

        var stored = Assert.Single(await Listings.PageByOwnerAsync("quote", "alice", null, 10, default));

        Assert.Equal(Noon, stored.CreatedAt);
        Assert.Equal("later", stored.Status);
    }

    [Fact]
    public async Task A_row_follows_its_state_and_a_refused_write_leaves_both_as_they_were()
    {
        await PutAsync(Row("q1"));
        var stale = await ReadAsync("q1");
        var paid = Row("q1") with { Status = "committed", Deadline = null };
        await PutAsync(paid);

        stale.State!.Row = Row("q1") with { Status = "lost" };
        await Assert.ThrowsAsync<InconsistentStateException>(
            () => Room.Grains().WriteStateAsync(StateName, Grain("q1"), stale));
        await Assert.ThrowsAsync<InconsistentStateException>(
            () => Room.Grains().ClearStateAsync(StateName, Grain("q1"), stale));

        Assert.Equal([paid], await Listings.PageByOwnerAsync("quote", "alice", null, 10, default));
    }

    [Fact]
    public async Task A_cleared_state_is_in_no_list_and_one_that_left_the_lists_keeps_its_row()
    {
        await PutAsync(Row("gone"), Row("kept"));
        var gone = await ReadAsync("gone");
        var kept = await ReadAsync("kept");

        await Room.Grains().ClearStateAsync(StateName, Grain("gone"), gone);
        kept.State!.Row = null;
        await Room.Grains().WriteStateAsync(StateName, Grain("kept"), kept);

        Assert.Equal([Row("kept")], await Listings.PageByOwnerAsync("quote", "alice", null, 10, default));
    }

    [Fact]
    public async Task An_owners_pages_are_newest_first_and_together_hold_each_row_once()
    {
        // Three rows at each of seven instants: the id decides among them.
        var rows = (from instant in Enumerable.Range(0, 7)
                    from letter in new[] { "a", "b", "c" }
                    select Row($"{letter}{instant}") with { CreatedAt = Noon.AddTicks(instant) }).ToArray();
        await PutAsync([.. rows.OrderBy(row => row.Id.GetHashCode(StringComparison.Ordinal))]);
        await PutAsync(Row("other-kind") with { Kind = "payment" }, Row("other-owner") with { Owner = "bob" });

        var seen = new List<ListingRow>();
        ListingCursor? cursor = null;
        while (true)
        {
            var page = await Listings.PageByOwnerAsync("quote", "alice", cursor, 4, default);
            seen.AddRange(page);
            if (page.Count < 4)
            {
                break;
            }

            cursor = ListingCursor.AfterCreated(page[^1]);

            // A row that is added at the top while someone leafs down moves nothing below it.
            await PutAsync(Row($"new{seen.Count}") with { CreatedAt = Noon.AddDays(seen.Count) });
        }

        var expected = rows.OrderByDescending(row => row.CreatedAt)
            .ThenByDescending(row => row.Id, StringComparer.Ordinal);
        Assert.Equal(expected, seen);
    }

    [Fact]
    public async Task Overdue_pages_hold_open_rows_past_their_deadline_oldest_first()
    {
        var now = Noon.AddHours(1);
        var rows = new[]
        {
            Row("late2") with { Deadline = now.AddMinutes(-2) },
            Row("late1") with { Deadline = now.AddMinutes(-9), Owner = "bob" },
            Row("tie-b") with { Deadline = now.AddMinutes(-5) },
            Row("tie-a") with { Deadline = now.AddMinutes(-5) },
            Row("due-now") with { Deadline = now },
            Row("future") with { Deadline = now.AddTicks(1) },
            Row("closed") with { Deadline = now.AddMinutes(-9), IsOpen = false },
            Row("none") with { Deadline = null },
            Row("payment") with { Deadline = now.AddMinutes(-9), Kind = "payment" },
        };
        await PutAsync(rows);

        var all = await Listings.PageOverdueAsync("quote", now, null, 10, default);
        var first = await Listings.PageOverdueAsync("quote", now, null, 2, default);
        var rest = await Listings.PageOverdueAsync("quote", now, ListingCursor.AfterDeadline(first[^1]), 10, default);

        Assert.Equal(["late1", "tie-a", "tie-b", "late2"], all.Select(row => row.Id));
        Assert.Equal(all, first.Concat(rest));
    }

    [Fact]
    public async Task A_row_that_closes_or_gets_more_time_is_no_longer_overdue()
    {
        var now = Noon.AddHours(1);
        await PutAsync(Row("a") with { Deadline = Noon }, Row("b") with { Deadline = Noon });

        await PutAsync(
            Row("a") with { Deadline = Noon, IsOpen = false },
            Row("b") with { Deadline = now.AddHours(1) });

        Assert.Empty(await Listings.PageOverdueAsync("quote", now, null, 10, default));
    }

    [Fact]
    public async Task Pages_of_what_awaits_an_operator_hold_just_that_oldest_first_until_it_is_settled()
    {
        var rows = new[]
        {
            Row("b") with { CreatedAt = Noon.AddMinutes(2), IsOpen = false, Deadline = null, AwaitsOperator = true },
            Row("c") with { CreatedAt = Noon.AddMinutes(1), Owner = "bob", AwaitsOperator = true },
            Row("a") with { CreatedAt = Noon.AddMinutes(2), AwaitsOperator = true },
            Row("not") with { CreatedAt = Noon },
            Row("payment") with { Kind = "payment", AwaitsOperator = true },
        };
        await PutAsync(rows);

        var all = await Listings.PageAwaitingOperatorAsync("quote", null, 10, default);
        var first = await Listings.PageAwaitingOperatorAsync("quote", null, 2, default);
        var rest = await Listings.PageAwaitingOperatorAsync(
            "quote", ListingCursor.AfterCreated(first[^1]), 10, default);

        Assert.Equal([rows[1], rows[2], rows[0]], all);
        Assert.Equal(all, first.Concat(rest));
        await PutAsync(rows[1] with { AwaitsOperator = false });
        var left = await Listings.PageAwaitingOperatorAsync("quote", null, 10, default);
        Assert.Equal(["a", "b"], left.Select(row => row.Id));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(StorageConstants.ListingPageMax + 1)]
    public async Task A_page_size_outside_the_limits_is_refused(int max)
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Listings.PageByOwnerAsync("quote", "alice", null, max, default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Listings.PageOverdueAsync("quote", Noon, null, max, default));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => Listings.PageAwaitingOperatorAsync("quote", null, max, default));
    }

    [Fact]
    public async Task A_state_whose_row_has_an_empty_or_overlong_text_is_not_stored()
    {
        var tooLong = new string('x', StorageConstants.TextLengthMax + 1);
        ListingRow[] bad =
        [
            Row(""), Row(tooLong), Row("q") with { Kind = "" }, Row("q") with { Owner = tooLong },
            Row("q") with { Status = "" },
        ];

        foreach (var row in bad)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => PutAsync(row));
        }

        Assert.Empty(await Listings.PageByOwnerAsync("quote", "alice", null, 10, default));
        Assert.False((await ReadAsync("q")).RecordExists);
    }

    [Fact]
    public async Task Rows_are_there_after_a_restart()
    {
        await PutAsync(Row("q1"));

        await Room.RestartAsync();

        Assert.Equal([Row("q1")], await Listings.PageByOwnerAsync("quote", "alice", null, 10, default));
    }

    protected static ListingRow Row(string id) =>
        new("quote", id, "alice", Noon, "pending", IsOpen: true, Noon.AddMinutes(5));

    private static GrainId Grain(string id) => GrainId.Create("listed", id);

    private async Task<GrainState<ListedState>> ReadAsync(string id)
    {
        var state = new GrainState<ListedState>();
        await Room.Grains().ReadStateAsync(StateName, Grain(id), state);
        return state;
    }

    protected async Task PutAsync(params ListingRow[] rows)
    {
        foreach (var row in rows)
        {
            var state = await ReadAsync(row.Id);
            state.State!.Row = row;
            await Room.Grains().WriteStateAsync(StateName, Grain(row.Id), state);
        }
    }
}
