using OrleansTrading.Chains;
using ChainStatus = OrleansTrading.Chains.TransferStatus;

namespace OrleansTrading.Grains.Treasury;

/// <content>
/// Signs once, persists, then submits; asks the chain what became of it; signs again only what is dead.
/// </content>
internal sealed partial class TreasuryGrain
{
    private readonly Dictionary<TransferId, DateTimeOffset> submittedAt = [];

    /// <summary>True while a signature may be in memory only: then nothing is submitted.</summary>
    private bool isUnsaved;

    /// <summary>True while a transfer of the table may have ended: then nothing is done about any.</summary>
    private bool mayHaveEnded = true;

    private string? toldUnconfigured;

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        if (!chains.Has(Account.ChainId))
        {
            TellUnconfigured(OperatorNeeded!);
            return;
        }

        failuresLeft = FailuresPerTickMax;
        try
        {
            await StrikeEndedAsync();
            await AuditAsync(cancellationToken);
            await ReconcileAsync(cancellationToken);
            await CompareAsync(cancellationToken);
            await FollowAsync(cancellationToken);
            var mayPayOut = await MayPayOutAsync();
            if (OperatorNeeded is null && mayPayOut)
            {
                await SignAsync(cancellationToken);
            }
            else if (OperatorNeeded is not null && State.Halted is null)
            {
                TellUnconfigured(OperatorNeeded);
            }

            await TellHaltAsync();
        }
        catch (BrokenPromiseException broken)
        {
            logger.PromiseBroken(nameof(TreasuryGrain), broken);
            DeactivateOnIdle();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The next start's first tick starts from the state.
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is, the next tick starts from the state and asks the chain again.
            logger.TreasuryStalled(Account, failure);
        }
    }

    /// <summary>Said once, not with every tick: nothing changes before the next start.</summary>
    private void TellUnconfigured(string problem)
    {
        if (toldUnconfigured != problem)
        {
            toldUnconfigured = problem;
            logger.TreasuryUnconfigured(Account, problem);
        }
    }

    /// <summary>
    /// Asks the chain about every signed transfer, and submits again the bytes of those still in flight.
    /// </summary>
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await SaveSignaturesAsync();
        foreach (var transfer in State.Open.Where(t => t.Status == TransferStatus.Signed && IsDue(t)).ToList())
        {
            if (!MayGoOn)
            {
                return;
            }

            var status = await TryAsync(
                transfer,
                () => Chain.LookUpAsync(Account.Address, transfer.Signed!, cancellationToken),
                cancellationToken);
            switch (status?.Fate)
            {
                case null:
                    break;

                case TransferFate.InFlight:
                    await RaiseFeeIfStuckAsync(transfer, cancellationToken);
                    await SubmitIfDueAsync(transfer, cancellationToken);
                    break;

                case TransferFate.Dead:
                    await RequeueAsync(transfer, status);
                    break;

                case TransferFate.Landed:
                    await ConcludeAsync(transfer, TransferStatus.Landed, "landed", status);
                    break;

                case TransferFate.Failed:
                    await ConcludeAsync(transfer, TransferStatus.Failed, "rejected", status);
                    break;

                default:
                    await ConcludeAsync(transfer, TransferStatus.Unknown, "unknown", status);
                    break;
            }
        }
    }

    /// <summary>Provably excluded for ever: the one case in which the same transfer is signed again.</summary>
    private async Task RequeueAsync(OpenTransfer transfer, ChainStatus status)
    {
        transfer.Status = TransferStatus.Queued;
        transfer.Steps.Add(Step(transfer.Request, "dead", status.Reason, transfer.Signed!.TransactionId));
        RecordSignature(HistoryKinds.TransferDead, transfer, status.Reason);
        submittedAt.Remove(transfer.Request.Id);
        await saver.SaveAsync();
    }

    private async Task SignAsync(CancellationToken cancellationToken)
    {
        var free = FreeLanes();
        var batch = new List<OpenTransfer>();
        foreach (var transfer in State.Open.Where(t => t.Status == TransferStatus.Queued && IsDue(t)).ToList())
        {
            if (free.Count == 0 || !MayGoOn)
            {
                break;
            }

            if (await SignIfPayableAsync(transfer, free.Peek(), cancellationToken))
            {
                free.Dequeue();
                batch.Add(transfer);
            }
        }

        // Saved before the wire: after a crash the same bytes go out again, and the chain ignores a twin.
        await SaveSignaturesAsync();
        foreach (var transfer in batch)
        {
            await SubmitIfDueAsync(transfer, cancellationToken);
        }
    }

    private async Task SaveSignaturesAsync()
    {
        if (isUnsaved)
        {
            await saver.SaveAsync();
            isUnsaved = false;
        }
    }

    private async Task<bool> SignIfPayableAsync(
        OpenTransfer transfer, SigningLane? lane, CancellationToken cancellationToken)
    {
        if (await FindTraceAsync(transfer.Request) is { } doubt)
        {
            var unknown = new ChainStatus(TransferFate.Unknown, doubt, 0, 0, null);
            await ConcludeAsync(transfer, TransferStatus.Unknown, "unknown", unknown);
            return false;
        }

        var amount = new ChainAmount(transfer.Request.Amount.Asset.Value, transfer.Request.Amount.Units);
        var check = await TryAsync(
            transfer,
            () => Chain.CheckRecipientAsync(
                transfer.Request.To, amount, transfer.Request.MayBeClaimed, cancellationToken),
            cancellationToken);
        if (check is null)
        {
            return false;
        }

        if (FindObstacle(transfer.Request, check) is { } obstacle)
        {
            // Nothing of it can still land: it was never signed, or every signature is provably dead.
            var refused = new ChainStatus(TransferFate.Failed, obstacle, 0, 0, null);
            await ConcludeAsync(transfer, TransferStatus.Failed, "refused", refused);
            return false;
        }

        return IsCovered(transfer) && await SignAsync(transfer, lane, cancellationToken);
    }

    /// <summary>
    /// Why the recipient cannot be paid any more; null when it can. It was asked when the quote was made.
    /// </summary>
    private static string? FindObstacle(TransferRequest request, RecipientCheck check)
    {
        return check switch
        {
            { Verdict: RecipientVerdict.MemoRequired }
                when !string.IsNullOrEmpty(request.Memo) && request.Memo != request.Id.Tag => null,
            { Verdict: not RecipientVerdict.Payable } => check.Problem ?? check.Verdict.ToString(),
            { AccountCreationUnits: var cost } when cost > request.AccountCreationUnitsMax =>
                $"the recipient's account was closed; opening it would cost {cost} more base units than was priced in",
            _ => null,
        };
    }

    private async Task<bool> SignAsync(
        OpenTransfer transfer, SigningLane? lane, CancellationToken cancellationToken)
    {
        var sequence = 0UL;
        if (Chain.UsesSequence)
        {
            if (await NextSequenceAsync(lane?.Id, cancellationToken) is not { } next)
            {
                return false;
            }

            sequence = next;
        }

        var request = transfer.Request;
        var signed = await TryAsync(
            transfer,
            () => Chain.SignAsync(
                Order(request), sequence, new SigningKeys(keys.GetSigner(Account), lane), cancellationToken),
            cancellationToken);
        if (signed is null)
        {
            // Whatever was signed, nobody has its bytes: they can never be submitted.
            return false;
        }

        Check.That(transfer.Status == TransferStatus.Queued, $"{request.Id} was signed twice at once");
        Check.That(signed.Lane == lane?.Id, $"{request.Id} was signed in lane {signed.Lane}, not {lane?.Id}");
        if (State.Open.Exists(t => t.Signed?.TransactionId == signed.TransactionId))
        {
            // Orders alike to the last byte (one recipient and amount, the recipient's own memo, one block hash) are
            // one transaction, which would pass for both. So is this one and its own dead one, when a node that is
            // behind tells of the same ledger again. Later it is another: the bytes of this one are never submitted.
            return false;
        }

        transfer.Signed = signed;
        transfer.IsAudited = false;
        transfer.Moved = null;
        transfer.SignedAt = time.GetUtcNow();
        transfer.FeeRaisedAt = null;
        transfer.Attempts++;
        transfer.Status = TransferStatus.Signed;
        transfer.Steps.Add(Step(request, "signed", transactionId: signed.TransactionId));
        RecordSignature(HistoryKinds.TransferSigned, transfer, reason: null);
        State.NoteSequence(lane?.Id, sequence);
        isUnsaved = true;
        return true;
    }

    private async Task SubmitIfDueAsync(OpenTransfer transfer, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var isFirst = !submittedAt.TryGetValue(transfer.Request.Id, out var last);
        if (!isFirst && now - last < options.ResubmitPeriod)
        {
            return;
        }

        Check.That(!isUnsaved, $"{transfer.Request.Id} is stored before it is submitted");
        submittedAt[transfer.Request.Id] = now;
        var signed = transfer.Signed!;
        var result = await TrySubmitAsync(signed, cancellationToken);
        logger.TransferSubmitted(transfer.Request.Id, signed.TransactionId, result.Reply, result.Detail);
        if (isFirst && transfer.Steps[^1].Step.EndsWith(".signed", StringComparison.Ordinal))
        {
            transfer.Steps.Add(Step(transfer.Request, "submitted", result.Reply.ToString(), signed.TransactionId));
            await saver.SaveAsync();
        }
    }

    /// <summary>
    /// Records the outcome in the transfer's own grain first and lets it leave the table second: whoever asks in
    /// between finds it in one of the two.
    /// </summary>
    private async Task ConcludeAsync(OpenTransfer transfer, TransferStatus outcome, string step, ChainStatus status)
    {
        var request = transfer.Request;
        var last = Step(request, step, status.Reason, transfer.Signed?.TransactionId);
        var view = View(transfer) with
        {
            Status = outcome,
            Reason = status.Reason,
            Problem = null,
            FeeUnits = status.FeeUnits,
            OpeningUnits = status.OpeningUnits,
            FeeAsset = new AssetId(Chain.NativeAsset),
            Steps = [.. transfer.Steps, last],
        };

        mayHaveEnded = true;
        await Transfer(request.Id).RecordAsync(view);
        mayHaveEnded = false;
        await StrikeAsync(transfer, view);
    }

    /// <summary>
    /// A crash between the two, or a lost answer, leaves what has ended in the table. It is struck before anything is
    /// asked about it: the recipient may be payable again, a signature dead by now, and an end is told for good.
    /// </summary>
    private async Task StrikeEndedAsync()
    {
        if (!mayHaveEnded)
        {
            return;
        }

        foreach (var transfer in State.Open.ToList())
        {
            if (await Transfer(transfer.Request.Id).GetAsync() is { } ended)
            {
                await StrikeAsync(transfer, ended);
            }
        }

        mayHaveEnded = false;
    }

    private async Task StrikeAsync(OpenTransfer transfer, TransferView ended)
    {
        var request = transfer.Request;
        State.Open.Remove(transfer);
        if (transfer is { Status: TransferStatus.Signed, IsAudited: false })
        {
            // What is queued again has a dead signature at most, which the audit would await for ever.
            State.AwaitingAudit.Add(transfer.Signed!.TransactionId);
        }

        if (ended.Status == TransferStatus.Unknown)
        {
            BookUndecided(transfer);
        }

        submittedAt.Remove(request.Id);
        stalled.Remove(request.Id);
        concluded++;
        TakeFromBalances(request, ended.Status, ended.FeeUnits + ended.OpeningUnits);
        await saver.SaveAsync();
        logger.TransferMoved(request.Id, ended.Status, ended.TransactionId, ended.Reason);
        await WakeAsync(request);
    }

    /// <summary>News for whoever ordered it. It may be lost: they also ask by themselves.</summary>
    private async Task WakeAsync(TransferRequest request)
    {
        try
        {
            if (request.NotifyQuote is { } quote)
            {
                await GrainFactory.GetGrain<IQuoteGrain>(quote.Value).WakeAsync();
            }

            if (request.NotifyPayment is { } payment)
            {
                await GrainFactory.GetGrain<IPaymentGrain>(payment.Value).WakeAsync();
            }

            if (request.NotifyWithdrawal is { } withdrawal)
            {
                await GrainFactory.GetGrain<IWithdrawalGrain>(withdrawal.Value).WakeAsync();
            }
        }
        catch (Exception failure)
        {
            // Whatever is wrong with who ordered it, this account and its other transfers go on.
            logger.TransferUntold(request.Id, failure);
        }
    }

    private TransferOrder Order(TransferRequest request) => new(
        Account.Address,
        request.To,
        new ChainAmount(request.Amount.Asset.Value, request.Amount.Units),
        Chain.CarriesMemo(request.Amount.Asset.Value) ? request.Memo : null)
    {
        MayBeClaimed = request.MayBeClaimed,
    };
}
