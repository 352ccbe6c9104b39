using OrleansTrading.Chains;

namespace OrleansTrading.Grains.Treasury;

/// <content>
/// A transfer stays in its lane until it is final or dead, and a lane with a sequence has one at a time: so no number
/// is skipped, and none is used by two. </content>
internal sealed partial class TreasuryGrain
{
    /// <summary>
    /// The lanes that the next signatures can be made in; null stands for the account's own. Where transfers are
    /// independent there is room for many beside each other, unless the operator wants them in lanes.
    /// </summary>
    private Queue<SigningLane?> FreeLanes()
    {
        var signed = State.Open.Where(t => t.Status == TransferStatus.Signed).ToList();
        var taken = signed.Select(t => t.Signed!.Lane).ToHashSet();
        var lanes = keys.GetLanes(Account);
        var own = (Chain.UsesSequence, lanes.Count) switch
        {
            (true, _) => taken.Contains(null) ? 0 : 1,
            (false, 0) => int.Max(0, options.InFlightMax - signed.Count),
            (false, _) => 0,
        };
        return new Queue<SigningLane?>(
            Enumerable.Repeat<SigningLane?>(null, own).Concat(lanes.Where(lane => !taken.Contains(lane.Id))));
    }

    /// <summary>Null for a lane that is configured no more: what is under way in it is followed all the same.</summary>
    private SigningKeys? FindKeys(string? lane)
    {
        var known = keys.GetLanes(Account).FirstOrDefault(one => one.Id == lane);
        return lane is null || known is not null ? new SigningKeys(keys.GetSigner(Account), known) : null;
    }

    /// <summary>
    /// The number after the chain's own. Nothing of ours is in flight in the lane when it is asked, so a number we
    /// signed with before and the chain has not used belongs to a dead transfer, and its replacement takes it over. A
    /// number beyond what was signed here means that somebody else signs for this account.
    /// </summary>
    private async Task<ulong?> NextSequenceAsync(string? lane, CancellationToken cancellationToken)
    {
        Check.That(
            !State.Open.Exists(t => t.Status == TransferStatus.Signed && t.Signed!.Lane == lane),
            "one transfer is in flight at a time in a lane");
        var used = await Chain.GetSequenceAsync(Account.Address, lane, cancellationToken);
        if (State.LastSequenceOf(lane) is var last and not 0 && used > last)
        {
            var where = lane is null ? string.Empty : $" in lane {lane}";
            Halt($"the chain has used sequence {used}{where}, but {last} is the last one signed here");
            await saver.SaveAsync();
            return null;
        }

        return used + 1;
    }

    /// <summary>
    /// Offers more for a transfer that the network leaves waiting. It stays the same transaction, so whichever bytes
    /// the network takes, it takes effect once; they are stored before they are submitted, as every signature is.
    /// </summary>
    private async Task RaiseFeeIfStuckAsync(OpenTransfer transfer, CancellationToken cancellationToken)
    {
        var last = transfer.FeeRaisedAt ?? transfer.SignedAt;
        if (last is null || time.GetUtcNow() - last < options.RaiseFeeAfter || !MayGoOn)
        {
            return;
        }

        var signed = transfer.Signed!;
        if (FindKeys(signed.Lane) is not { } signing)
        {
            return;
        }

        var raised = await TryAsync(
            transfer,
            async () => new Raised(await Chain.RaiseFeeAsync(signed, signing, cancellationToken)),
            cancellationToken);
        if (raised is null)
        {
            return;
        }

        // Asked again after as long a wait, also where there was nothing more to offer.
        transfer.FeeRaisedAt = time.GetUtcNow();
        if (raised.Transfer is { } better)
        {
            Check.That(
                better.TransactionId == signed.TransactionId && better.Sequence == signed.Sequence
                    && better.Lane == signed.Lane,
                $"{transfer.Request.Id} became another transaction when its fee was raised");
            transfer.Signed = better;
            transfer.Steps.Add(Step(
                transfer.Request, "fee_raised", $"up to {better.FeeUnitsMax} base units", better.TransactionId));
            RecordSignature(HistoryKinds.TransferFeeRaised, transfer, reason: null);
            isUnsaved = true;
            await SaveSignaturesAsync();
            submittedAt.Remove(transfer.Request.Id);
        }
    }

    /// <summary>What the chain had to offer; null inside when nothing.</summary>
    private sealed record Raised(SignedTransfer? Transfer);
}
