using OrleansTrading.Audit;
using OrleansTrading.Soak.Children;

namespace OrleansTrading.Soak;

/// <summary>One SIGKILL.</summary>
/// <param name="At">When.</param>
/// <param name="WasReady">Whether the server had come up; false: it was killed while it started.</param>
internal sealed record Kill(DateTimeOffset At, bool WasReady);

/// <summary>
/// Kills the server and starts it again, at moments that the seed draws: most servers live from no time to twice the
/// mean after they have come up, and each fifth is killed while it starts, or soon after.
/// </summary>
internal sealed class Killer(SoakStage stage, SoakPlan plan, Findings findings, TimeProvider time)
{
    private const int WhileStartingPercent = 20;

    /// <summary>
    /// A start takes some two seconds on a machine with nothing else to do, and longer on a busy one.
    /// </summary>
    private static readonly TimeSpan StartingMax = TimeSpan.FromSeconds(4);

    /// <summary>No customer's: they have the numbers from 1 on.</summary>
    private const ulong Stream = 0;

    private readonly Dice _dice = new(plan.Seed, Stream);
    private readonly List<Kill> _kills = [];
    private readonly List<TimeSpan> _starts = [];

    internal IReadOnlyList<Kill> Kills => _kills;

    /// <summary>How long each server took from its start until it was ready, of those that lived so long.</summary>
    internal IReadOnlyList<TimeSpan> Starts => _starts;

    /// <summary>Begins with a server that runs, and leaves one that is ready.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        if (plan.Kills == 0)
        {
            await Task.Delay(plan.Load, time, cancellationToken);
            return;
        }

        var mean = plan.Load / plan.Kills;
        var ready = Task.CompletedTask;
        for (var kill = 1; kill <= plan.Kills; kill++)
        {
            using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (kill > 1)
            {
                ready = StartAsync(life.Token);
            }

            var (whileStarting, within) = (_dice.Chance(WhileStartingPercent), _dice.Within(mean * 2));
            if (whileStarting)
            {
                within = StartingMax * (within / (mean * 2));
            }
            else
            {
                await ready;
            }

            await Task.Delay(within, time, cancellationToken);
            var wasReady = ready.IsCompletedSuccessfully;
            await life.CancelAsync();
            await ready.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _kills.Add(new Kill(time.GetUtcNow(), wasReady));
            if (!await stage.KillAsync())
            {
                findings.Add($"The server had ended by itself before kill {kill}. See server.log in {stage.Folder}.");
            }
        }

        await StartAsync(cancellationToken);
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        stage.Start();
        await stage.UntilReadyAsync(cancellationToken);
        _starts.Add(time.GetElapsedTime(began));
    }
}
