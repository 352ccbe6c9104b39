using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Devnet.Stellar.Ledger;

/// <summary>Making and claiming claimable balances, in stellar-core's order of checks.</summary>
internal static class ClaimableApply
{
    internal static OperationResult Create(
        LedgerChange change, CreateClaimableBalanceOperation create, DevnetAccount source, string id)
    {
        if (create.Asset.IsNative)
        {
            if (source.Available < create.Amount)
            {
                return OperationResults.Fail(create, OperationResults.ClaimableUnderfunded);
            }

            source.Balance -= create.Amount;
        }
        else if (source.Id != create.Asset.Issuer)
        {
            if (source.TrustlineOf(create.Asset) is not { } line)
            {
                return OperationResults.Fail(create, OperationResults.ClaimableNoTrust);
            }

            if (line.Balance < create.Amount)
            {
                return OperationResults.Fail(create, OperationResults.ClaimableUnderfunded);
            }

            line.Balance -= create.Amount;
        }

        if (source.Balance < source.ReserveWith(create.Claimants.Count))
        {
            return OperationResults.Fail(create, OperationResults.ClaimableLowReserve);
        }

        source.Sponsoring += create.Claimants.Count;
        change.Put(new DevnetClaimable(
            id,
            source.Id,
            create.Asset,
            create.Amount,
            [.. create.Claimants.Select(claimant => claimant with
            {
                Predicate = DevnetClaimable.Fix(claimant.Predicate, change.ClosesAt),
            })],
            change.Ledger));
        return OperationResults.Success(create) with { BalanceId = id };
    }

    internal static OperationResult Claim(
        LedgerChange change, ClaimClaimableBalanceOperation claim, DevnetAccount source)
    {
        if (change.FindClaimable(claim.BalanceId) is not { } balance)
        {
            return OperationResults.Fail(claim, OperationResults.ClaimDoesNotExist);
        }

        if (!balance.IsClaimableBy(source.Id, change.ClosesAt))
        {
            return OperationResults.Fail(claim, OperationResults.ClaimCannotClaim);
        }

        if (balance.Asset.IsNative)
        {
            if (balance.Amount > long.MaxValue - source.Balance)
            {
                return OperationResults.Fail(claim, OperationResults.ClaimLineFull);
            }

            source.Balance += balance.Amount;
        }
        else if (source.Id != balance.Asset.Issuer)
        {
            if (source.TrustlineOf(balance.Asset) is not { } line)
            {
                return OperationResults.Fail(claim, OperationResults.ClaimNoTrust);
            }

            if (balance.Amount > line.Limit - line.Balance)
            {
                return OperationResults.Fail(claim, OperationResults.ClaimLineFull);
            }

            line.Balance += balance.Amount;
        }

        // A sponsor may have merged its account away only after its sponsorships ended, so it is there.
        if (change.Find(balance.Sponsor) is { } sponsor)
        {
            sponsor.Sponsoring -= balance.Claimants.Count;
        }

        change.RemoveClaimable(balance.Id);
        return OperationResults.Success(claim);
    }
}
