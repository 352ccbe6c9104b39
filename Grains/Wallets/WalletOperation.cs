using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Wallets;

/// <summary>
/// One thing that a wallet can do: under which id, what it would book, what speaks against it, and what it changes.
/// </summary>
internal abstract record WalletOperation
{
    /// <summary>Another entry that it has to look at; null: none.</summary>
    internal virtual UInt128? RefersTo => null;

    /// <summary>The id of its entry.</summary>
    internal abstract UInt128 EntryId(WalletId wallet);

    /// <summary>Why it is nonsense, whatever the wallet has; null: it is not.</summary>
    internal abstract Refusal? Malformed(WalletId wallet);

    /// <summary>Whether an entry with its id is what it would have booked: it was done before, with these parameters.
    /// </summary>
    internal abstract bool IsBookedAs(WalletId wallet, LedgerBooking booked);

    /// <summary>Why it cannot be done now; null: it can.</summary>
    internal abstract Refusal? Refuse(WalletBook book);

    /// <summary>Does it, after <see cref="Refuse"/>.</summary>
    /// <returns>What moved.</returns>
    internal abstract LedgerBooking Change(WalletBook book);

    /// <summary>Whether two bookings are the same but for their time.</summary>
    private protected static bool IsSame(LedgerBooking expected, LedgerBooking booked) =>
        expected.Kind == booked.Kind
        && expected.Subject == booked.Subject
        && expected.Reference == booked.Reference
        && expected.Reverses == booked.Reverses
        && expected.Postings.SequenceEqual(booked.Postings);

    private protected static LedgerBooking NewBooking(
        WalletId wallet, UInt128 id, string kind, string subject, DateTimeOffset at, LedgerPostings postings) =>
        new(kind, wallet.User.Value, subject, at, postings) { Id = id };

    /// <summary>Why an amount or a reference is nonsense; null: neither is.</summary>
    private protected static Refusal? Malformed(Amount amount, string reference) =>
        amount.IsZero
            ? new Refusal
            {
                Code = ErrorCodes.AmountZero,
                Field = "amount",
                Detail = "The amount is zero. Give one that is more.",
            }
            : amount.Asset.Value is not { Length: >= 1 and <= AssetLengthMax }
                ? Nonsense("asset", "The asset is a CAIP-19 id.")
                : Malformed(reference);

    private protected static Refusal? Malformed(string? reference) =>
        reference is { Length: <= WalletConstants.ReferenceLengthMax } && !reference.Any(char.IsControl)
            ? null
            : Nonsense(
                "reference", $"A reference has at most {WalletConstants.ReferenceLengthMax} characters on one line.");

    private protected static Refusal? MalformedAccount(string? account) =>
        account is { Length: >= 1 and <= AccountLengthMax }
            ? null
            : Nonsense("account", $"The account's name has 1 to {AccountLengthMax} characters.");

    private protected static Refusal Nonsense(string field, string detail) =>
        new() { Code = ErrorCodes.RequestMalformed, Field = field, Detail = detail };

    /// <summary>As the ledger has it.</summary>
    private const int AccountLengthMax = 256;

    private const int AssetLengthMax = 256;
}
