using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OrleansTrading.Client.Api.Diagnostics;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Hooks;

/// <summary>
/// Wakes watchers, but none more often than the interval: each wake reads the chain, and hints come in crowds. What
/// rings meanwhile is answered by one more wake at the interval's end, so that no hint is read before it was given.
/// </summary>
internal sealed class WatcherBell(IGrainFactory grains, TimeProvider time, ILogger<WatcherBell> logger) : IDisposable
{
    internal static readonly TimeSpan IntervalMin = TimeSpan.FromMilliseconds(250);

    /// <summary>One entry for each treasury account: as many as are configured.</summary>
    private readonly ConcurrentDictionary<AccountId, Cord> cords = new();

    /// <summary>
    /// Rings for an account. A wake that fails is logged and lost: the watcher's own clock makes up for it.
    /// </summary>
    internal Task RingAsync(AccountId account)
    {
        var cord = cords.GetOrAdd(account, static (key, bell) => new Cord(key, bell), this);
        return cord.Pull() ? WakeAsync(account) : Task.CompletedTask;
    }

    public void Dispose()
    {
        foreach (var cord in cords.Values)
        {
            cord.Dispose();
        }
    }

    private async Task WakeAsync(AccountId account)
    {
        try
        {
            await grains.GetGrain<IWatcherGrain>(account.Value).WakeAsync();
        }
        catch (Exception failure)
        {
            // Whatever it is, a lost hint is no failure of the request that gave it.
            logger.WakeFailed(account, failure);
        }
    }

    /// <summary>When one account's watcher was woken last, and whether it will be again.</summary>
    private sealed class Cord : IDisposable
    {
        private readonly Lock gate = new();
        private readonly AccountId account;
        private readonly WatcherBell bell;
        private readonly ITimer timer;
        private long? wokenAt;
        private bool waiting;

        internal Cord(AccountId account, WatcherBell bell)
        {
            this.account = account;
            this.bell = bell;
            timer = bell.Time.CreateTimer(
                static state => ((Cord)state!).Elapse(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void Dispose() => timer.Dispose();

        /// <summary>True when the caller is to wake the watcher now.</summary>
        internal bool Pull()
        {
            lock (gate)
            {
                var now = bell.Time.GetTimestamp();
                var wait = wokenAt is { } last ? IntervalMin - bell.Time.GetElapsedTime(last, now) : TimeSpan.Zero;
                if (!waiting && wait > TimeSpan.Zero)
                {
                    waiting = true;
                    timer.Change(wait, Timeout.InfiniteTimeSpan);
                }

                if (waiting)
                {
                    return false;
                }

                wokenAt = now;
                return true;
            }
        }

        private void Elapse()
        {
            lock (gate)
            {
                waiting = false;
                wokenAt = bell.Time.GetTimestamp();
            }

            // It handles its own failures; nobody waits for a hint.
            _ = bell.WakeAsync(account);
        }
    }

    private TimeProvider Time => time;
}
