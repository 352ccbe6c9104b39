using System.Numerics;
using OrleansTrading.Chains;
using OrleansTrading.Grains;
using OrleansTrading.Grains.Withdrawals;
using OrleansTrading.Simulation.Worlds;
using TransferStatus = OrleansTrading.Grains.TransferStatus;

namespace OrleansTrading.Simulation.Audit;

/// <content>
/// Deposits and withdrawals: a wallet has what the chains brought it less what they paid out of it, to the last base
/// unit, and each withdrawal ended as its user was told and as its chain shows.
/// </content>
internal sealed partial class FinalAudit
{
    private readonly SortedDictionary<string, WithdrawalState> withdrawals =
        Load<WithdrawalState>(world, "withdrawal");

    private readonly Dictionary<(string Wallet, string Asset), BigInteger> broughtIn = [];

    /// <summary>What came for whom is told by the chain alone: by the memo, or by the amount's last digits.</summary>
    private void CountDeposits(SimulatedParty treasury, IEnumerable<Movement> incoming)
    {
        foreach (var movement in incoming)
        {
            var depositor = world.Depositors.FirstOrDefault(each =>
                each.Parties.Any(party => party.Chain == treasury.Chain && party.Address == movement.From));
            if (depositor is not null)
            {
                var key = (depositor.Wallet.Value, movement.Amount!.Asset);
                broughtIn[key] = broughtIn.GetValueOrDefault(key) + movement.Amount.Units;
                world.Coverage.Hit("deposit came");
            }
        }
    }

    private void CheckWithdrawals()
    {
        foreach (var (id, state) in withdrawals.Where(each => each.Value.Command is not null))
        {
            CheckWithdrawal(new WithdrawalId(id), state);
        }

        foreach (var depositor in world.Depositors)
        {
            foreach (var (id, view) in depositor.Told)
            {
                var stored = withdrawals.GetValueOrDefault(id.Value);
                Require(
                    stored?.Command is not null && stored.Status == view.Status,
                    "withdrawal",
                    () => $"{id} was told {view.Status} last, and is {stored?.Status}");
            }

            CheckAgainstChains(depositor);
        }
    }

    private void CheckWithdrawal(WithdrawalId id, WithdrawalState state)
    {
        var transfer = TransferId.Withdrawal(id);
        var outcome = OutcomeOf(transfer);
        var landed = outcome is { Status: TransferStatus.Landed };
        Require(
            WithdrawalTransitions.IsTerminal(state.Status), "I4", () => $"{id} is {state.Status} at the end");
        Require(
            landed == (state.Status == WithdrawalStatus.Completed)
                && (!landed || state.TransactionId == outcome!.TransactionId),
            "withdrawal",
            () => $"{id} is {state.Status} by {state.TransactionId}; its payment is {outcome?.Status}"
                + $" {outcome?.TransactionId}");
        Require(
            state.Status == WithdrawalStatus.Parked == (outcome is { Status: TransferStatus.Unknown }),
            "withdrawal",
            () => $"{id} is {state.Status}; its payment is {outcome?.Status}");
        Require(
            !delivered.ContainsKey(transfer.Value)
                || state.Status is WithdrawalStatus.Completed or WithdrawalStatus.Parked,
            "withdrawal",
            () => $"{id} is {state.Status}, and was paid");
        RequireSettled(LedgerAccounts.Transfer(transfer));
        world.Coverage.Hit($"withdrawal ended {state.Status}");
    }

    private void CheckAgainstChains(SimulatedDepositor depositor)
    {
        var wallet = wallets.GetValueOrDefault(depositor.Wallet.Value);
        Require(
            wallet is null or { Holds.Count: 0, Outgoing.Count: 0 },
            "withdrawal",
            () => $"{depositor.Wallet} ends with {wallet!.Holds.Count} holds");
        foreach (var asset in SimulatedAssets.All)
        {
            var taken = withdrawals.Values
                .Where(each => each.Command?.Wallet == depositor.Wallet && each.Terms!.Amount.Asset.Value == asset.Id
                    && each.Status is WithdrawalStatus.Completed or WithdrawalStatus.Parked)
                .Aggregate(BigInteger.Zero, (sum, each) => sum + each.Terms!.Total.Units);
            var left = broughtIn.GetValueOrDefault((depositor.Wallet.Value, asset.Id)) - taken;
            var has = (BigInteger)(wallet?.Funds.Find(funds => funds.Asset.Value == asset.Id)?.Available ?? 0);
            Require(
                has == left,
                "withdrawal",
                () => $"{depositor.Wallet} has {has} of {asset.Alias}; its chains brought and paid out {left}");
        }
    }
}
