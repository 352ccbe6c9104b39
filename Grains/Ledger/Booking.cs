using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Ledger;

/// <summary>How grains book: where the state is changed, with no await in between, as they tell the history.</summary>
internal static class Booking
{
    /// <summary>
    /// Adds an entry that is stored in the transaction of the state's next write. None for no postings.
    /// </summary>
    /// <param name="state">The state that changes.</param>
    /// <param name="kind">One of <see cref="LedgerKinds"/>.</param>
    /// <param name="at">When it is booked.</param>
    /// <param name="user">Whose it is; null: the platform's.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="postings">What moves.</param>
    /// <param name="reference">Where it can be looked up outside; null: nowhere.</param>
    /// <param name="reverses">The id of the entry that it undoes; null: none.</param>
    internal static void Book(
        this IBookedState state,
        string kind,
        DateTimeOffset at,
        UserId? user,
        string subject,
        LedgerPostings postings,
        string? reference = null,
        UInt128? reverses = null)
    {
        if (!postings.IsEmpty)
        {
            state.Ledger.Book(new LedgerBooking(
                kind, user is { } owner ? owner.Value : HistoryOwners.Platform, subject, at, postings)
            {
                Reference = reference ?? string.Empty,
                Reverses = reverses,
            });
        }
    }

    /// <inheritdoc cref="LedgerPostings.Move(string, string, string, UInt128)"/>
    internal static LedgerPostings Move(this LedgerPostings postings, string debit, string credit, Amount amount) =>
        postings.Move(debit, credit, amount.Asset.Value, amount.Units);
}
