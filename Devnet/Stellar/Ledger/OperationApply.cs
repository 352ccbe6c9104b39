using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Devnet.Stellar.Ledger;

/// <summary>What operations do to the accounts, in stellar-core's order of checks.</summary>
internal static class OperationApply
{
    /// <param name="change">The accounts as changed so far.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="index">The operation's place in it.</param>
    internal static OperationResult Apply(LedgerChange change, StellarTransaction transaction, int index)
    {
        var operation = transaction.Operations[index];
        var sourceId = (operation.Source ?? transaction.Source).AccountId;

        // An earlier operation of the same transaction may have closed it.
        if (change.Find(sourceId) is not { } source)
        {
            return OperationResults.NoSourceAccount;
        }

        return operation switch
        {
            PaymentOperation payment => Pay(change, payment, source),
            CreateAccountOperation create => Create(change, create, source),
            ChangeTrustOperation trust => ChangeTrust(change, trust, source),
            AccountMergeOperation merge => Merge(change, merge, source),
            ManageDataOperation data => ManageData(data, source),
            BumpSequenceOperation bump => Bump(bump, source),
            PathPaymentStrictReceiveOperation path => PathPaymentApply.PayExactly(change, path, source),
            PathPaymentStrictSendOperation path => PathPaymentApply.SpendExactly(change, path, source),
            CreateClaimableBalanceOperation create => ClaimableApply.Create(
                change,
                create,
                source,
                ClaimableBalanceCodec.IdOf(transaction.Source.AccountId, transaction.Sequence, (uint)index)),
            ClaimClaimableBalanceOperation claim => ClaimableApply.Claim(change, claim, source),
            _ => OperationResults.NotSupported,
        };
    }

    private static OperationResult Pay(LedgerChange change, PaymentOperation payment, DevnetAccount source)
    {
        if (change.Find(payment.Destination.AccountId) is not { } destination)
        {
            return OperationResults.Fail(payment, OperationResults.PaymentNoDestination);
        }

        if (payment.Asset.IsNative)
        {
            return PayNative(payment, source, destination);
        }

        // The destination is looked at first, as stellar-core does.
        if (destination.Id != payment.Asset.Issuer)
        {
            if (destination.TrustlineOf(payment.Asset) is not { } line)
            {
                return OperationResults.Fail(payment, OperationResults.PaymentNoTrust);
            }

            if (payment.Amount > line.Limit - line.Balance)
            {
                return OperationResults.Fail(payment, OperationResults.PaymentLineFull);
            }

            line.Balance += payment.Amount;
        }

        if (source.Id != payment.Asset.Issuer)
        {
            if (source.TrustlineOf(payment.Asset) is not { } line)
            {
                return OperationResults.Fail(payment, OperationResults.PaymentSourceNoTrust);
            }

            if (line.Balance < payment.Amount)
            {
                return OperationResults.Fail(payment, OperationResults.PaymentUnderfunded);
            }

            line.Balance -= payment.Amount;
        }

        return OperationResults.Success(payment);
    }

    private static OperationResult PayNative(
        PaymentOperation payment, DevnetAccount source, DevnetAccount destination)
    {
        if (source == destination)
        {
            return OperationResults.Success(payment);
        }

        if (payment.Amount > long.MaxValue - destination.Balance)
        {
            return OperationResults.Fail(payment, OperationResults.PaymentLineFull);
        }

        if (source.Available < payment.Amount)
        {
            return OperationResults.Fail(payment, OperationResults.PaymentUnderfunded);
        }

        destination.Balance += payment.Amount;
        source.Balance -= payment.Amount;
        return OperationResults.Success(payment);
    }

    private static OperationResult Create(LedgerChange change, CreateAccountOperation create, DevnetAccount source)
    {
        if (change.Find(create.Destination) is not null)
        {
            return OperationResults.Fail(create, OperationResults.CreateAlreadyExists);
        }

        if (create.StartingBalance < LedgerRules.AccountBaseReserves * LedgerRules.BaseReserve)
        {
            return OperationResults.Fail(create, OperationResults.CreateLowReserve);
        }

        if (source.Available < create.StartingBalance)
        {
            return OperationResults.Fail(create, OperationResults.CreateUnderfunded);
        }

        source.Balance -= create.StartingBalance;
        change.Add(new DevnetAccount(create.Destination)
        {
            Balance = create.StartingBalance,
            Sequence = LedgerRules.FirstSequence(change.Ledger),
        });
        return OperationResults.Success(create);
    }

    private static OperationResult ChangeTrust(LedgerChange change, ChangeTrustOperation trust, DevnetAccount source)
    {
        var key = trust.Asset.ToString();
        if (source.TrustlineOf(trust.Asset) is { } line)
        {
            if (trust.Limit < line.Balance)
            {
                return OperationResults.Fail(trust, OperationResults.TrustInvalidLimit);
            }

            line.Limit = trust.Limit;
            if (trust.Limit == 0)
            {
                source.Trustlines.Remove(key);
            }

            return OperationResults.Success(trust);
        }

        if (trust.Limit == 0)
        {
            return OperationResults.Fail(trust, OperationResults.TrustInvalidLimit);
        }

        if (change.Find(trust.Asset.Issuer!) is null)
        {
            return OperationResults.Fail(trust, OperationResults.TrustNoIssuer);
        }

        if (source.Subentries >= LedgerRules.SubentriesMax)
        {
            return OperationResults.TooManySubentries;
        }

        if (source.Balance < source.ReserveWith(1))
        {
            return OperationResults.Fail(trust, OperationResults.TrustLowReserve);
        }

        source.Trustlines.Add(key, new DevnetTrustline(trust.Asset) { Limit = trust.Limit });
        return OperationResults.Success(trust);
    }

    private static OperationResult Merge(LedgerChange change, AccountMergeOperation merge, DevnetAccount source)
    {
        if (change.Find(merge.Destination.AccountId) is not { } destination)
        {
            return OperationResults.Fail(merge, OperationResults.MergeNoAccount);
        }

        if (source.Subentries > 0)
        {
            return OperationResults.Fail(merge, OperationResults.MergeHasSubentries);
        }

        if (source.Sponsoring > 0)
        {
            return OperationResults.Fail(merge, OperationResults.MergeIsSponsor);
        }

        if (source.Sequence >= LedgerRules.FirstSequence(change.Ledger))
        {
            return OperationResults.Fail(merge, OperationResults.MergeSequenceTooFar);
        }

        if (source.Balance > long.MaxValue - destination.Balance)
        {
            return OperationResults.Fail(merge, OperationResults.MergeDestinationFull);
        }

        destination.Balance += source.Balance;
        change.Remove(source.Id);
        return OperationResults.Success(merge) with { MergedBalance = source.Balance };
    }

    private static OperationResult ManageData(ManageDataOperation data, DevnetAccount source)
    {
        if (data.Value is null)
        {
            return source.Data.Remove(data.Name)
                ? OperationResults.Success(data)
                : OperationResults.Fail(data, OperationResults.DataNotFound);
        }

        if (!source.Data.ContainsKey(data.Name))
        {
            if (source.Subentries >= LedgerRules.SubentriesMax)
            {
                return OperationResults.TooManySubentries;
            }

            if (source.Balance < source.ReserveWith(1))
            {
                return OperationResults.Fail(data, OperationResults.DataLowReserve);
            }
        }

        source.Data[data.Name] = data.Value;
        return OperationResults.Success(data);
    }

    private static OperationResult Bump(BumpSequenceOperation bump, DevnetAccount source)
    {
        source.Sequence = Math.Max(source.Sequence, bump.BumpTo);
        return OperationResults.Success(bump);
    }
}
