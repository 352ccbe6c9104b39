using OrleansTrading.Chains;
using OrleansTrading.Grains;
using TransferStatus = OrleansTrading.Grains.TransferStatus;

namespace OrleansTrading.Audit.Money;

/// <content>What arrived, what left, and what remains.</content>
internal sealed partial class MoneyAudit
{
    /// <summary>Every transfer is owed by something that is stored, and has come to its end.</summary>
    private void CheckTransfers()
    {
        foreach (var (key, state) in _books.Transfers)
        {
            var owedFor = key[(key.IndexOf(':', StringComparison.Ordinal) + 1)..];
            var isOwed = key.StartsWith("deliver:", StringComparison.Ordinal)
                ? _books.Quotes.ContainsKey(owedFor)
                : _books.Payments.ContainsKey(owedFor);
            _findings.Require(isOwed, $"transfer {key} is owed for nothing that is stored");
            _findings.Require(state.Outcome is not null, $"transfer {key} was ordered and has no end");
            _findings.Same(null, state.SeenTransactionId, $"transfer {key}: seen without having been signed");
        }
    }

    /// <summary>What arrived at the account and what was recorded are the same payments, one for one.</summary>
    private void CheckArrived(ChainBook chain)
    {
        var recorded = _books.Payments.Where(p => p.Value.Payment?.Account.ChainId == chain.ChainId)
            .Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var movement in chain.Arrived)
        {
            var id = PaymentId.Of(chain.ChainId, movement.TransactionId, movement.Index);
            if (!_findings.Require(recorded.Remove(id.Value), $"{id} arrived and was not recorded: {movement}"))
            {
                continue;
            }

            var payment = _books.Payments[id.Value].Payment!;
            var same = payment.Account == AccountId.Of(chain.ChainId, chain.Treasury)
                && payment.Sender == movement.From
                && payment.Amount.Asset.Value == movement.Amount!.Asset
                && payment.Amount.Units == movement.Amount.Units
                && payment.Memo == movement.Memo
                && payment.PaidAt == movement.BlockTime;
            _findings.Require(same, $"{id} was recorded as {payment}, and is {movement}");
        }

        foreach (var id in recorded.Order(StringComparer.Ordinal))
        {
            _findings.Add($"{id} was recorded and never arrived");
        }
    }

    /// <summary>What left the account and the transfers that took effect are the same, one for one.</summary>
    private void CheckLeft(ChainBook chain)
    {
        var owed = TransfersOf(chain).Where(t => t.Status is TransferStatus.Landed or TransferStatus.Failed)
            .Where(t => t.TransactionId is not null)
            .ToDictionary(t => t.TransactionId!, StringComparer.Ordinal);
        foreach (var movement in chain.Left)
        {
            if (!owed.Remove(movement.TransactionId, out var transfer))
            {
                _findings.Add($"{movement.TransactionId} left {chain.Treasury} and no transfer is it: {movement}");
                continue;
            }

            var request = transfer.Request;
            _findings.Same(
                transfer.Status == TransferStatus.Landed, movement.Succeeded, $"transfer {request.Id}: took effect");
            if (movement.Succeeded)
            {
                _findings.Same(request.To, movement.To, $"transfer {request.Id}: paid to");
                _findings.Same(
                    new ChainAmount(request.Amount.Asset.Value, request.Amount.Units),
                    movement.Amount,
                    $"transfer {request.Id}: paid");
                _findings.Same(
                    chain.AssetsWithoutMemo.Contains(request.Amount.Asset.Value) ? null : request.Memo,
                    movement.Memo,
                    $"transfer {request.Id}: memo");
            }
        }

        foreach (var transfer in owed.Values.Where(t => t.Status == TransferStatus.Landed))
        {
            _findings.Add($"transfer {transfer.Request.Id} is landed, and {transfer.TransactionId} never left");
        }

        // By the memo, too: the same transfer in two transactions would show here even if both were remembered.
        foreach (var twice in chain.Left.Where(m => m.Succeeded && TransferId.TryTrace(m.Memo, out _))
            .GroupBy(m => m.Memo, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            _findings.Add($"{twice.Key} left {chain.Treasury} in {twice.Count()} transactions");
        }
    }

    /// <summary>
    /// start + received − delivered − given back − fees − opened accounts = what it holds, to the last unit.
    /// </summary>
    private void CheckBalances(ChainBook chain)
    {
        var transfers = TransfersOf(chain).ToList();
        foreach (var asset in chain.Before.Keys.Union(chain.After.Keys).Order(StringComparer.Ordinal))
        {
            var received = Sum(_books.Payments.Values.Select(p => p.Payment)
                .Where(p => p is not null && p.Amount.Asset.Value == asset).Select(p => p!.Amount.Units));
            var paid = Sum(transfers.Where(t => t.Status == TransferStatus.Landed)
                .Where(t => t.Request.Amount.Asset.Value == asset).Select(t => t.Request.Amount.Units));
            var fees = asset == chain.NativeAsset ? Sum(transfers.Select(t => t.FeeUnits)) : 0;
            var openings = asset == chain.NativeAsset ? (Int128)chain.OpeningUnits : 0;
            var expected = (Int128)chain.Before.GetValueOrDefault(asset) + received - paid - fees - openings;
            _findings.Same(
                expected,
                (Int128)chain.After.GetValueOrDefault(asset),
                $"{asset}: start {chain.Before.GetValueOrDefault(asset)} + received {received} - paid {paid}"
                + $" - fees {fees} - opened accounts {openings}");
        }

        static Int128 Sum(IEnumerable<UInt128> units) => units.Aggregate(Int128.Zero, (sum, one) => sum + (Int128)one);
    }

    private IEnumerable<TransferView> TransfersOf(ChainBook chain) => _books.Transfers.Values
        .Select(state => state.Outcome).OfType<TransferView>()
        .Where(t => t.Request.Amount.Asset.Value.StartsWith(chain.ChainId + "/", StringComparison.Ordinal));
}
