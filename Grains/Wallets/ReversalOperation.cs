using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Wallets;

/// <summary>
/// Undoes a credit, debit or capture. What comes back is available, also what was held before it was captured: the hold
/// is over. A credit is undone only while what it brought is there.
/// </summary>
internal sealed record ReversalOperation(WalletReversal Reversal) : WalletOperation
{
    internal override UInt128? RefersTo => Reversal.Reverses;

    internal override UInt128 EntryId(WalletId wallet) => WalletNames.ReversalId(wallet, Reversal.Reverses);

    internal override Refusal? Malformed(WalletId wallet) => Malformed(Reversal.Reference);

    internal override bool IsBookedAs(WalletId wallet, LedgerBooking booked) =>
        booked.Kind == LedgerKinds.Reversal
        && booked.Reverses == Reversal.Reverses
        && booked.Reference == Reversal.Reference;

    internal override Refusal? Refuse(WalletBook book)
    {
        if (book.Find(Reversal.Reverses)?.Booking is not { } booked
            || !WalletReasons.IsReversible(book.Wallet, booked))
        {
            return new Refusal
            {
                Code = ErrorCodes.EntryIrreversible,
                Field = "reverses",
                Detail = $"{book.Wallet} has no credit, debit or capture {WalletNames.Hex(Reversal.Reverses)}."
                    + " Name one by the id that its operation had.",
            };
        }

        var (amount, isCredit) = Read(book, booked);
        return isCredit ? book.RefuseTaking(amount) : book.RefusePutting(amount);
    }

    internal override LedgerBooking Change(WalletBook book)
    {
        var booked = book.Find(Reversal.Reverses)!.Booking;
        var (amount, isCredit) = Read(book, booked);
        if (isCredit)
        {
            book.Take(amount);
        }
        else
        {
            book.Give(amount);
        }

        return new LedgerBooking(
            LedgerKinds.Reversal,
            book.Wallet.User.Value,
            booked.Subject,
            book.Now,
            [.. booked.Postings.Select(posting => Undo(book, posting))])
        {
            Id = EntryId(book.Wallet),
            Reverses = Reversal.Reverses,
            Reference = Reversal.Reference,
        };
    }

    private static LedgerPosting Undo(WalletBook book, LedgerPosting posting) => posting with
    {
        Account = posting.Account == book.Held ? book.Available : posting.Account,
        Units = -posting.Units,
    };

    /// <summary>How much an entry moved, and whether the wallet got it.</summary>
    private static (Amount Amount, bool IsCredit) Read(WalletBook book, LedgerBooking booked)
    {
        var own = booked.Postings.Where(p => p.Account == book.Available || p.Account == book.Held).ToList();
        var units = own.Aggregate(UInt128.Zero, (sum, posting) => sum + (UInt128)Int128.Abs(posting.Units));
        return (new Amount(new AssetId(own[0].Asset), units), IsCredit: own[0].Units < 0);
    }
}
