using Microsoft.Extensions.DependencyInjection;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Tests.Wallets;
using OrleansTrading.Grains.Tests.Worlds;
using OrleansTrading.Grains.Trust;

namespace OrleansTrading.Grains.Tests.Trust;

/// <summary>Alice's trust in a world without networks.</summary>
internal sealed class TrustWorld : IAsyncDisposable
{
    private readonly WalletWorld _world;

    private TrustWorld(WalletWorld world) => _world = world;

    internal static UserId Alice => WalletWorld.Alice;

    internal JumpingTime Time => _world.Time;

    internal WriteFaults Writes => _world.Writes;

    internal ITestPlatform Platform => _world.Platform;

    internal ITrustGrain Grain => Platform.Grains.GetGrain<ITrustGrain>(Alice.Value);

    internal static async Task<TrustWorld> StartAsync(Action<TrustOptions>? configure = null) =>
        new(await WalletWorld.StartAsync(services: services =>
            services.Configure<TrustOptions>(options => configure?.Invoke(options))));

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    internal Task RestartAsync() => _world.RestartAsync();

    /// <summary>Asks until there is an answer: after a failure nobody knows whether it was done.</summary>
    internal Task<T> RepeatAsync<T>(Func<ITrustGrain, Task<T>> call) => WalletWorld.RepeatAsync(() => call(Grain));

    internal async Task<TrustReceipt> ObserveAsync(TrustReport report) =>
        Done(await Grain.ObserveAsync(report));

    internal static T Done<T>(Outcome<T> outcome)
        where T : class
    {
        Assert.Null(outcome.Refusal);
        return outcome.Value!;
    }

    internal static Refusal Refused<T>(string code, Outcome<T> outcome)
        where T : class
    {
        Assert.Null(outcome.Value);
        Assert.Equal(code, outcome.Refusal!.Code);
        return outcome.Refusal;
    }

    /// <summary>All events about the user, oldest first.</summary>
    internal async Task<IReadOnlyList<HistoryRow>> EventsAsync()
    {
        var history = Platform.Services.GetRequiredService<IHistoryStore>();
        return [.. (await history.PageAsync(HistoryFilter.OfSubject(Alice.Value), null, 100, default)).Reverse()];
    }
}
