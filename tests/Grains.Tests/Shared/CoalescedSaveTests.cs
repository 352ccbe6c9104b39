using OrleansTrading.Grains;

namespace OrleansTrading.Grains.Tests.Shared;

public class CoalescedSaveTests
{
    private readonly List<TaskCompletionSource> writes = [];
    private readonly CoalescedSave saver;

    public CoalescedSaveTests() => saver = new CoalescedSave(() =>
    {
        writes.Add(new TaskCompletionSource());
        return writes[^1].Task;
    });

    [Fact]
    public Task What_changes_while_a_write_is_under_way_shares_the_next_one() => InTurnsAsync(async () =>
    {
        var first = saver.SaveAsync();
        var second = saver.SaveAsync();
        var third = saver.SaveAsync();

        writes[0].SetResult();
        await first;

        // Those who waited with us have their turn, too.
        await Task.Yield();
        Assert.False(second.IsCompleted);
        Assert.Equal(2, writes.Count);

        writes[1].SetResult();
        await Task.WhenAll(second, third);
        Assert.Equal(2, writes.Count);
    });

    [Fact]
    public Task Nothing_is_acknowledged_by_a_write_that_began_before_the_change() => InTurnsAsync(async () =>
    {
        var first = saver.SaveAsync();
        var settle = saver.SettleAsync();
        var second = saver.SaveAsync();

        writes[0].SetResult();
        await Task.WhenAll(first, settle);

        // Those who waited with us have their turn, too.
        await Task.Yield();

        Assert.False(second.IsCompleted);
        writes[1].SetResult();
        await second;
    });

    [Fact]
    public Task A_failed_write_fails_all_who_waited_for_it() => InTurnsAsync(async () =>
    {
        var first = saver.SaveAsync();
        writes[0].SetException(new InvalidOperationException("disk"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        var retry = saver.SaveAsync();
        writes[1].SetResult();
        await retry;
    });

    [Fact]
    public Task Settling_with_nothing_unsaved_writes_nothing() => InTurnsAsync(async () =>
    {
        await saver.SettleAsync();

        Assert.Empty(writes);
    });

    /// <summary>One continuation at a time, in the order they became ready, as in a grain.</summary>
    private static Task InTurnsAsync(Func<Task> body) => Task.Factory.StartNew(
        body,
        CancellationToken.None,
        TaskCreationOptions.None,
        new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();
}
