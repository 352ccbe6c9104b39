using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Chains;
using OrleansTrading.Grains.History;
using OrleansTrading.Grains.Ledger;
using OrleansTrading.Grains.Risk;
using OrleansTrading.Grains.Treasury;
using OrleansTrading.Grains.Trust;

namespace OrleansTrading.Grains.Payments;

/// <inheritdoc cref="IPaymentGrain"/>
internal sealed partial class PaymentGrain(
    [PersistentState("payment")] IPersistentState<PaymentState> storage,
    AssetCatalog catalog,
    ChainSet chains,
    TradeRules rules,
    TrustGate trust,
    TimeProvider time,
    IOptions<PaymentOptions> options,
    ILogger<PaymentGrain> logger) : Grain, IPaymentGrain, IRemindable
{
    private const string DriveReminder = "drive";

    private IGrainTimer? driver;
    private string? toldProblem;

    private PaymentState State => storage.State;

    private IncomingPayment Payment => State.Payment!;

    private bool IsUnderWay => State.Payment is not null
        && (State.Untold is not null
            || State.Status is PaymentStatus.Received or PaymentStatus.Allocated or PaymentStatus.Refunding);

    private IQuoteGrain? Quote => State.Quote is { } quote ? GrainFactory.GetGrain<IQuoteGrain>(quote.Value) : null;

    private QuoteId? NamedQuote =>
        State.Named ?? (QuoteId.TryParse(Payment.Memo, out var quote) ? quote : null);

    private ITreasuryGrain Treasury => GrainFactory.GetGrain<ITreasuryGrain>(Payment.Account.Value);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (IsUnderWay)
        {
            StartDriving();
        }

        return Task.CompletedTask;
    }

    public async Task RecordAsync(IncomingPayment payment)
    {
        Check.That(
            payment.Id.Value == this.GetPrimaryKeyString(), $"{payment.Id} came to {this.GetPrimaryKeyString()}");
        if (State.Payment is { } known)
        {
            Check.That(known == payment, $"{payment.Id} was recorded with other facts");
            return;
        }

        var named = await FindNamedAsync(payment);

        // The reminder first: should the write below be the last thing this process does, somebody still comes back.
        await this.RegisterOrUpdateReminder(
            DriveReminder, GrainConstants.ReminderPeriod, GrainConstants.ReminderPeriod);
        storage.State = new PaymentState
        {
            Payment = payment,
            Status = PaymentStatus.Received,
            Named = named.Quote,
            Quote = named.Quote,
            Deposit = named.Deposit,
        };
        Record();
        State.BookArrival(time.GetUtcNow());
        await storage.WriteStateAsync();
        logger.PaymentMoved(payment.Id, State.Status, State.Reason);
        StartDriving();
    }

    /// <summary>The quote or wallet that the memo names, or the amount where there is no memo.</summary>
    private async Task<(QuoteId? Quote, DepositCode? Deposit)> FindNamedAsync(IncomingPayment payment)
    {
        if (QuoteId.TryParse(payment.Memo, out var quote))
        {
            return (quote, null);
        }

        if (DepositCode.TryParse(payment.Memo, out var deposit))
        {
            return (null, deposit);
        }

        if (CodeOf(payment) is not { } code)
        {
            return (null, null);
        }

        var key = PayCode.Key(payment.Account, payment.Amount.Asset, code);
        var owner = GrainFactory.GetGrain<IPayCodeGrain>(key);
        return (await owner.GetQuoteAsync(), await owner.GetDepositAsync());
    }

    /// <summary>What the amount's digits say where there is no memo; null: nothing.</summary>
    private ulong? CodeOf(IncomingPayment payment) =>
        !chains.Get(payment.Account.ChainId).CarriesMemo(payment.Amount.Asset.Value)
        && PayCode.Read(payment.Amount.Units) is var code and not 0
            ? code
            : null;

    public async Task<PaymentView?> GetAsync()
    {
        if (State.Payment is null)
        {
            // That there is none is never said from memory.
            await storage.ReadStateAsync();
        }

        return State.Payment is null
            ? null
            : new PaymentView
            {
                Payment = Payment,
                Status = State.Status,
                Quote = State.Quote,
                Reason = State.Reason,
                RefundedUnits = State.RefundedUnits,
                RefundTransactionId = State.RefundTransactionId,
                Wallet = State.Wallet,
            };
    }

    public Task WakeAsync() => IsUnderWay ? DriveAsync(CancellationToken.None) : Task.CompletedTask;

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (IsUnderWay)
        {
            StartDriving();
        }
        else
        {
            await StopRemindingAsync();
        }
    }

    private void StartDriving() => driver ??= this.RegisterGrainTimer(DriveAsync, new GrainTimerCreationOptions
    {
        DueTime = TimeSpan.Zero,
        Period = options.Value.PollPeriod,
        KeepAlive = true,
    });

    /// <summary>
    /// One step towards the end. Every step may be repeated; what failed is tried again by the next tick.
    /// </summary>
    private async Task DriveAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (State.Status is PaymentStatus.Received or PaymentStatus.Allocated)
            {
                await DecideAsync();
            }

            if (State.Status == PaymentStatus.Refunding)
            {
                await GiveBackAsync();
            }

            await TellQuoteAsync();
            if (!IsUnderWay)
            {
                driver?.Dispose();
                driver = null;
                await StopRemindingAsync();
            }
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException or ChainUnavailableException)
        {
            logger.PaymentStalled(Payment.Id, failure);
        }
        catch (NotConfiguredException missing)
        {
            TellWaiting(missing.Message);
        }
        catch (BrokenPromiseException broken)
        {
            logger.PromiseBroken(nameof(PaymentGrain), broken);
            DeactivateOnIdle();
        }
    }

    private Task DecideAsync() => State.Deposit is { } code ? DecideDepositAsync(code) : DecideQuoteAsync();

    private async Task DecideQuoteAsync()
    {
        var verdict = Quote is { } quote
            ? await quote.OfferPaymentAsync(Payment)
            : new PaymentVerdict { Kind = PaymentVerdictKind.NoQuote };
        State.User ??= verdict.User;
        State.TakenUnits = verdict.TakenUnits;
        switch (verdict.Kind)
        {
            case PaymentVerdictKind.InProgress:
                await MoveAsync(PaymentStatus.Allocated);
                break;

            case PaymentVerdictKind.Delivered:
                await SettleAsync(verdict);
                break;

            case PaymentVerdictKind.Refund:
                await BeginGivingBackAsync(verdict.Reason!, verdict.RefundAddress);
                break;

            case PaymentVerdictKind.Park:
                // The quote is parked itself and knows; there is nothing to tell it.
                State.Reason = verdict.Reason;
                await MoveToParkedAsync();
                break;

            case PaymentVerdictKind.Wait:
                TellWaiting(verdict.Reason!);
                break;

            case PaymentVerdictKind.NoQuote:
                State.Quote = null;
                await ConcludeUnknownAsync();
                break;
        }
    }

    private bool NamesSomething => NamedQuote is not null || State.Deposit is not null || CodeOf(Payment) is not null;

    private async Task ConcludeUnknownAsync()
    {
        var chain = catalog.Chains.FirstOrDefault(c => c.Id == Payment.Account.ChainId)
            ?? throw new NotConfiguredException(
                $"Chain {Payment.Account.ChainId} is in use but no longer in Platform:Chains. Put it back.");
        if (chain.FundingAddresses.Contains(Payment.Sender))
        {
            State.Reason = PaymentReasons.Funding;
            await MoveAsync(PaymentStatus.Settled);
            return;
        }

        // A name that looks like a quote's or a wallet's but is none's: after a restored backup that may be one we have
        // forgotten, delivered for or paid out by any of our accounts. Their histories would show it.
        if (NamesSomething && await TreasuryHistories.FindDoubtAsync(GrainFactory, catalog) is { } doubt)
        {
            if (doubt.RetryAt is null)
            {
                await ParkAsync(PaymentReasons.TreasuryUnavailable, excessOnly: false);
            }
            else
            {
                TellWaiting(doubt.Detail);
            }

            return;
        }

        await BeginGivingBackAsync(PaymentReasons.UnknownMemo, refundAddress: null);
    }

    /// <summary>Said once, not with every tick.</summary>
    private void TellWaiting(string problem)
    {
        if (toldProblem != problem)
        {
            toldProblem = problem;
            logger.PaymentWaits(Payment.Id, problem);
        }
    }

    private async Task MoveAsync(PaymentStatus status)
    {
        if (State.Status != status)
        {
            State.Status = status;
            Record();
            State.BookEnd(time.GetUtcNow());
            await storage.WriteStateAsync();
            logger.PaymentMoved(Payment.Id, status, State.Reason);
        }
    }

    /// <summary>Tells the history of the status that was just reached, in the write that stores it.</summary>
    private void Record()
    {
        var refund = State.Status is PaymentStatus.Received or PaymentStatus.Allocated ? null : State.GivingBack;
        State.Record(time.GetUtcNow(), Recording.KindOf(State.Status), State.User, Payment.Id.Value, new PaymentDetails
        {
            Account = Payment.Account,
            Sender = Payment.Sender,
            Amount = Payment.Amount,
            Memo = HistoryDetails.Clip(Payment.Memo),
            TransactionId = Payment.TransactionId,
            PaidAt = Payment.PaidAt,
            Quote = State.Quote,
            Wallet = State.Wallet,
            Reason = State.Reason,
            ExcessOnly = refund is null ? null : State.ExcessOnly,
            Transfer = refund?.Id,
            GivenBack = refund?.Amount,
            RefundTransactionId = State.RefundTransactionId,
        });
    }

    private async Task TellQuoteAsync()
    {
        if (State.Untold is { } report)
        {
            if (Quote is { } quote)
            {
                await quote.RecordRefundAsync(report);
            }

            State.Untold = null;
            await storage.WriteStateAsync();
        }
    }

    private async Task StopRemindingAsync()
    {
        if (await this.GetReminder(DriveReminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }
}
