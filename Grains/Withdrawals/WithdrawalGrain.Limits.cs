using OrleansTrading.Grains.Risk.Limits;

namespace OrleansTrading.Grains.Withdrawals;

/// <content>The limits of all users together, besides those of the user.</content>
internal sealed partial class WithdrawalGrain
{
    private async Task<Refusal?> BookLimitsAsync() =>
        await Risk.BookAsync(Id.Value, Claim) ?? await BookSharedAsync();

    private Task<Refusal?> BookSharedAsync() =>
        new SharedBooking(GrainFactory, limits, Id.Value, Terms.UsdCents).BookAsync(
            limits.OfWithdrawal(Listed),
            State.LimitHolder,
            holder =>
            {
                State.LimitHolder = holder;
                return storage.WriteStateAsync();
            });

    /// <summary>What is paid, or may be, counts for good, and its booking needs no memory any more.</summary>
    private Task SettleSharedAsync() => State.LimitHolder is { } holder
        ? GlobalLimits.SettleAsync(GrainFactory, holder, Id.Value)
        : Task.CompletedTask;

    private async Task ReleaseLimitsAsync()
    {
        await Risk.ReleaseAsync(Id.Value);
        if (State.LimitHolder is { } holder)
        {
            await GlobalLimits.ReleaseAsync(GrainFactory, holder, Id.Value);
        }
    }
}
