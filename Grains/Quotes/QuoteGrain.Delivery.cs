namespace OrleansTrading.Grains.Quotes;

/// <content>Carries a committed quote to its end: order the delivery, ask how it is going, conclude.</content>
internal sealed partial class QuoteGrain
{
    private IGrainTimer? driver;

    /// <summary>What the treasury says the delivery waits for an operator to do; null when for none.</summary>
    private string? deliveryProblem;

    private ITreasuryGrain Treasury => GrainFactory.GetGrain<ITreasuryGrain>(State.DeliveryAccount.Value);

    private IRiskGrain Risk => GrainFactory.GetGrain<IRiskGrain>(State.Command!.User.Value);

    private bool IsUnderWay => Exists && State.Status is QuoteStatus.Committed or QuoteStatus.Executing;

    public async Task WakeAsync()
    {
        if (IsUnderWay)
        {
            await DriveAsync(CancellationToken.None);
        }
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (IsUnderWay)
        {
            StartDriving(TimeSpan.Zero);
        }
        else if (!Exists || QuoteTransitions.IsTerminal(State.Status))
        {
            await StopRemindingAsync();
        }
    }

    private void StartDriving(TimeSpan due) => driver ??= this.RegisterGrainTimer(
        DriveAsync,
        new GrainTimerCreationOptions { DueTime = due, Period = options.Value.PollPeriod, KeepAlive = true });

    /// <summary>
    /// One step towards the end. Every step may be repeated; what failed is tried again by the next tick.
    /// </summary>
    private async Task DriveAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (State.Status == QuoteStatus.Committed)
            {
                await OrderDeliveryAsync();
            }

            if (State.Status == QuoteStatus.Executing)
            {
                await AskDeliveryAsync();
            }

            if (!IsUnderWay)
            {
                driver?.Dispose();
                driver = null;
                await StopRemindingAsync();
            }
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException)
        {
            logger.QuoteStalled(Id, failure);
        }
        catch (BrokenPromiseException broken)
        {
            logger.PromiseBroken(nameof(QuoteGrain), broken);
            DeactivateOnIdle();
        }
    }

    private TransferRequest Delivery => new()
    {
        Id = TransferId.Delivery(Id),
        To = State.Receive.Address,
        Amount = State.Receive.Amount,
        Memo = State.Receive.Memo ?? TransferId.Delivery(Id).Tag,
        Reservation = Id.Value,
        NotifyQuote = Id,
        User = State.Command!.User,
        OwedSince = State.PaidAt,
        Settles = State.AcceptedPayment is { } payment
            ? new SettledPayment(payment, State.PayAccount, State.Pay.Amount.Asset)
            : null,
        MayBeClaimed = State.Command.MayBeClaimed,
        AccountCreationUnitsMax = State.AccountCreationUnits,
    };

    private async Task OrderDeliveryAsync()
    {
        var ordered = await Treasury.RequestTransferAsync(Delivery);
        if (ordered.Refusal is { Code: ErrorCodes.Overloaded } busy)
        {
            logger.QuoteStalled(Id, new TimeoutException(busy.Detail));
            return;
        }

        Check.That(ordered.Value is not null, $"{Id}: the treasury refused its delivery: {ordered.Refusal?.Detail}");
        await MoveAsync(QuoteEvent.DeliveryOrdered, "delivery.ordered");
    }

    private async Task AskDeliveryAsync()
    {
        var delivery = await Treasury.GetTransferAsync(TransferId.Delivery(Id));
        if (delivery is null)
        {
            // The treasury took the order before this status was stored. It answers so from an activation that a
            // partitioned cluster has beside the one that took it: asked again, and overdue if it stays so.
            logger.QuoteDeliveryUntold(Id);
            return;
        }

        Check.That(delivery.Request == Delivery, $"{Id}: the treasury's order is not the one that was given");
        State.DeliveryTransactionId = delivery.TransactionId ?? State.DeliveryTransactionId;
        deliveryProblem = delivery.Status == TransferStatus.Queued ? delivery.Reason : null;
        switch (delivery.Status)
        {
            case TransferStatus.Landed:
                await SettleSharedAsync();
                await MoveAsync(QuoteEvent.DeliveryLanded, "quote.executed", delivery.TransactionId);
                await WakePaymentAsync();
                await guards.ReportAsync(GrainFactory, State.Receive.Amount.Asset, Id, problem: null);
                break;

            case TransferStatus.Failed:
                State.Reason = PaymentReasons.DeliveryRejected;
                State.ReasonDetail = $"The chain rejected the delivery: {delivery.Reason}";
                await ReleaseSharedAsync();
                await Risk.ReleaseAsync(Id.Value);
                await MoveAsync(QuoteEvent.DeliveryRejected, "quote.failed", delivery.TransactionId);
                await WakePaymentAsync();
                if (delivery.TransactionId is not null)
                {
                    // What was never signed says something of the recipient alone, not of the chain.
                    await guards.ReportAsync(GrainFactory, State.Receive.Amount.Asset, Id, State.ReasonDetail);
                }

                break;

            case TransferStatus.Unknown:
                State.Reason = PaymentReasons.OutcomeUnknown;
                State.ReasonDetail = $"Nobody can prove what became of the delivery: {delivery.Reason}";
                await SettleSharedAsync();
                await MoveAsync(QuoteEvent.DeliveryUnknown, "quote.parked", delivery.TransactionId);
                await WakePaymentAsync();
                await guards.ReportAsync(GrainFactory, State.Receive.Amount.Asset, Id, State.ReasonDetail);
                break;
        }
    }

    private Task WakePaymentAsync() =>
        GrainFactory.GetGrain<IPaymentGrain>(State.AcceptedPayment!.Value.Value).WakeAsync();

    private async Task ReleaseAsync()
    {
        await ReleaseSharedAsync();
        await Risk.ReleaseAsync(Id.Value);
        await Treasury.ReleaseAsync(Id.Value);
    }

    private async Task StopRemindingAsync()
    {
        if (await this.GetReminder(QuoteConstants.DriveReminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }
}
