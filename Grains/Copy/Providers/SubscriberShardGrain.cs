using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Copy.Providers;

/// <summary>A part of a provider's subscriptions, as it is stored.</summary>
internal sealed class SubscriberShardState : IListedState
{
    /// <summary>Who is told, in the order in which they came.</summary>
    public List<SubscriptionId> Subscriptions { get; init; } = [];

    /// <summary>Who could not be told and is to be woken.</summary>
    public List<SubscriptionId> Behind { get; init; } = [];

    /// <summary>When they are to be woken next; null: nobody is behind.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <inheritdoc/>
    public ListingRow? ToListingRow(string id) => Behind.Count == 0
        ? null
        : new ListingRow(
            ListingKinds.SubscriberShard,
            id,
            ShardKeys.ProviderOf(id).Value,
            DueAt!.Value,
            "Behind",
            IsOpen: true,
            DueAt,
            AwaitsOperator: false);
}

/// <inheritdoc cref="ISubscriberShardGrain"/>
/// <remarks>
/// Reentrant: a subscription that it is telling, or that waits to be told, may leave it. Whoever changes something
/// shares the next write.
/// </remarks>
[Reentrant]
internal sealed class SubscriberShardGrain(
    [PersistentState("subscriber-shard")] IPersistentState<SubscriberShardState> storage,
    TimeProvider time,
    IOptions<CopyOptions> options,
    ILogger<SubscriberShardGrain> logger) : Grain, ISubscriberShardGrain
{
    private readonly CoalescedSave save = new(storage.WriteStateAsync);

    private SubscriberShardState State => storage.State;

    public async Task<Refusal?> AddAsync(SubscriptionId subscription)
    {
        if (State.Subscriptions.Contains(subscription))
        {
            await save.SettleAsync();
            return null;
        }

        if (State.Subscriptions.Count >= CopyConstants.ShardSubscriptionsMax)
        {
            return new Refusal
            {
                Code = ErrorCodes.ProviderFull,
                Field = "provider",
                Detail = "The provider has as many subscriptions as the platform keeps for one. Copy another.",
            };
        }

        State.Subscriptions.Add(subscription);
        await save.SaveAsync();
        return null;
    }

    public async Task RemoveAsync(SubscriptionId subscription)
    {
        if (State.Subscriptions.Remove(subscription) | State.Behind.Remove(subscription))
        {
            await save.SaveAsync();
        }
    }

    public async Task TellAsync(IReadOnlyList<CopySignal> signals)
    {
        var told = await Task.WhenAll(State.Subscriptions.Select(async subscription =>
            (subscription, Fate: await TryAsync(subscription, grain => grain.TellAsync(signals)))));
        await StoreAsync(
            [.. told.Where(one => one.Fate == Fate.Gone).Select(one => one.subscription)],
            [.. told.Where(one => one.Fate == Fate.Failed).Select(one => one.subscription)]);
    }

    public Task<int> CountAsync() => Task.FromResult(State.Subscriptions.Count);

    public async Task WakeAsync()
    {
        if (State.Behind.Count == 0)
        {
            // Who has this woken has read that somebody is behind: another activation has stored it.
            DeactivateOnIdle();
        }

        var woken = await Task.WhenAll(State.Behind.Select(async subscription =>
            (subscription, Fate: await TryAsync(subscription, WakeAsync))));
        State.Behind.RemoveAll(behind => woken.Contains((behind, Fate.Told)));
        await StoreAsync([], []);
    }

    private static async Task<bool> WakeAsync(ISubscriptionGrain subscription)
    {
        await subscription.WakeAsync();
        return true;
    }

    private async Task<Fate> TryAsync(SubscriptionId subscription, Func<ISubscriptionGrain, Task<bool>> tell)
    {
        try
        {
            return await tell(GrainFactory.GetGrain<ISubscriptionGrain>(subscription.Value)) ? Fate.Told : Fate.Gone;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.SubscriptionNotTold(subscription, failure);
            return Fate.Failed;
        }
    }

    private async Task StoreAsync(List<SubscriptionId> gone, List<SubscriptionId> failed)
    {
        var behind = State.Behind.Union(failed).Except(gone).ToList();
        if (gone.Count == 0 && behind.Count == 0 && State.DueAt is null)
        {
            return;
        }

        State.Subscriptions.RemoveAll(gone.Contains);
        State.Behind.Clear();
        State.Behind.AddRange(behind);
        State.DueAt = behind.Count > 0 ? time.GetUtcNow() + options.Value.RetryPeriod : null;
        await save.SaveAsync();
    }

    private enum Fate
    {
        Told,
        Gone,
        Failed,
    }
}
