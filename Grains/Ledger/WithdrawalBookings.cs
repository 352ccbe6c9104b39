using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Withdrawals;

namespace OrleansTrading.Grains.Ledger;

/// <summary>
/// What a withdrawal moves itself: nothing but what nobody can decide. The wallet books what leaves it, the transfer
/// what is paid.
/// </summary>
internal static class WithdrawalBookings
{
    internal static void BookMove(this WithdrawalState state, WithdrawalId id, DateTimeOffset at)
    {
        if (state is { Status: WithdrawalStatus.Parked, IsTaken: true })
        {
            state.Book(
                LedgerKinds.Park,
                at,
                state.Command!.Wallet.User,
                id.Value,
                new LedgerPostings().Move(
                    LedgerAccounts.Transfer(TransferId.Withdrawal(id)),
                    LedgerAccounts.SuspenseParked,
                    state.Terms!.Amount));
        }
    }
}
