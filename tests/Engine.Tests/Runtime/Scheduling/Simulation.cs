using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansTrading.Clocks;

namespace OrleansTrading.Engine.Tests.Runtime.Scheduling;

/// <summary>
/// A whole engine on the test's thread: its scheduler, its clock and its storage are the test's. The workload is always
/// the same; the seed decides only what runs when.
/// </summary>
internal sealed class Simulation : IDisposable
{
    internal const int Callers = 10;
    internal const int CallsEach = 100;
    internal const int Accounts = 40;
    private const int Tellers = 5;
    private const int StepsMax = 1_000_000;

    private readonly SeededScheduler scheduler;
    private readonly ManualTime time = new();
    private readonly SimulatedStorage storage = new();
    private readonly ServiceProvider services;

    private Simulation(ulong seed)
    {
        scheduler = new SeededScheduler(seed);
        var registered = new ServiceCollection();
        registered.AddSingleton<TimeProvider>(time);
        registered.AddSingleton<IActivationScheduler>(scheduler);
        registered.AddKeyedSingleton<IGrainStorage>(EngineConstants.DefaultStorageName, storage);
        registered.AddMemoryReminders();
        registered.AddSingleton<Trace>();
        registered.AddEmbeddedEngine(options =>
        {
            options.AddGrains(typeof(Simulation).Assembly);
            options.CollectionAge = TimeSpan.FromSeconds(1);
            options.CollectionQuantum = TimeSpan.FromMilliseconds(500);
            options.ActivationTimeout = TimeSpan.FromSeconds(10);
            options.ReminderPeriodMin = TimeSpan.FromMilliseconds(1);
        });
        services = registered.BuildServiceProvider();
        Trace = services.GetRequiredService<Trace>();
    }

    internal Trace Trace { get; }

    internal IReadOnlyList<string> Escapes => scheduler.Escapes;

    /// <summary>What the accounts have together in the store: every deposit, whatever was moved.</summary>
    internal long StoredUnits => Enumerable.Range(0, Accounts)
        .Select(each => storage.Inner.Peek("balance", GrainId.Create("simulatedaccount", $"a{each}")))
        .Sum(json => json is null
            ? 0 : System.Text.Json.JsonSerializer.Deserialize<SimulatedBalance>(json)!.Units);

    /// <summary>Runs the workload from start to stop.</summary>
    internal static Simulation Run(ulong seed)
    {
        var simulation = new Simulation(seed);
        var hosted = simulation.services.GetServices<IHostedService>().ToList();
        simulation.Finish([simulation.Spawn(async () =>
        {
            foreach (var each in hosted)
            {
                await each.StartAsync(CancellationToken.None);
            }
        })]);
        simulation.Finish([.. Enumerable.Range(0, Callers).Select(
            caller => simulation.Spawn(() => simulation.CallAsync(caller)))]);
        simulation.Finish([simulation.Spawn(async () =>
        {
            foreach (var each in hosted)
            {
                await each.StopAsync(CancellationToken.None);
            }
        })]);
        return simulation;
    }

    public void Dispose() => services.Dispose();

    /// <summary>Starts async code on a queue of its own, which the same scheduler runs.</summary>
    private Task<int> Spawn(Func<Task> work) => new TaskQueue(scheduler).RunAsync(async () =>
    {
        await work();
        return 0;
    });

    private void Finish(IReadOnlyCollection<Task> tasks)
    {
        for (var step = 0; tasks.Any(task => !task.IsCompleted); step++)
        {
            Assert.True(step < StepsMax, "The simulation does not come to an end.");
            if (scheduler.Next(20) == 0)
            {
                time.Advance(TimeSpan.FromMilliseconds(scheduler.Next(200)));
            }
            else if (!scheduler.IsIdle)
            {
                scheduler.Step();
            }
            else if (scheduler.Escapes.Count > 0)
            {
                break;
            }
        }

        Assert.Empty(scheduler.Escapes);
        Assert.All(tasks, task => Assert.True(task.IsCompletedSuccessfully, task.Exception?.ToString()));
    }

    private async Task CallAsync(int caller)
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        for (var i = 0; i < CallsEach; i++)
        {
            var call = $"{caller}.{i}";
            var teller = grains.GetGrain<ISimulatedTeller>($"t{(caller + i) % Tellers}");
            var (from, to) = ($"a{(caller * 3 + i) % Accounts}", $"a{(caller + i * 5 + 1) % Accounts}");
            var answer = (i % 5) switch
            {
                0 => $"{await grains.GetGrain<ISimulatedAccount>(to).AddAsync(call, 7)}",
                1 => $"{await teller.SumAsync(call, [from, to, "a9"])}",
                2 when call == "9.2" => await teller.AskStuckAsync(),
                2 when caller == 4 => await teller.CircleAsync(call, $"t{(caller + i + 1) % Tellers}"),
                _ => await teller.MoveAsync(call, from, to, i),
            };
            Trace.Tell($"caller {call} got {answer}");
        }
    }
}
