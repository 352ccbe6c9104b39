using System.Globalization;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.Ledger;

namespace OrleansTrading.Grains.Wallets;

/// <summary>Sets aside a part of what is available.</summary>
internal sealed record HoldOperation(WalletHold Hold) : WalletOperation
{
    internal override UInt128 EntryId(WalletId wallet) => Hold.Id;

    internal override Refusal? Malformed(WalletId wallet) =>
        Malformed(Hold.Amount, Hold.Reference);

    internal override bool IsBookedAs(WalletId wallet, LedgerBooking booked) =>
        IsSame(Booking(wallet, booked.At), booked);

    internal override Refusal? Refuse(WalletBook book)
    {
        var latest = book.Now + book.Options.HoldTimeMax;
        if (Hold.Until <= book.Now || Hold.Until > latest)
        {
            return new Refusal
            {
                Code = ErrorCodes.HoldTimeOutOfRange,
                Field = "until",
                Detail = string.Create(
                    CultureInfo.InvariantCulture,
                    $"The hold would end at {Hold.Until:O}. It must end after {book.Now:O}, and by {latest:O}."),
            };
        }

        return book.State.Holds.Count >= WalletConstants.HoldsMax
            ? new Refusal
            {
                Code = ErrorCodes.HoldsTooMany,
                Detail = $"{book.Wallet} has {book.State.Holds.Count} open holds, the most there may be."
                    + " Capture or release some.",
                RetryAt = book.State.Holds.Min(hold => hold.Until),
            }
            : book.RefuseTaking(Hold.Amount);
    }

    internal override LedgerBooking Change(WalletBook book)
    {
        var funds = book.Funds(Hold.Amount.Asset);
        Check.That(funds.Available >= Hold.Amount.Units, $"{book.Wallet}: {funds} covers {Hold.Amount}");
        book.Put(Hold.Amount.Asset, funds.Available - Hold.Amount.Units, funds.Held + Hold.Amount.Units);
        book.State.Holds.Add(new OpenHold { Id = Hold.Id, Left = Hold.Amount, Until = Hold.Until.ToUniversalTime() });
        return Booking(book.Wallet, book.Now);
    }

    /// <summary>The hold's end is a parameter like others: it is in the entry, before the reference.</summary>
    private LedgerBooking Booking(WalletId wallet, DateTimeOffset at)
    {
        var postings = new LedgerPostings()
            .Move(LedgerAccounts.WalletAvailable(wallet), LedgerAccounts.WalletHeld(wallet), Hold.Amount);
        var until = Hold.Until.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        return NewBooking(
            wallet, Hold.Id, LedgerKinds.Hold, WalletNames.Hold(wallet, Hold.Id), at, postings) with
        {
            Reference = Hold.Reference.Length == 0 ? until : $"{until} {Hold.Reference}",
        };
    }
}

/// <summary>Takes a part of what a hold has left.</summary>
internal sealed record CaptureOperation(WalletCapture Capture) : WalletOperation
{
    internal override UInt128 EntryId(WalletId wallet) => Capture.Id;

    internal override Refusal? Malformed(WalletId wallet) =>
        Malformed(Capture.Amount, Capture.Reference)
        ?? MalformedAccount(Capture.Account)
        ?? WalletReasons.Refuse(Capture.Reason, isCredit: false, Capture.Account);

    internal override bool IsBookedAs(WalletId wallet, LedgerBooking booked) =>
        IsSame(Booking(wallet, booked.At), booked);

    internal override Refusal? Refuse(WalletBook book)
    {
        if (book.FindHold(Capture.Hold) is not { } hold || hold.Left.Asset != Capture.Amount.Asset)
        {
            return HoldRefusals.Unknown(book, Capture.Hold);
        }

        return hold.Left.Units >= Capture.Amount.Units
            ? null
            : new Refusal
            {
                Code = ErrorCodes.HoldExceeded,
                Field = "amount",
                Detail = $"The hold has {hold.Left} left; this takes {Capture.Amount.Units}. Take less.",
            };
    }

    internal override LedgerBooking Change(WalletBook book)
    {
        var index = book.State.Holds.FindIndex(one => one.Id == Capture.Hold);
        var left = book.State.Holds[index].Left - Capture.Amount;
        var funds = book.Funds(left.Asset);
        Check.That(funds.Held >= Capture.Amount.Units, $"{book.Wallet}: {funds} holds {Capture.Amount}");
        book.Put(left.Asset, funds.Available, funds.Held - Capture.Amount.Units);
        if (left.IsZero)
        {
            book.State.Holds.RemoveAt(index);
        }
        else
        {
            book.State.Holds[index] = book.State.Holds[index] with { Left = left };
        }

        return Booking(book.Wallet, book.Now);
    }

    private LedgerBooking Booking(WalletId wallet, DateTimeOffset at)
    {
        var postings = new LedgerPostings().Move(LedgerAccounts.WalletHeld(wallet), Capture.Account, Capture.Amount);
        return NewBooking(
            wallet, Capture.Id, LedgerKinds.Capture, WalletNames.Hold(wallet, Capture.Hold), at, postings) with
        {
            Reference = Capture.Reference,
        };
    }
}

/// <summary>Gives up what a hold has left.</summary>
internal sealed record ReleaseOperation(WalletRelease Asked) : WalletOperation
{
    internal override UInt128 EntryId(WalletId wallet) => Asked.Id;

    internal override Refusal? Malformed(WalletId wallet) => Malformed(Asked.Reference);

    /// <summary>How much was left is no parameter.</summary>
    internal override bool IsBookedAs(WalletId wallet, LedgerBooking booked) =>
        booked.Kind == LedgerKinds.Release
        && booked.Subject == WalletNames.Hold(wallet, Asked.Hold)
        && booked.Reference == Asked.Reference;

    internal override Refusal? Refuse(WalletBook book) =>
        book.FindHold(Asked.Hold) is null ? HoldRefusals.Unknown(book, Asked.Hold) : null;

    internal override LedgerBooking Change(WalletBook book) =>
        Release(book, book.FindHold(Asked.Hold)!, Asked.Reference) with { Id = Asked.Id };

    /// <summary>Makes what a hold has left available again, asked for or at its end.</summary>
    internal static LedgerBooking Release(WalletBook book, OpenHold hold, string reference)
    {
        var (asset, units) = (hold.Left.Asset, hold.Left.Units);
        var funds = book.Funds(asset);
        Check.That(funds.Held >= units, $"{book.Wallet}: {funds} holds {hold.Left}");
        book.Put(asset, funds.Available + units, funds.Held - units);
        book.State.Holds.Remove(hold);
        var postings = new LedgerPostings().Move(book.Held, book.Available, hold.Left);
        return NewBooking(
            book.Wallet,
            WalletNames.ExpiryId(book.Wallet, hold.Id),
            LedgerKinds.Release,
            WalletNames.Hold(book.Wallet, hold.Id),
            book.Now,
            postings) with
        {
            Reference = reference,
        };
    }
}

internal static class HoldRefusals
{
    internal static Refusal Unknown(WalletBook book, UInt128 hold) => new()
    {
        Code = ErrorCodes.HoldUnknown,
        Field = "hold",
        Detail = $"{book.Wallet} has no open hold {WalletNames.Hex(hold)} of this asset: it was used up, released,"
            + " its time is over, or it never was. Hold again.",
    };
}
