using OrleansTrading.Grains.Copy.Fees;

namespace OrleansTrading.Grains.Copy.Subscriptions;

/// <content>The provider's fee: agreed to at the beginning, its periods closed by the clock.</content>
internal sealed partial class SubscriptionGrain
{
    /// <summary>Periods that are closed in one turn: signals wait meanwhile.</summary>
    private const int ClosesMax = 8;

    private bool HasEnded => State.Status == SubscriptionStatus.Ended;

    /// <summary>
    /// What the fee is by what the provider asks now, if that is what the subscriber agrees to. It is stored with the
    /// request: who goes on with it after a crash asks nobody again, and needs no terminal that tells its currency.
    /// </summary>
    private async Task<(CopyFeeState? Fee, Refusal? Refusal)> AgreeAsync(CreateSubscription command)
    {
        var provider = GrainFactory.GetGrain<IProviderGrain>(command.Provider.Value);
        if (await WhyNotCopiedAsync(provider, command.User) is { } denied)
        {
            return (null, denied);
        }

        var asked = (await provider.GetBookAsync())?.Fee;
        if (asked is null)
        {
            return fees.Agree(command, asked, account: null);
        }

        var account = await GrainFactory.GetGrain<ITradingAccountGrain>(command.Account.Value).GetAsync();
        return account?.Terms.User == command.User
            ? fees.Agree(command, asked, account.Report)
            : (null, new Refusal
            {
                Code = ErrorCodes.TradingAccountUnknown,
                Field = "account",
                Detail = $"There is no account {command.Account} of yours.",
            });
    }

    /// <summary>
    /// Why the provider does not let a user copy; null: it does. That there is no provider is never said from memory:
    /// what answers in between others' turns knows only what it has read, so it is made to look.
    /// </summary>
    private static async Task<Refusal?> WhyNotCopiedAsync(IProviderGrain provider, UserId user)
    {
        if (await provider.GetBookAsync() is null)
        {
            _ = await provider.GetAsync();
        }

        return await provider.CheckSubscriberAsync(user);
    }

    /// <summary>
    /// Opens the fee, and closes periods that are over, one after the other; the last one when the subscription has
    /// ended. What its grain does not take now is tried again later, and keeps nothing else from going on.
    /// </summary>
    private async Task SettleFeeAsync()
    {
        if (State.Fee is not { } fee || !IsFeeDue(fee))
        {
            return;
        }

        var grain = GrainFactory.GetGrain<IPerformanceFeeGrain>(Id.Value);
        fee.IsOpened = fee.IsOpened || await IsTakenAsync(fee, () => grain.OpenAsync(fee.Terms));
        for (var i = 0; i < ClosesMax && fee.IsOpened && IsFeeDue(fee); i++)
        {
            var close = fee.Fix(State.NetProfitCents, HasEnded);
            await storage.WriteStateAsync();
            if (await IsTakenAsync(fee, () => grain.CloseAsync(close)))
            {
                fee.Close();
            }
        }

        State.DueAt = NextDue(time.GetUtcNow());
        await storage.WriteStateAsync();
        SetClock();
    }

    private bool IsFeeDue(CopyFeeState fee) => fee.DueAt(HasEnded) <= time.GetUtcNow();

    private async Task<bool> IsTakenAsync<T>(CopyFeeState fee, Func<Task<Outcome<T>>> call)
        where T : class
    {
        try
        {
            if ((await call()).Refusal is not { } refusal)
            {
                return true;
            }

            logger.CopyFeeRefused(Id, fee.Periods + 1, refusal.Code, refusal.Detail);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.CopyFeeNotSettled(Id, fee.Periods + 1, failure);
        }

        fee.NotBefore = time.GetUtcNow() + Options.HoldWait;
        return false;
    }
}
