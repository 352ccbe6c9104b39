using OrleansTrading.Grains.Tests.Worlds;
using static OrleansTrading.Grains.Tests.Trust.Observed;
using static OrleansTrading.Grains.Tests.Trust.TrustWorld;

namespace OrleansTrading.Grains.Tests.Trust;

/// <summary>
/// A write fails, its answer is lost, or the process dies before or after it: who repeats what was not answered gets
/// what a run without a fault gets, and the history tells each change once.
/// </summary>
public sealed class TrustFaultTests
{
    /// <summary>The writes of the story: two reports and two overrides.</summary>
    private const int Writes = 4;

    public enum Fault
    {
        NotWritten,
        AnswerLost,
        DiesBefore,
        DiesAfter,
    }

    public static TheoryData<Fault, int> Faults
    {
        get
        {
            var faults = new TheoryData<Fault, int>();
            foreach (var fault in Enum.GetValues<Fault>())
            {
                for (var at = 1; at <= Writes; at++)
                {
                    faults.Add(fault, at);
                }
            }

            return faults;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_at_any_write_changes_nothing_for_who_repeats(Fault fault, int at)
    {
        await using var world = await TrustWorld.StartAsync(o => o.HistoryStep = 1);
        var dying = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (begun, made) = (0, 0);
        world.Writes.Writing = _ => ++begun == at && fault == Fault.DiesBefore ? Die() : Task.CompletedTask;
        world.Writes.Answering = _ => ++made == at && fault == Fault.DiesAfter ? Die() : Task.CompletedTask;
        world.Writes.Judge = (_, _) => begun != at ? WriteFault.None
            : fault == Fault.NotWritten ? WriteFault.NotWritten
            : fault == Fault.AnswerLost ? WriteFault.AnswerLost
            : WriteFault.None;

        await TellAsync(grain => grain.ObserveAsync(Toxic(1, Start)));
        await TellAsync(grain => grain.ObserveAsync(Toxic(11, At(60))));
        await TellAsync(grain => grain.OverrideAsync(Order(0, 700_000)));
        await TellAsync(grain => grain.OverrideAsync(Order(1, null)));

        Assert.True(begun >= at, "The fault was never met.");
        var view = await world.Grain.GetAsync();
        Assert.Equal((2, 2), (view.Overrides, view.Reasons[(int)TrustFeature.HoldingTime].Samples));
        Assert.Equal(2, view.Reasons[(int)TrustFeature.Latency].Samples);
        Assert.Equal(
            [
                HistoryKinds.TrustScored, HistoryKinds.TrustScored, HistoryKinds.TrustOverridden,
                HistoryKinds.TrustOverridden,
            ],
            (await world.EventsAsync()).Select(told => told.Event.Kind));

        Task Die()
        {
            dying.TrySetResult();
            return new TaskCompletionSource().Task;
        }

        async Task TellAsync<T>(Func<ITrustGrain, Task<Outcome<T>>> call)
            where T : class
        {
            var asking = world.RepeatAsync(call);
            if (!dying.Task.IsCompleted && await Task.WhenAny(asking, dying.Task) == dying.Task)
            {
                _ = asking.ContinueWith(lost => lost.Exception, TaskScheduler.Default);
                await world.RestartAsync();
                asking = world.RepeatAsync(call);
            }

            Done(await asking);
        }
    }

    private static TrustOverride Order(int after, int? score) =>
        new() { After = after, Score = score, By = "ops-1", Note = "why" };
}
