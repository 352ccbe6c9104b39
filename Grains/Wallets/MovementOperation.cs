using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Ledger;

namespace OrleansTrading.Grains.Wallets;

/// <summary>A credit or a debit: between what is available and an account that is no wallet's.</summary>
internal sealed record MovementOperation(WalletMovement Movement, bool IsCredit) : WalletOperation
{
    internal override UInt128 EntryId(WalletId wallet) => Movement.Id;

    internal override Refusal? Malformed(WalletId wallet) =>
        Malformed(Movement.Amount, Movement.Reference)
        ?? MalformedAccount(Movement.Account)
        ?? WalletReasons.Refuse(Movement.Reason, IsCredit, Movement.Account);

    internal override bool IsBookedAs(WalletId wallet, LedgerBooking booked) =>
        IsSame(Booking(wallet, booked.At), booked);

    /// <summary>What is off the list can still go out.</summary>
    internal override Refusal? Refuse(WalletBook book) =>
        !IsCredit ? book.RefuseTaking(Movement.Amount)
        : book.Assets.Find(Movement.Amount.Asset.Value) is not null ? book.RefusePutting(Movement.Amount)
        : new Refusal
        {
            Code = ErrorCodes.AssetUnknown,
            Field = "asset",
            Detail = $"{Movement.Amount.Asset} is not on the platform's list. Add it to Platform:Assets.",
        };

    internal override LedgerBooking Change(WalletBook book)
    {
        if (IsCredit)
        {
            book.Give(Movement.Amount);
        }
        else
        {
            book.Take(Movement.Amount);
        }

        return Booking(book.Wallet, book.Now);
    }

    private LedgerBooking Booking(WalletId wallet, DateTimeOffset at)
    {
        var available = LedgerAccounts.WalletAvailable(wallet);
        var (debit, credit) = IsCredit ? (Movement.Account, available) : (available, Movement.Account);
        var kind = WalletReasons.Find(Movement.Reason, IsCredit)!.Kind;
        var postings = new LedgerPostings().Move(debit, credit, Movement.Amount);
        return NewBooking(wallet, Movement.Id, kind, wallet.Value, at, postings) with
        {
            Reference = Movement.Reference,
        };
    }
}
