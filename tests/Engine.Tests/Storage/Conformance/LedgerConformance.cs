using System.Numerics;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>The ledger, whatever it is stored on: what is in it moved, and nothing that moved is missing.</summary>
public abstract partial class LedgerConformance : StorageConformance
{
    private const string StateName = "booked";
    private const string Usd = "solana:x/token:usd";
    private const string Eur = "solana:x/token:eur";
    private static readonly DateTimeOffset Noon = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(3);

    [Fact]
    public async Task What_moved_comes_back_exactly_newest_first_and_after_a_restart()
    {
        var odd = new LedgerBooking("KIND", "al\0ice", "su\\b", Noon, new LedgerPostings()
            .Move("a\0", "b\\0", Usd, UInt128.MaxValue).Move("c", "d", "é", 1))
        {
            Id = UInt128.MaxValue,
            Reverses = 7,
            Reference = "r\0\\",
        };
        await BookAsync("q1", odd);
        await BookAsync("q1", Move("a", "b", 1), Move("b", "a", 2));

        await Room.RestartAsync();

        var rows = await PageAsync(LedgerFilter.All);
        Assert.Equal([3, 2, 1], rows.Select(row => row.Entry.Sequence));
        Assert.All(rows, row => Assert.Equal(new LedgerStream("quote", "q1", StateName), row.Entry.Stream));
        Assert.Equal(LedgerConstants.NoHash, rows[2].Entry.PreviousHash);
        Assert.Equal(rows[2].Entry.Hash, rows[1].Entry.PreviousHash);
        Assert.Equal(rows[1].Entry.Hash, rows[0].Entry.PreviousHash);
        Assert.Equal((await ReadAsync("q1")).State!.Ledger.Hash, rows[0].Entry.Hash);
        var read = rows[2].Entry;
        Assert.Equal(odd.Postings, read.Booking.Postings);
        Assert.Equal(
            (UInt128.MaxValue, (UInt128?)7, "KIND", "al\0ice", "su\\b", Noon, "r\0\\"),
            (read.Id, read.Booking.Reverses, read.Booking.Kind, read.Booking.Owner, read.Booking.Subject,
                read.Booking.At, read.Booking.Reference));
    }

    [Fact]
    public async Task A_refused_write_leaves_nothing_in_the_ledger_and_the_stream_goes_on()
    {
        await BookAsync("q1", Move("a", "b", 1));
        var stale = await ReadAsync("q1");
        await BookAsync("q1", Move("a", "b", 2));

        stale.State!.Ledger.Book(Move("a", "b", 99));
        await Assert.ThrowsAsync<InconsistentStateException>(
            () => Room.Grains().WriteStateAsync(StateName, Grain("q1"), stale));
        await BookAsync("q1", Move("a", "b", 3));

        Assert.Equal([3, 2, 1], await UnitsAsync(LedgerFilter.All));
        Assert.Equal([3, 2, 1], (await PageAsync(LedgerFilter.All)).Select(row => row.Entry.Sequence));
    }

    [Fact]
    public async Task What_was_stored_is_not_stored_again_and_what_is_added_meanwhile_comes_with_the_next_write()
    {
        var state = await ReadAsync("q1");
        state.State!.Ledger.Book(Move("a", "b", 1));
        var writing = Room.Grains().WriteStateAsync(StateName, Grain("q1"), state);
        state.State.Ledger.Book(Move("a", "b", 2));
        await writing;
        Assert.Equal([1], await UnitsAsync(LedgerFilter.All));
        Assert.Equal(1, state.State.Ledger.Count);

        await Room.Grains().WriteStateAsync(StateName, Grain("q1"), state);
        await Room.Grains().WriteStateAsync(StateName, Grain("q1"), state);

        Assert.Equal(0, state.State.Ledger.Count);
        Assert.Equal([2, 1], await UnitsAsync(LedgerFilter.All));
    }

    [Fact]
    public async Task What_a_failed_write_did_not_store_is_stored_by_the_next_one_in_the_same_place()
    {
        var state = await ReadAsync("q1");
        state.State!.Ledger.Book(Move("a", "b", 1));
        state.State.Note = new string('x', Room.Options.StateBytesMax);
        await Assert.ThrowsAsync<StorageRejectedException>(
            () => Room.Grains().WriteStateAsync(StateName, Grain("q1"), state));
        state.State.Ledger.Book(Move("a", "b", 2));
        state.State.Note = "";

        await Room.Grains().WriteStateAsync(StateName, Grain("q1"), state);

        Assert.Equal([2, 1], await UnitsAsync(LedgerFilter.All));
    }

    [Fact]
    public async Task A_state_with_entries_is_never_cleared_because_its_stream_would_begin_anew()
    {
        await BookAsync("q1", Move("a", "b", 1));
        var state = await ReadAsync("q1");

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Room.Grains().ClearStateAsync(StateName, Grain("q1"), state));

        Assert.True((await ReadAsync("q1")).RecordExists);
    }

    [Fact]
    public async Task Pages_of_each_kind_hold_each_entry_once_while_others_come()
    {
        for (var i = 1; i <= 12; i++)
        {
            var booking = Move(i % 2 == 0 ? "even" : "odd", "b", i, $"s{i % 3}", Noon.AddSeconds(-i));
            await BookAsync($"q{i % 4}", booking with { Id = (UInt128)(i % 5) });
        }

        // Those of an account come by their times, which here run against the order of the positions.
        Assert.Equal([2, 4, 6, 8, 10, 12], await LeafAsync(LedgerFilter.OfAccount("even")));
        Assert.Equal([12, 9, 6, 3], await LeafAsync(LedgerFilter.OfSubject("s0")));
        Assert.Equal([11, 7, 3], await LeafAsync(LedgerFilter.OfStream(new LedgerStream("quote", "q3", StateName))));
        Assert.Equal([12, 7, 2], await LeafAsync(LedgerFilter.OfId(2)));
        Assert.Empty(await LeafAsync(LedgerFilter.OfAccount("eve")));
    }

    [Fact]
    public async Task Operations_are_found_in_their_stream_by_their_ids_and_nothing_else_is()
    {
        var high = UInt128.MaxValue - 1;
        await BookAsync("q1", Move("a", "b", 1) with { Id = 1 }, Move("a", "b", 2) with { Id = high });
        await BookAsync("q2", Move("a", "b", 3) with { Id = 1 }, Move("a", "b", 4));
        var stream = new LedgerStream("quote", "q1", StateName);
        await Room.RestartAsync();

        Assert.Equal([1, 2], await FindAsync(stream, high, 2, 1, 0));
        Assert.Equal([3], await FindAsync(stream with { GrainKey = "q2" }, 1, high));
        Assert.Empty(await FindAsync(stream, 2));
        Assert.Empty(await FindAsync(stream with { StateName = "other" }, 1, high));
        Assert.Empty(await FindAsync(stream with { GrainType = "payment" }, 1, high));
        UInt128[] many = [.. Enumerable.Range(1, LedgerConstants.PageMax).Select(i => (UInt128)i)];
        Assert.Equal([1], await FindAsync(stream, many));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => FindAsync(stream, [.. many, 0]));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => FindAsync(stream));

        async Task<IEnumerable<Int128>> FindAsync(LedgerStream of, params UInt128[] ids) =>
            (await Room.Ledger().FindAsync(of, ids, default)).Select(row => row.Entry.Booking.Postings[0].Units);
    }

    [Fact]
    public async Task Look_ups_of_many_streams_at_once_find_each_its_own()
    {
        const int Streams = 40;
        for (var i = 0; i < Streams; i++)
        {
            await BookAsync($"q{i}", Move("a", "b", i + 1) with { Id = 1 }, Move("a", "b", 100 + i) with { Id = 2 });
        }

        var found = await Task.WhenAll(Enumerable.Range(0, Streams * 4).Select(async i =>
        {
            var stream = new LedgerStream("quote", $"q{i % Streams}", StateName);
            UInt128[] ids = i % 2 == 0 ? [1, 3, 1] : [2, 1];
            var rows = await Room.Ledger().FindAsync(stream, ids, default);
            return (i, string.Join(' ', rows.Select(row => row.Entry.Booking.Postings.Single(p => p.Units > 0).Units)));
        }));

        Assert.All(found, one => Assert.Equal(
            one.i % 2 == 0 ? $"{(one.i % Streams) + 1}" : $"{(one.i % Streams) + 1} {100 + (one.i % Streams)}",
            one.Item2));
    }

    [Fact]
    public async Task An_id_that_is_in_a_stream_already_is_refused_with_its_whole_write()
    {
        await BookAsync("q1", Move("a", "b", 1) with { Id = 1 });

        await Assert.ThrowsAnyAsync<StorageException>(
            () => BookAsync("q1", Move("a", "b", 2), Move("a", "b", 3) with { Id = 1 }));
        await BookAsync("q2", Move("a", "b", 4) with { Id = 1 });

        Assert.Equal([4, 1], await UnitsAsync(LedgerFilter.All));
        Assert.Equal(1, (await ReadAsync("q1")).State!.Ledger.Sequence);
    }

    [Fact]
    public async Task Balances_are_exact_at_any_time_and_beyond_128_bits()
    {
        await BookAsync("q1", Move("a", "b", 5));
        await BookAsync("q2", Move("a", "b", 7, at: Noon.AddTicks(1)));
        await BookAsync("q3", new LedgerBooking("K", "o", "s", Noon.AddTicks(2), new LedgerPostings()
            .Move("b", "a", Usd, UInt128.MaxValue).Move("a", "b", Eur, UInt128.MaxValue)));
        await BookAsync("q4", new LedgerBooking("K", "o", "s", Noon.AddTicks(3), new LedgerPostings()
            .Move("b", "a", Usd, UInt128.MaxValue)));

        Assert.Empty(await BalanceAsync("a", Noon.AddTicks(-1)));
        Assert.Equal([(Usd, 5)], await BalanceAsync("a", Noon));
        Assert.Equal([(Usd, -12)], await BalanceAsync("b", Noon.AddTicks(1)));
        BigInteger all = UInt128.MaxValue;
        Assert.Equal([(Eur, all), (Usd, 12 - all)], await BalanceAsync("a", Noon.AddTicks(2)));
        Assert.Equal([(Eur, all), (Usd, 12 - all - all)], await BalanceAsync("a"));
        Assert.Equal([(Eur, -all), (Usd, all + all - 12)], await BalanceAsync("b"));
        Assert.All(await Room.Ledger().SumsAsync(default), sum => Assert.True(sum.Units.IsZero));
    }

    [Fact]
    public async Task Snapshots_change_no_balance_and_are_made_only_when_enough_was_posted()
    {
        for (var i = 0; i < 10; i++)
        {
            await BookAsync("q1", Move("a", "b", i + 1, at: Noon.AddTicks(i)), Move("c", "a", 1, at: Noon.AddTicks(i)));
        }

        var before = await AllBalancesAsync();
        Assert.False(await Room.Ledger().SnapshotAsync("a", Noon.AddTicks(2), 7, default));
        Assert.True(await Room.Ledger().SnapshotAsync("a", Noon.AddTicks(2), 6, default));
        Assert.False(await Room.Ledger().SnapshotAsync("a", Noon.AddTicks(2), 1, default));
        Assert.True(await Room.Ledger().SnapshotAsync("a", Noon.AddTicks(5), 6, default));
        Assert.False(await Room.Ledger().SnapshotAsync("nobody", Noon, 1, default));
        await Room.RestartAsync();

        Assert.Equal(before, await AllBalancesAsync());
        Assert.Equal((Usd, 0), (await BalanceAsync("a", Noon)).Single());
        Assert.Equal((Usd, 45), (await BalanceAsync("a", Noon.AddTicks(9))).Single());

        async Task<List<string>> AllBalancesAsync()
        {
            var all = new List<string>();
            for (var i = -1; i < 11; i++)
            {
                all.Add($"{i}: " + string.Join(",", await BalanceAsync("a", Noon.AddTicks(i))));
            }

            return all;
        }
    }

    [Fact]
    public async Task Accounts_are_listed_by_prefix_in_pages()
    {
        foreach (var name in (string[])["quote:2", "quote:1", "quotes", "quote:é", "wallet:1", "quote:10"])
        {
            await BookAsync("q1", Move(name, "outside", 1), Move(name, "outside", 1));
        }

        Assert.Equal(["quote:1", "quote:10"], await Room.Ledger().AccountsAsync("quote:", null, 2, default));
        Assert.Equal(["quote:2", "quote:é"], await Room.Ledger().AccountsAsync("quote:", "quote:10", 5, default));
        Assert.Equal(7, (await Room.Ledger().AccountsAsync("", null, 100, default)).Count);
        Assert.Empty(await Room.Ledger().AccountsAsync("zzz", null, 100, default));
    }

    [Fact]
    public async Task Entries_of_many_grains_at_once_are_each_there_once_with_unbroken_streams_and_sums_of_zero()
    {
        const int grains = 32;
        const int entriesEach = 7;
        await Task.WhenAll(Enumerable.Range(0, grains).Select(async grain =>
        {
            for (var i = 0; i < entriesEach; i++)
            {
                await BookAsync($"q{grain}", Move("hot", $"quote:{grain}", 1), Move("hot", $"quote:{grain}", 2));
            }
        }));

        var rows = await AuditAsync();
        Assert.Equal(grains * entriesEach * 2, rows.Count);
        Assert.All(rows, row => Assert.Null(row.Problem));
        Assert.All(
            rows.GroupBy(row => row.Stream),
            stream => Assert.Equal(
                Enumerable.Range(1, 2 * entriesEach).Select(n => (long)n), stream.Select(row => row.Sequence)));
        Assert.Equal([(Usd, grains * entriesEach * 3)], await BalanceAsync("hot"));
    }

    private static LedgerBooking Move(
        string debit,
        string credit,
        int units,
        string subject = "s",
        DateTimeOffset? at = null) =>
        new("KIND", "o", subject, at ?? Noon, new LedgerPostings().Move(debit, credit, Usd, (UInt128)units));

    private static GrainId Grain(string id) => GrainId.Create("quote", id);

    private async Task<GrainState<BookedState>> ReadAsync(string id)
    {
        var state = new GrainState<BookedState>();
        await Room.Grains().ReadStateAsync(StateName, Grain(id), state);
        return state;
    }

    private async Task BookAsync(string id, params LedgerBooking[] bookings)
    {
        var state = await ReadAsync(id);
        foreach (var booking in bookings)
        {
            state.State!.Ledger.Book(booking);
        }

        await Room.Grains().WriteStateAsync(StateName, Grain(id), state);
    }

    private Task<IReadOnlyList<LedgerRow>> PageAsync(LedgerFilter filter) =>
        Room.Ledger().PageAsync(filter, null, 100, default);

    private async Task<IEnumerable<int>> UnitsAsync(LedgerFilter filter) =>
        (await PageAsync(filter)).Select(row => (int)row.Entry.Booking.Postings[0].Units);

    /// <summary>Leafs through all pages, while entries come that fit the filter and are newer.</summary>
    private async Task<List<int>> LeafAsync(LedgerFilter filter)
    {
        var seen = new List<int>();
        long? before = null;
        while (true)
        {
            var page = await Room.Ledger().PageAsync(filter, before, 2, default);
            seen.AddRange(page.Select(row => (int)row.Entry.Booking.Postings[0].Units));
            if (page.Count < 2)
            {
                return seen;
            }

            before = page[^1].Position;
            await BookAsync("new", Move("new", "newer", 1));
        }
    }

    private async Task<IEnumerable<(string Asset, BigInteger Units)>> BalanceAsync(
        string account,
        DateTimeOffset? at = null) =>
        (await Room.Ledger().BalancesAsync(account, at, default)).Select(b => (b.Asset, b.Units));
}
