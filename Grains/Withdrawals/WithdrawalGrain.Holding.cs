
namespace OrleansTrading.Grains.Withdrawals;

/// <content>Before it is paid out: the limits, the hold, the delay, and the way back.</content>
internal sealed partial class WithdrawalGrain
{
    /// <summary>Books the limits and holds the money; whoever refuses, nothing is left of the withdrawal.</summary>
    /// <param name="isFirst">Whether nothing of it was ever asked for before.</param>
    /// <returns>Null when the money is held, else why not.</returns>
    private async Task<Refusal?> OpenAsync(bool isFirst)
    {
        if (!isFirst)
        {
            // A write that changes nothing, and fails if another activation has given the withdrawal up since: what was
            // booked for it here would be released by nobody.
            await storage.WriteStateAsync();
        }

        var refusal = await BookLimitsAsync() ?? (await Wallet.HoldAsync(new WalletHold
        {
            Id = WithdrawalNames.Hold(Id, Terms),
            Amount = Terms.Total,
            Until = Terms.HoldUntil,
            Reference = Id.Value,
        })).Refusal;
        if (refusal is null)
        {
            await MoveAsync(WithdrawalEvent.Held);
            if (Rest > GrainConstants.ReminderPeriod)
            {
                await this.RegisterOrUpdateReminder(DriveReminder, Rest, GrainConstants.ReminderPeriod);
            }

            return null;
        }

        // Before a crash the money may have been held: a limit that refuses only now, or a full queue, says nothing
        // of it.
        if (!isFirst && (refusal.Code == ErrorCodes.Overloaded || !await IsHoldUndoneAsync()))
        {
            return refusal;
        }

        await ReleaseLimitsAsync();
        storage.State = new WithdrawalState { Ledger = State.Ledger };
        await storage.WriteStateAsync();
        StopDriving();
        await StopRemindingAsync();
        return refusal;
    }

    private async Task<bool> IsHoldUndoneAsync() => (await Wallet.ReleaseAsync(new WalletRelease
    {
        Id = WithdrawalNames.Undo(Id, Terms),
        Hold = WithdrawalNames.Hold(Id, Terms),
        Reference = Id.Value,
    })).Refusal is null or { Code: ErrorCodes.HoldUnknown };

    /// <summary>
    /// The delay is over: the address is looked at once more, and the treasury sets the amount aside. What it cannot do
    /// now is tried again until the hold's time is over.
    /// </summary>
    private async Task BeginAsync()
    {
        if (!await WithdrawalMaker.IsProvenAsync(GrainFactory, User, Terms.Recipient))
        {
            await RefuseAsync(WithdrawalReasons.AddressNotProven, $"{Terms.Recipient} is not proven by the user.");
            return;
        }

        if (await Treasury.ReserveAsync(Id.Value, Terms.Amount) is { } refusal)
        {
            if (time.GetUtcNow() >= Terms.HoldUntil)
            {
                await RefuseAsync(WithdrawalReasons.TreasuryUnavailable, refusal.Detail);
            }
            else
            {
                TellWaiting(refusal.Detail);
            }

            return;
        }

        State.Order = Order;
        await MoveAsync(WithdrawalEvent.Due);
    }

    private TransferRequest Order => new()
    {
        Id = TransferId.Withdrawal(Id),
        To = Terms.To,
        Amount = Terms.Amount,
        Memo = Command.Memo ?? TransferId.Withdrawal(Id).Tag,
        Reservation = Id.Value,
        NotifyWithdrawal = Id,
        User = User,
        OwedSince = Terms.CreatedAt,
    };

    private Task RefuseAsync(string reason, string detail)
    {
        State.Reason = reason;
        State.ReasonDetail = detail;
        return MoveAsync(WithdrawalEvent.Refused);
    }

    /// <summary>Nothing was taken: what is held, set aside and booked goes back, each under its own id.</summary>
    private async Task ReleaseAsync()
    {
        if (await IsPaidElsewhereAsync() is not false)
        {
            return;
        }

        var released = await Wallet.ReleaseAsync(new WalletRelease
        {
            Id = WithdrawalNames.Release(Id),
            Hold = WithdrawalNames.Hold(Id, Terms),
            Reference = Id.Value,
        });
        if (released.Refusal is { } refusal && refusal.Code != ErrorCodes.HoldUnknown)
        {
            TellWaiting(refusal.Detail);
            return;
        }

        await Treasury.ReleaseAsync(Id.Value);
        await ReleaseLimitsAsync();
        await MoveAsync(State.Reason == WithdrawalReasons.Cancelled
            ? WithdrawalEvent.GivenUp
            : WithdrawalEvent.PutBack);
    }

    /// <summary>
    /// That it was not paid is our memory alone, and a restored backup has forgotten: the account that pays must bear
    /// it out before anything is available again. What its chain has shown, or may have, is paid out no second time,
    /// but taken and parked.
    /// </summary>
    /// <returns>
    /// False when nothing of it was ever paid; null: not to be told yet; true: it goes another way now.
    /// </returns>
    private async Task<bool?> IsPaidElsewhereAsync()
    {
        if (await Treasury.CheckHistoryAsync() is { } doubt)
        {
            TellWaiting(doubt.Detail);
            return null;
        }

        if (await Treasury.FindTraceAsync(Order) is not { } trace)
        {
            return false;
        }

        if (State.Reason == WithdrawalReasons.HoldEnded)
        {
            State.Reason = WithdrawalReasons.OutcomeUnknown;
            State.ReasonDetail = $"It may be paid, and the hold was over: {trace}.";
            await SettleSharedAsync();
            await MoveAsync(WithdrawalEvent.Lost);
        }
        else
        {
            (State.Reason, State.ReasonDetail, State.Order) = (null, null, Order);
            await MoveAsync(WithdrawalEvent.Seen);
        }

        return true;
    }
}
