namespace OrleansTrading.Grains.Wallets;

/// <content>
/// Hands over what was sent. A transfer is in the state from the write that takes it from this wallet until the other
/// one says that it has it; whoever crashes in between, it is handed over again, and taken once.
/// </content>
internal sealed partial class WalletGrain
{
    /// <summary>Handed over at once, so that one wallet that does not answer holds up few others.</summary>
    private const int HandoversMax = 32;

    /// <summary>What was told as an error already; only what is on its way is in it.</summary>
    private readonly HashSet<UInt128> notTaken = [];

    private IGrainTimer? courier;

    /// <summary>There is a courier while there is something to hand over.</summary>
    private void SetCourier()
    {
        if (storedOutgoing.Count == 0)
        {
            courier?.Dispose();
            courier = null;
            return;
        }

        courier ??= this.RegisterGrainTimer(HandOverAsync, new GrainTimerCreationOptions
        {
            DueTime = TimeSpan.Zero,
            Period = options.Value.RetryPeriod,
            Interleave = true,
            KeepAlive = true,
        });
    }

    private async Task HandOverAsync(CancellationToken cancellationToken)
    {
        var failed = 0;
        foreach (var some in storedOutgoing.Chunk(HandoversMax))
        {
            await Task.WhenAll(some.Select(async transfer =>
            {
                // A wallet that cannot be reached is one line in the log, however much it is sent.
                if (await HandOverAsync(transfer) is { } failure && failed++ == 0)
                {
                    logger.HandoverFailed(Id, transfer.To, WalletNames.Hex(transfer.Id), failure);
                }
            }));
        }
    }

    /// <summary>One that cannot be handed over now keeps no other from it.</summary>
    /// <returns>Why it could not; null: it was, or the other wallet has answered that it cannot take it.</returns>
    private async Task<Exception?> HandOverAsync(WalletTransfer transfer)
    {
        try
        {
            var taken = await GrainFactory.GetGrain<IWalletGrain>(transfer.To.Value)
                .AcceptAsync(new WalletArrival { From = Id, Transfer = transfer });
            if (taken.Refusal is { } refusal)
            {
                if (notTaken.Add(transfer.Id))
                {
                    logger.TransferNotTaken(Id, transfer.To, WalletNames.Hex(transfer.Id), refusal.Detail);
                }

                return null;
            }

            await QueueAsync(new WalletTurn { Arrived = transfer.Id });
            notTaken.Remove(transfer.Id);
            return null;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return failure;
        }
    }
}
