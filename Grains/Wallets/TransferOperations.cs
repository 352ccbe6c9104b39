using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Ledger;

namespace OrleansTrading.Grains.Wallets;

/// <summary>The first step of a transfer: out of the sender, owed to the receiver as pending in.</summary>
internal sealed record SendOperation(WalletTransfer Transfer) : WalletOperation
{
    internal override UInt128 EntryId(WalletId wallet) => Transfer.Id;

    internal override Refusal? Malformed(WalletId wallet) =>
        Malformed(Transfer.Amount, Transfer.Reference)
        ?? (!WalletId.TryParse(Transfer.To.Value, out _) || Transfer.To == wallet
            ? Nonsense("to", $"A transfer goes to another wallet: a user's id, a point and a name, and not {wallet}.")
            : WalletReasons.KindOfTransfer(Transfer.Reason) is null
                ? new Refusal
                {
                    Code = ErrorCodes.CounterAccountRefused,
                    Field = "reason",
                    Detail = $"A transfer is made for {WalletReason.Transfer} or {WalletReason.FeePerformance},"
                        + $" not for {Transfer.Reason}.",
                }
                : null);

    internal override bool IsBookedAs(WalletId wallet, LedgerBooking booked) =>
        IsSame(Booking(wallet, booked.At), booked);

    internal override Refusal? Refuse(WalletBook book) =>
        book.State.Outgoing.Count >= WalletConstants.OutgoingMax
            ? new Refusal
            {
                Code = ErrorCodes.TransfersTooMany,
                Detail = $"{book.State.Outgoing.Count} transfers of {book.Wallet} are on their way, the most there may"
                    + " be. Repeat it when some have arrived.",
                RetryAt = book.Now + book.Options.RetryPeriod,
            }
            : book.RefuseTaking(Transfer.Amount);

    internal override LedgerBooking Change(WalletBook book)
    {
        book.Take(Transfer.Amount);
        book.State.Outgoing.Add(Transfer);
        book.State.OutgoingSince ??= book.Now;
        book.HasSent = true;
        return Booking(book.Wallet, book.Now);
    }

    private LedgerBooking Booking(WalletId wallet, DateTimeOffset at)
    {
        var postings = new LedgerPostings().Move(
            LedgerAccounts.WalletAvailable(wallet), LedgerAccounts.WalletPendingIn(Transfer.To), Transfer.Amount);
        var kind = WalletReasons.KindOfTransfer(Transfer.Reason)!;
        return NewBooking(wallet, Transfer.Id, kind, WalletNames.Transfer(wallet, Transfer.Id), at, postings) with
        {
            Reference = Transfer.Reference,
        };
    }
}

/// <summary>The second step: what was pending in is available. The sender repeats it until it is done.</summary>
internal sealed record ArrivalOperation(WalletArrival Arrival) : WalletOperation
{
    internal override UInt128 EntryId(WalletId wallet) => WalletNames.ArrivalId(Arrival.From, Arrival.Transfer.Id);

    internal override Refusal? Malformed(WalletId wallet)
    {
        // Not asked again whether the asset is on the list: the money is here.
        Check.That(Arrival.Transfer.To == wallet, $"{Arrival.Transfer.To} was meant, not {wallet}");
        return null;
    }

    internal override bool IsBookedAs(WalletId wallet, LedgerBooking booked) =>
        IsSame(Booking(wallet, booked.At), booked);

    internal override Refusal? Refuse(WalletBook book) => book.RefusePutting(Arrival.Transfer.Amount);

    internal override LedgerBooking Change(WalletBook book)
    {
        book.Give(Arrival.Transfer.Amount);
        return Booking(book.Wallet, book.Now);
    }

    private LedgerBooking Booking(WalletId wallet, DateTimeOffset at)
    {
        var transfer = Arrival.Transfer;
        var postings = new LedgerPostings().Move(
            LedgerAccounts.WalletPendingIn(wallet), LedgerAccounts.WalletAvailable(wallet), transfer.Amount);
        return NewBooking(
            wallet,
            EntryId(wallet),
            WalletReasons.KindOfTransfer(transfer.Reason)!,
            WalletNames.Transfer(Arrival.From, transfer.Id),
            at,
            postings) with
        {
            Reference = transfer.Reference,
        };
    }
}
