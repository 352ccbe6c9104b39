namespace OrleansTrading.Grains.Withdrawals;

/// <content>
/// The money leaves the wallet first and is paid out second. A hold ends by time, and what is being paid out must not
/// come back by time: so it is captured before the transfer is ordered, owed to the transfer until that lands, and put
/// back only when the transfer has definitely failed.
/// </content>
internal sealed partial class WithdrawalGrain
{
    private async Task ExecuteAsync()
    {
        if (!State.IsTaken && !await TakeAsync())
        {
            return;
        }

        var order = State.Order!;
        Check.That(order.Amount == Terms.Amount, $"{Id} pays out {order.Amount}, not {Terms.Amount}");
        var transfer = await Treasury.GetTransferAsync(order.Id);
        if (transfer is null)
        {
            var ordered = await Treasury.RequestTransferAsync(order);
            if (ordered.Refusal is { Code: ErrorCodes.Overloaded } busy)
            {
                TellWaiting(busy.Detail);
                return;
            }

            Check.That(ordered.Value is not null, $"{Id}: the payment was refused: {ordered.Refusal?.Detail}");
            transfer = ordered.Value;
        }

        Check.That(transfer.Request == order, $"{order.Id}: the treasury's order is not the one that was given");
        await ConcludeAsync(transfer);
    }

    private async Task ConcludeAsync(TransferView transfer)
    {
        switch (transfer.Status)
        {
            case TransferStatus.Landed:
                await SettleSharedAsync();
                State.TransactionId = transfer.TransactionId;
                await MoveAsync(WithdrawalEvent.Landed);
                await reports.ReportAsync(GrainFactory, Terms.From, Id, problem: null);
                break;

            case TransferStatus.Failed:
                State.Reason = WithdrawalReasons.Rejected;
                State.ReasonDetail = transfer.Reason;
                await MoveAsync(WithdrawalEvent.Rejected);
                if (transfer.TransactionId is not null)
                {
                    // What was never signed says something of the recipient alone, not of the chain.
                    await reports.ReportAsync(GrainFactory, Terms.From, Id, $"rejected: {transfer.Reason}");
                }

                break;

            case TransferStatus.Unknown:
                await SettleSharedAsync();
                State.Reason = WithdrawalReasons.OutcomeUnknown;
                State.ReasonDetail = transfer.Reason;
                await MoveAsync(WithdrawalEvent.Lost);
                await reports.ReportAsync(GrainFactory, Terms.From, Id, $"unknown outcome: {transfer.Reason}");
                break;

            default:
                waitsFor = transfer.Reason;
                break;
        }
    }

    /// <summary>Takes fee and amount from what is held. The hold may be over: then nothing is paid out.</summary>
    /// <returns>True when both are taken.</returns>
    private async Task<bool> TakeAsync()
    {
        var refusal = State.IsFeeTaken || Terms.Fee.IsZero
            ? null
            : await CaptureAsync(
                WithdrawalNames.Fee(Id), WalletReason.FeePlatform, Terms.Fee, LedgerAccounts.RevenuePlatformFee);
        if (refusal is null)
        {
            State.IsFeeTaken = !Terms.Fee.IsZero;
            refusal = await CaptureAsync(
                WithdrawalNames.Amount(Id),
                WalletReason.Withdrawal,
                Terms.Amount,
                LedgerAccounts.Transfer(TransferId.Withdrawal(Id)));
        }

        if (refusal is null)
        {
            State.IsTaken = true;
            await storage.WriteStateAsync();
            return true;
        }

        if (refusal.Code is not (ErrorCodes.HoldUnknown or ErrorCodes.HoldExceeded))
        {
            TellWaiting(refusal.Detail);
            return false;
        }

        State.Reason = WithdrawalReasons.HoldEnded;
        State.ReasonDetail = refusal.Detail;
        await MoveAsync(State.IsFeeTaken ? WithdrawalEvent.Rejected : WithdrawalEvent.HoldLost);
        return false;
    }

    private async Task<Refusal?> CaptureAsync(UInt128 id, WalletReason reason, Amount amount, string account) =>
        (await Wallet.CaptureAsync(new WalletCapture
        {
            Id = id,
            Hold = WithdrawalNames.Hold(Id, Terms),
            Reason = reason,
            Amount = amount,
            Account = account,
            Reference = Id.Value,
        })).Refusal;

    /// <summary>Whatever was taken comes back, by entries that name those that took it.</summary>
    private async Task ReturnAsync()
    {
        if ((State.IsTaken && !await ReverseAsync(WithdrawalNames.Amount(Id)))
            || (State.IsFeeTaken && !await ReverseAsync(WithdrawalNames.Fee(Id))))
        {
            return;
        }

        await Treasury.ReleaseAsync(Id.Value);
        await ReleaseLimitsAsync();
        await MoveAsync(WithdrawalEvent.PutBack);
    }

    private async Task<bool> ReverseAsync(UInt128 entry)
    {
        var reversed = await Wallet.ReverseAsync(new WalletReversal { Reverses = entry, Reference = Id.Value });
        if (reversed.Refusal is { } refusal)
        {
            Check.That(refusal.Code != ErrorCodes.EntryIrreversible, $"{Id}: {refusal.Detail}");
            TellWaiting(refusal.Detail);
            return false;
        }

        return true;
    }
}
