using OrleansTrading.Chains;

namespace OrleansTrading.Grains.Treasury;

/// <content>What the account holds, has promised, and can still promise.</content>
internal sealed partial class TreasuryGrain
{
    private IReadOnlyList<ChainBalance> balances = [];
    private ulong balancesHeight;
    private DateTimeOffset? reconciledAt;

    private UInt128 FeeReserve(AssetId asset)
    {
        var reserve = asset.Value == Chain.NativeAsset ? options.FeeReserveUnits.GetValueOrDefault(Chain.Name) : 0;
        return reserve;
    }

    private TreasuryBalance Balance(AssetId asset, ChainBalance chain)
    {
        UInt128 reserved = 0, inFlight = 0;
        foreach (var (_, reservation) in State.Reservations)
        {
            reserved += reservation.Amount.Asset == asset ? reservation.Amount.Units : UInt128.Zero;
        }

        foreach (var transfer in State.Open)
        {
            inFlight += transfer.Request.Amount.Asset == asset ? transfer.Request.Amount.Units : UInt128.Zero;
        }

        var spoken = reserved + inFlight + FeeReserve(asset);
        return new TreasuryBalance
        {
            Asset = asset,
            ChainUnits = chain.Units,
            ReservedUnits = reserved,
            InFlightUnits = inFlight,
            AvailableUnits = chain.SpendableUnits > spoken ? chain.SpendableUnits - spoken : UInt128.Zero,
        };
    }

    /// <summary>Why the account signs nothing before an operator has acted; null when it needs none.</summary>
    private string? OperatorNeeded
    {
        get
        {
            if (State.Halted is { } halted)
            {
                return $"The treasury on {ChainName} is halted until an operator resumes it: {halted}";
            }

            return catalog.FindTreasury(Account) is null || !chains.Has(Account.ChainId)
                ? $"Account {Account} is in use but no treasury account of Platform:Chains. An operator puts it back."
                : null;
        }
    }

    private Refusal? RefuseUntilRead()
    {
        if (OperatorNeeded is { } needed)
        {
            return new Refusal { Code = ErrorCodes.ChainUnavailable, Detail = needed };
        }

        // The first reading of balances follows the first audit.
        return reconciledAt is not null
            ? null
            : new Refusal
            {
                Code = ErrorCodes.ChainUnavailable,
                Detail = $"The treasury on {ChainName} has not read its balances yet. Try again in a few seconds.",
                RetryAt = time.GetUtcNow() + options.ReconcilePeriod,
            };
    }

    private Refusal? RefuseCover(Amount amount)
    {
        if ((RefuseUntilRead() ?? RefuseForOthers()) is { } notNow)
        {
            return notNow;
        }

        if (catalog.Find(amount.Asset.Value) is not { } asset)
        {
            return new Refusal
            {
                Code = ErrorCodes.AssetUnknown,
                Detail = $"Asset {amount.Asset} is in use but no longer in Platform:Assets. An operator puts it back.",
            };
        }

        var held = balances.FirstOrDefault(b => b.Asset == amount.Asset.Value);
        var available = held is null ? UInt128.Zero : Balance(amount.Asset, held).AvailableUnits;
        return available >= amount.Units
            ? RefuseFloor(asset, available, amount.Units)
            : new Refusal
            {
                Code = ErrorCodes.TreasuryShort,
                Detail = $"The treasury can deliver {asset.Describe(available)} now;"
                    + $" {asset.Describe(amount.Units)} is asked.",
            };
    }

    /// <summary>True when the chain holds enough for this transfer, whatever was promised to later ones.</summary>
    private bool IsCovered(OpenTransfer transfer)
    {
        var amount = transfer.Request.Amount;
        UInt128 signed = 0;
        foreach (var other in State.Open)
        {
            if (other.Status == TransferStatus.Signed && other.Request.Amount.Asset == amount.Asset)
            {
                signed += other.Request.Amount.Units;
            }
        }

        var held = balances.FirstOrDefault(b => b.Asset == amount.Asset.Value);
        return held is not null && held.SpendableUnits >= signed + amount.Units;
    }

    private async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (reconciledAt is { } last && now - last < options.ReconcilePeriod)
        {
            return;
        }

        (balancesHeight, balances) = await Chain.GetBalancesAsync(Account.Address, cancellationToken);
        reconciledAt = now;
        TellLevels();
        var stale = State.Reservations.Where(r => now - r.Value.At > options.ReservationLifetime).ToList();
        if (stale.Count > 0)
        {
            stale.ForEach(r => State.Reservations.Remove(r.Key));
            await saver.SaveAsync();
        }
    }

    /// <summary>
    /// What a final transfer took is gone before the balances are read again: they may be from before it, and the room
    /// it leaves in the table must not be promised twice.
    /// </summary>
    private void TakeFromBalances(TransferRequest request, TransferStatus outcome, UInt128 feeUnits)
    {
        var moved = outcome == TransferStatus.Failed ? UInt128.Zero : request.Amount.Units;
        var native = Chain.NativeAsset;
        balances = [.. balances.Select(b => Less(Less(b, request.Amount.Asset.Value, moved), native, feeUnits))];

        static ChainBalance Less(ChainBalance balance, string asset, UInt128 units) => balance.Asset != asset
            ? balance
            : balance with
            {
                Units = balance.Units - UInt128.Min(balance.Units, units),
                SpendableUnits = balance.SpendableUnits - UInt128.Min(balance.SpendableUnits, units),
            };
    }
}
