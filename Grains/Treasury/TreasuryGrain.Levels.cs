namespace OrleansTrading.Grains.Treasury;

/// <content>How much of each asset the account should hold.</content>
internal sealed partial class TreasuryGrain
{
    private string? toldHalt;

    /// <summary>Refuses what would leave less than the floor of an asset.</summary>
    private Refusal? RefuseFloor(Asset asset, UInt128 available, UInt128 units) =>
        options.Levels.GetValueOrDefault(asset.Alias) is { } level && available - units < level.FloorUnits
            ? new Refusal
            {
                Code = ErrorCodes.TreasuryShort,
                Detail = $"The treasury keeps {asset.Describe(level.FloorUnits)} (Treasury:Levels) and has"
                    + $" {asset.Describe(available)} that it could deliver; {asset.Describe(units)} is asked.",
                RetryAt = time.GetUtcNow() + options.ReconcilePeriod,
            }
            : null;

    /// <summary>Says when an asset passes a mark: once, in the log, and all the time in the gauge.</summary>
    private void TellLevels()
    {
        foreach (var held in balances)
        {
            if (catalog.Find(held.Asset) is { } asset && options.Levels.GetValueOrDefault(asset.Alias) is { } marks)
            {
                TellLevel(asset, marks, Balance(asset.Id, held).AvailableUnits);
            }
        }
    }

    private void TellLevel(Asset asset, TreasuryLevelOptions marks, UInt128 available)
    {
        var level = available < marks.LowUnits ? TreasuryLevel.Low
            : available > marks.HighUnits ? TreasuryLevel.High
            : TreasuryLevel.Between;
        if (metrics.Tell(asset.Alias, level) != level && level != TreasuryLevel.Between)
        {
            var (side, mark) = level == TreasuryLevel.Low
                ? ("below", marks.LowUnits)
                : ("above", marks.HighUnits!.Value);
            logger.TreasuryLevel(Account, asset.Describe(available), side, asset.Describe(mark));
        }
    }

    /// <summary>Opens the breaker of the chain once for each halt, where a rule says so.</summary>
    private async Task TellHaltAsync()
    {
        if (State.Halted is not { } halted)
        {
            toldHalt = null;
        }
        else if (breakers.OpensOnHalt && toldHalt != halted)
        {
            await GrainFactory.GetGrain<IBreakerGrain>(ChainName).TripAsync($"its treasury is halted, {halted}");
            toldHalt = halted;
        }
    }
}
