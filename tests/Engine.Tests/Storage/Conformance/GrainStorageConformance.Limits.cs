using System.Globalization;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

/// <content>What is at the edges: sizes, names, and states that were cleared long ago.</content>
public abstract partial class GrainStorageConformance
{
    [Fact]
    public async Task A_state_larger_than_the_limit_is_rejected_with_the_limit_in_the_message()
    {
        Room.Options.StateBytesMax = 1_024;

        var rejection = await Assert.ThrowsAsync<StorageRejectedException>(
            () => WriteAsync(GrainId.Create("wallet", "big"), new Purse { Note = new string('x', 2_000) }));

        Assert.Equal(WriteOutcome.NotWritten, rejection.Outcome);
        Assert.Contains("wallet/big", rejection.Message, StringComparison.Ordinal);
        Assert.Contains("1024", rejection.Message, StringComparison.Ordinal);
        Assert.False((await ReadAsync(GrainId.Create("wallet", "big"))).RecordExists);
    }

    [Fact]
    public async Task A_grain_with_an_empty_key_has_a_state_of_its_own()
    {
        Assert.True((await Room.Store.WriteAsync(States.Write("", null, "{\"Balance\":4}"))).Done);

        Assert.Equal("{\"Balance\":4}"u8.ToArray(), (await States.ReadAsync(Room.Store, "")).Payload);
        Assert.False((await Room.Store.WriteAsync(States.Write("", null))).Done);
    }

    [Fact]
    public async Task A_name_longer_than_the_limit_is_refused_with_the_limit_in_the_message()
    {
        var refusal = await Assert.ThrowsAsync<ArgumentException>(
            () => WriteAsync(GrainId.Create("wallet", new string('k', 5_000)), new Purse()));

        Assert.Contains("4096", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_written_as_null_reads_as_a_new_one_that_exists()
    {
        var grain = GrainId.Create("wallet", "null");
        await Storage.WriteStateAsync("purse", grain, new GrainState<Purse>());

        var read = await ReadAsync(grain);

        Assert.NotNull(read.State);
        Assert.True(read.RecordExists);
    }

    [Fact]
    public async Task A_forgotten_clear_never_lets_an_old_etag_fit_again()
    {
        var grain = GrainId.Create("wallet", "gone");
        var state = await WriteAsync(grain, new Purse { Balance = 1 });
        for (var i = 0; i < 5; i++)
        {
            await Storage.WriteStateAsync("purse", grain, state);
        }

        var handedOut = long.Parse(state.ETag!, CultureInfo.InvariantCulture);
        await Storage.ClearStateAsync("purse", grain, state);
        var cleared = state.ETag;

        var rows = await ForgetAsync(long.MaxValue, 10);

        Assert.Equal(1, rows);
        Assert.Null((await ReadAsync(grain)).ETag);
        var anew = await WriteAsync(grain, new Purse { Balance = 2 });
        Assert.True(long.Parse(anew.ETag!, CultureInfo.InvariantCulture) > handedOut + 1);
        var stale = new GrainState<Purse> { State = new Purse { Balance = 99 }, ETag = cleared };
        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("purse", grain, stale));
    }

    [Fact]
    public async Task Forgetting_keeps_live_states_and_recent_clears_and_takes_a_bounded_number()
    {
        for (var i = 0; i < 5; i++)
        {
            var state = await WriteAsync(GrainId.Create("wallet", $"cleared-{i}"), new Purse());
            await Storage.ClearStateAsync("purse", GrainId.Create("wallet", $"cleared-{i}"), state);
        }

        var alive = GrainId.Create("wallet", "alive");
        await WriteAsync(alive, new Purse { Balance = 8 });

        Assert.Equal(0, await ForgetAsync(1, 10));
        Assert.Equal(3, await ForgetAsync(long.MaxValue, 3));
        Assert.Equal(2, await ForgetAsync(long.MaxValue, 3));
        Assert.Equal(8, (await ReadAsync(alive)).State!.Balance);
    }

    private Task<long> ForgetAsync(long clearedBeforeUnixMs, int rowsMax) =>
        Room.Store.WriteAsync(new ForgetClearedCommand(clearedBeforeUnixMs, rowsMax, CancellationToken.None));
}
