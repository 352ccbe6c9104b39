using System.Globalization;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>
/// Grain states, whatever they are stored on.
/// </summary>
public abstract partial class GrainStorageConformance : StorageConformance
{
    private const string StateName = "purse";
    private static readonly GrainId Alice = GrainId.Create("wallet", "alice");

    private protected IGrainStorage Storage => Room.Grains();

    [Fact]
    public async Task A_state_never_stored_reads_as_a_new_one_without_etag()
    {
        var state = new GrainState<Purse> { State = new Purse { Balance = 5 }, ETag = "7", RecordExists = true };

        await Storage.ReadStateAsync(StateName, Alice, state);

        Assert.Equal(0, state.State!.Balance);
        Assert.Null(state.ETag);
        Assert.False(state.RecordExists);
    }

    [Fact]
    public async Task A_written_state_reads_back_whole_with_its_etag()
    {
        var written = await WriteAsync(Alice, new Purse
        {
            Balance = long.MinValue,
            Units = UInt128.MaxValue,
            Note = "ünï – 貨幣 \" ' \\ \0 end",
            Entries = ["a", "", "c"],
        });

        var read = await ReadAsync(Alice);

        Assert.True(written.RecordExists);
        Assert.True(read.RecordExists);
        Assert.NotNull(written.ETag);
        Assert.Equal(written.ETag, read.ETag);
        Assert.Equal(written.State!.Balance, read.State!.Balance);
        Assert.Equal(written.State.Units, read.State.Units);
        Assert.Equal(written.State.Note, read.State.Note);
        Assert.Equal(written.State.Entries, read.State.Entries);
    }

    [Fact]
    public async Task Each_write_makes_a_new_etag_and_the_last_one_stands()
    {
        var state = await WriteAsync(Alice, new Purse { Balance = 1 });
        var etags = new HashSet<string> { state.ETag! };
        for (var i = 2; i <= 20; i++)
        {
            state.State!.Balance = i;
            await Storage.WriteStateAsync(StateName, Alice, state);
            Assert.True(etags.Add(state.ETag!), $"etag {state.ETag} came twice");
        }

        Assert.Equal(20, (await ReadAsync(Alice)).State!.Balance);
    }

    [Fact]
    public async Task A_write_with_a_stale_etag_conflicts_names_both_etags_and_changes_nothing()
    {
        var first = await WriteAsync(Alice, new Purse { Balance = 1 });
        var stale = new GrainState<Purse>(new Purse { Balance = 99 }, first.ETag) { RecordExists = true };
        first.State!.Balance = 2;
        await Storage.WriteStateAsync(StateName, Alice, first);

        var conflict = await Assert.ThrowsAsync<InconsistentStateException>(
            () => Storage.WriteStateAsync(StateName, Alice, stale));

        Assert.Equal(first.ETag, conflict.StoredEtag);
        Assert.Equal(stale.ETag, conflict.CurrentEtag);
        Assert.Equal(2, (await ReadAsync(Alice)).State!.Balance);
    }

    [Fact]
    public async Task A_first_write_conflicts_when_a_state_exists()
    {
        var stored = await WriteAsync(Alice, new Purse { Balance = 1 });

        var conflict = await Assert.ThrowsAsync<InconsistentStateException>(
            () => WriteAsync(Alice, new Purse { Balance = 99 }));

        Assert.Equal(stored.ETag, conflict.StoredEtag);
        Assert.Null(conflict.CurrentEtag);
        Assert.Equal(1, (await ReadAsync(Alice)).State!.Balance);
    }

    [Fact]
    public async Task An_etag_for_a_state_never_stored_conflicts()
    {
        var state = new GrainState<Purse> { State = new Purse(), ETag = "1" };

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync(StateName, Alice, state));

        Assert.False((await ReadAsync(Alice)).RecordExists);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData(" 1")]
    [InlineData("99999999999999999999")]
    public async Task An_etag_of_another_kind_conflicts(string foreignEtag)
    {
        await WriteAsync(Alice, new Purse { Balance = 1 });
        var state = new GrainState<Purse> { State = new Purse(), ETag = foreignEtag };

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync(StateName, Alice, state));

        Assert.Equal(1, (await ReadAsync(Alice)).State!.Balance);
    }

    [Fact]
    public async Task A_cleared_state_is_new_and_its_holder_may_write_again()
    {
        var state = await WriteAsync(Alice, new Purse { Balance = 1 });

        await Storage.ClearStateAsync(StateName, Alice, state);

        Assert.False(state.RecordExists);
        Assert.Equal(0, state.State!.Balance);
        var read = await ReadAsync(Alice);
        Assert.False(read.RecordExists);
        Assert.Equal(0, read.State!.Balance);
        Assert.Equal(state.ETag, read.ETag);

        read.State.Balance = 3;
        await Storage.WriteStateAsync(StateName, Alice, read);
        Assert.Equal(3, (await ReadAsync(Alice)).State!.Balance);
    }

    [Fact]
    public async Task A_write_based_on_what_was_cleared_conflicts()
    {
        var state = await WriteAsync(Alice, new Purse { Balance = 1 });
        var stale = new GrainState<Purse>(new Purse { Balance = 99 }, state.ETag) { RecordExists = true };
        await Storage.ClearStateAsync(StateName, Alice, state);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync(StateName, Alice, stale));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync(StateName, Alice, stale));

        // One who read before the state was ever written is as stale.
        await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(Alice, new Purse { Balance = 98 }));
        Assert.False((await ReadAsync(Alice)).RecordExists);
    }

    [Fact]
    public async Task A_write_based_on_what_was_cleared_and_written_anew_conflicts()
    {
        var state = await WriteAsync(Alice, new Purse { Balance = 1 });
        var stale = new GrainState<Purse>(new Purse { Balance = 99 }, state.ETag) { RecordExists = true };
        await Storage.ClearStateAsync(StateName, Alice, state);
        state.State!.Balance = 2;
        await Storage.WriteStateAsync(StateName, Alice, state);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync(StateName, Alice, stale));

        Assert.Equal(2, (await ReadAsync(Alice)).State!.Balance);
    }

    [Fact]
    public async Task Clearing_what_was_never_stored_does_nothing()
    {
        var state = new GrainState<Purse> { State = new Purse { Balance = 1 } };

        await Storage.ClearStateAsync(StateName, Alice, state);

        Assert.Null(state.ETag);
        Assert.False(state.RecordExists);
        await WriteAsync(Alice, new Purse { Balance = 2 });
        Assert.Equal(2, (await ReadAsync(Alice)).State!.Balance);
    }

    [Fact]
    public async Task Clearing_with_a_stale_etag_conflicts_and_keeps_the_state()
    {
        var first = await WriteAsync(Alice, new Purse { Balance = 1 });
        var stale = new GrainState<Purse> { State = new Purse(), ETag = first.ETag, RecordExists = true };
        first.State!.Balance = 2;
        await Storage.WriteStateAsync(StateName, Alice, first);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync(StateName, Alice, stale));

        Assert.Equal(2, (await ReadAsync(Alice)).State!.Balance);
    }

    [Fact]
    public async Task Types_keys_and_state_names_do_not_run_into_each_other()
    {
        (string State, GrainId Grain)[] places =
        [
            ("s", GrainId.Create("a", "bc")),
            ("s", GrainId.Create("ab", "c")),
            ("cs", GrainId.Create("a", "b")),
            ("s", GrainId.Create("a", "BC")),
            ("s", GrainId.Create("a", "bc ")),
            ("s", GrainId.Create("a", "b/c'%_\"--")),
            ("s", GrainId.Create("a", "b\0c")),
            ("s", GrainId.Create("a", "ключ-鍵")),
            ("S", GrainId.Create("a", "bc")),
        ];
        for (var i = 0; i < places.Length; i++)
        {
            var state = new GrainState<Purse> { State = new Purse { Balance = i } };
            await Storage.WriteStateAsync(places[i].State, places[i].Grain, state);
        }

        for (var i = 0; i < places.Length; i++)
        {
            var state = new GrainState<Purse>();
            await Storage.ReadStateAsync(places[i].State, places[i].Grain, state);
            Assert.True(state.RecordExists);
            Assert.Equal(i, state.State!.Balance);
        }
    }

    [Fact]
    public async Task A_state_of_a_mebibyte_reads_back_whole()
    {
        var text = string.Create(1024 * 1024, 17, (chars, seed) =>
        {
            for (var i = 0; i < chars.Length; i++)
            {
                chars[i] = (char)('a' + ((i * 31 + seed) % 26));
            }
        });
        await WriteAsync(Alice, new Purse { Note = text });

        await Room.RestartAsync();

        Assert.Equal(text, (await ReadAsync(Alice)).State!.Note);
    }

    [Fact]
    public async Task What_the_grain_changes_after_the_call_began_is_not_in_the_write()
    {
        var state = new GrainState<Purse> { State = new Purse { Balance = 1 } };

        var writing = Storage.WriteStateAsync(StateName, Alice, state);
        state.State.Balance = 2;
        await writing;

        Assert.Equal(1, (await ReadAsync(Alice)).State!.Balance);
    }

    [Fact]
    public async Task Writes_of_64_writers_at_once_are_all_there_after_a_restart()
    {
        const int writers = 64;
        const int writesEach = 40;
        await Task.WhenAll(Enumerable.Range(0, writers).Select(async writer =>
        {
            await Task.Yield();
            var grain = GrainId.Create("wallet", writer.ToString(CultureInfo.InvariantCulture));
            var state = new GrainState<Purse> { State = new Purse() };
            for (var i = 1; i <= writesEach; i++)
            {
                state.State.Balance = i;
                await Storage.WriteStateAsync(StateName, grain, state);
                var seen = await ReadAsync(grain);
                Assert.Equal(i, seen.State!.Balance);
            }
        }));

        await Room.RestartAsync();

        for (var writer = 0; writer < writers; writer++)
        {
            var state = await ReadAsync(GrainId.Create("wallet", writer.ToString(CultureInfo.InvariantCulture)));
            Assert.Equal(writesEach, state.State!.Balance);
        }
    }

    [Fact]
    public async Task Of_many_writers_with_the_same_etag_exactly_one_wins()
    {
        var first = await WriteAsync(Alice, new Purse { Balance = 0 });
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 32).Select(async i =>
        {
            await Task.Yield();
            var state = new GrainState<Purse> { State = new Purse { Balance = i }, ETag = first.ETag };
            try
            {
                await Storage.WriteStateAsync(StateName, Alice, state);
                return i;
            }
            catch (InconsistentStateException)
            {
                return 0;
            }
        }));

        var winner = Assert.Single(outcomes, outcome => outcome != 0);
        Assert.Equal(winner, (await ReadAsync(Alice)).State!.Balance);
    }

    [Fact]
    public async Task Etags_go_on_after_a_restart()
    {
        var state = await WriteAsync(Alice, new Purse { Balance = 1 });
        var stale = new GrainState<Purse> { State = new Purse { Balance = 99 }, ETag = state.ETag };
        await Room.RestartAsync();

        var read = await ReadAsync(Alice);
        Assert.Equal(state.ETag, read.ETag);
        read.State!.Balance = 2;
        await Storage.WriteStateAsync(StateName, Alice, read);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync(StateName, Alice, stale));
        Assert.Equal(2, (await ReadAsync(Alice)).State!.Balance);
    }

    protected async Task<GrainState<Purse>> WriteAsync(GrainId grain, Purse purse)
    {
        var state = new GrainState<Purse> { State = purse };
        await Storage.WriteStateAsync(StateName, grain, state);
        return state;
    }

    protected async Task<GrainState<Purse>> ReadAsync(GrainId grain)
    {
        var state = new GrainState<Purse>();
        await Storage.ReadStateAsync(StateName, grain, state);
        return state;
    }
}
