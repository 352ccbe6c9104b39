using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Servers;

namespace OrleansTrading.Engine.Tests.Runtime;

/// <summary>
/// Correctness never rests on there being one activation: whoever has read an older version can store nothing, and
/// learns it before it answers.
/// </summary>
public sealed class FenceTests
{
    private const int CallersEach = 4;
    private const int WinsEach = 25;
    private const int AttemptsMax = 10_000;
    private static readonly GrainId Account = GrainId.Create("account", "a");

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Of_two_activations_with_the_same_version_only_one_writes_and_the_other_reads_again(string kind)
    {
        await using var store = await SharedStore.OpenAsync(kind);
        await using var one = await TestEngine.StartAsync(storage: store.Storage);
        await using var other = await TestEngine.StartAsync(storage: store.Storage);
        await one.Get<IAccountGrain>("a").AddAsync(5);
        Assert.Equal(5, await one.Get<IAccountGrain>("a").GetAsync());
        Assert.Equal(5, await other.Get<IAccountGrain>("a").GetAsync());
        Assert.Equal(6, await one.Get<IAccountGrain>("a").AddAsync(1));
        await Assert.ThrowsAsync<InconsistentStateException>(() => other.Get<IAccountGrain>("a").AddAsync(100));
        Assert.Equal(6, await store.BalanceAsync());
        Assert.Equal(6, await other.Get<IAccountGrain>("a").GetAsync());
        Assert.Equal(106, await other.Get<IAccountGrain>("a").AddAsync(100));
        await Assert.ThrowsAsync<InconsistentStateException>(() => one.Get<IAccountGrain>("a").ClearAsync());
        Assert.Equal(106, await store.BalanceAsync());
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Two_engines_that_race_on_one_store_never_both_win_and_lose_nothing(string kind)
    {
        await using var store = await SharedStore.OpenAsync(kind);
        await using var one = await TestEngine.StartAsync(storage: store.Storage);
        await using var other = await TestEngine.StartAsync(storage: store.Storage);

        // Both have read version none: whoever writes second loses at least once.
        Assert.Equal(0, await one.Get<IAccountGrain>("a").GetAsync());
        Assert.Equal(0, await other.Get<IAccountGrain>("a").GetAsync());
        var won = new ConcurrentBag<int>();
        var lost = 0;
        await Task.WhenAll(new[] { one, other }.SelectMany(engine => Enumerable.Repeat(engine, CallersEach))
            .Select(engine => Task.Run(async () =>
            {
                for (var (wins, attempts) = (0, 0); wins < WinsEach; attempts++)
                {
                    Assert.True(attempts < AttemptsMax, "A caller never wins.");
                    try
                    {
                        won.Add(await engine.Get<IAccountGrain>("a").AddAsync(1));
                        wins++;
                    }
                    catch (OrleansException)
                    {
                        Interlocked.Increment(ref lost);
                    }
                }
            })));

        // Who is told a balance was the only one to make it: each is told once, and none is missing.
        const int wins = 2 * CallersEach * WinsEach;
        Assert.Equal(Enumerable.Range(1, wins), won.Order());
        Assert.Equal(wins, await store.BalanceAsync());
        Assert.NotEqual(0, lost);
    }

    [Fact]
    public async Task A_write_that_an_abandoned_activation_left_under_way_does_not_overwrite_its_successor()
    {
        await using var engine = await TestEngine.StartAsync();
        var grain = engine.Get<IAccountGrain>("a");
        await grain.AddAsync(5);
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        engine.Storage.WriteHold = hold.Task;
        engine.Probe.Open("gate");
        var late = grain.HoldAndAddAsync("gate", 100);
        await grain.LeaveAsync();
        await engine.SettledAsync();
        engine.Storage.WriteHold = null;
        await engine.AdvanceAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(6, await engine.AnswerAsync(grain.AddAsync(1)));
        hold.SetResult();
        await Assert.ThrowsAsync<InconsistentStateException>(() => late);
        Assert.Equal(6, await grain.GetAsync());
        Assert.Contains("6", engine.Storage.Inner.Peek("account", Account), StringComparison.Ordinal);
    }

    /// <summary>A storage that two engines use, as two servers use one database.</summary>
    private sealed class SharedStore : IAsyncDisposable
    {
        private readonly DirectoryInfo? directory;
        private readonly ServiceProvider? services;

        private SharedStore(DirectoryInfo? directory, ServiceProvider? services, IGrainStorage storage)
        {
            this.directory = directory;
            this.services = services;
            Storage = storage;
        }

        internal IGrainStorage Storage { get; }

        internal static async Task<SharedStore> OpenAsync(string kind)
        {
            if (kind == "memory")
            {
                return new SharedStore(null, null, new FaultyStorage());
            }

            var directory = Directory.CreateTempSubdirectory("fence-");
            var added = new ServiceCollection().AddLogging();
            if (kind == "postgres")
            {
                var connection = await (await LocalPostgres.SharedAsync()).CreateDatabaseAsync();
                added.AddPostgresStorage(options => options.ConnectionString = connection);
            }
            else
            {
                added.AddSqliteStorage(
                    options => options.Path = System.IO.Path.Combine(directory.FullName, "fence.db"));
            }

            var services = added.BuildServiceProvider();
            foreach (var each in services.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
            {
                await each.StartingAsync(CancellationToken.None);
            }

            return new SharedStore(directory, services, services.GetRequiredService<IGrainStorage>());
        }

        internal async Task<int> BalanceAsync()
        {
            var record = new GrainState<AccountState>();
            await Storage.ReadStateAsync("account", Account, record);
            return record.State?.Balance ?? 0;
        }

        public async ValueTask DisposeAsync()
        {
            if (services is not null)
            {
                foreach (var each in services.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
                {
                    await each.StoppedAsync(CancellationToken.None);
                }

                await services.DisposeAsync();
                directory!.Delete(recursive: true);
            }
        }
    }
}
