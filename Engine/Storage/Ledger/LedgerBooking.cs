using System.Numerics;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// What a grain wants to have in the journal: a movement as balanced postings. It becomes a <see cref="LedgerEntry"/>,
/// with a place in the grain's stream and a hash, when the grain's state is stored.
/// </summary>
public sealed record LedgerBooking
{
    /// <summary>Makes a booking and checks it.</summary>
    /// <param name="kind">Why, for example <c>PAYMENT_IN</c>. At most 256 characters.</param>
    /// <param name="owner">Whose it is: a user's id, or <c>platform</c>. At most 256 characters.</param>
    /// <param name="subject">What it is about: the id of a quote, payment, transfer, wallet. At most 256 characters.
    /// </param>
    /// <param name="at">When it is booked: the grain's clock, not a block's time.</param>
    /// <param name="postings">Two to <see cref="LedgerConstants.PostingsMax"/> postings, zero in each asset.</param>
    /// <exception cref="ArgumentException">The postings do not balance, or a text is empty or too long.</exception>
    public LedgerBooking(
        string kind,
        string owner,
        string subject,
        DateTimeOffset at,
        IReadOnlyList<LedgerPosting> postings)
    {
        StorageText.Require(kind);
        StorageText.Require(owner);
        StorageText.Require(subject);
        if (ProblemOf(postings) is { } problem)
        {
            throw new ArgumentException($"{kind} of {subject} is no journal entry: {problem}.", nameof(postings));
        }

        Kind = kind;
        Owner = owner;
        Subject = subject;
        At = at;
        Postings = [.. postings];
    }

    /// <inheritdoc cref="LedgerBooking(string, string, string, DateTimeOffset, IReadOnlyList{LedgerPosting})"/>
    public LedgerBooking(string kind, string owner, string subject, DateTimeOffset at, LedgerPostings postings)
        : this(kind, owner, subject, at, postings.ToList())
    {
    }

    /// <summary>Gets why it moved.</summary>
    public string Kind { get; }

    /// <summary>Gets whose it is.</summary>
    public string Owner { get; }

    /// <summary>Gets what it is about.</summary>
    public string Subject { get; }

    /// <summary>Gets when it was booked.</summary>
    public DateTimeOffset At { get; }

    /// <summary>Gets the lines.</summary>
    public IReadOnlyList<LedgerPosting> Postings { get; }

    /// <summary>
    /// Gets the id that the caller gave the operation, once in a stream, which the storage enforces; entries of several
    /// streams that belong to one operation may share it. Null: it has none, and the entry gets one of its own.
    /// </summary>
    public UInt128? Id { get; init; }

    /// <summary>Gets the id of the entry that this one undoes. Null: it undoes none.</summary>
    public UInt128? Reverses { get; init; }

    /// <summary>
    /// Gets where this can be looked up outside, for example the chain's transaction. At most 256 characters; empty:
    /// nowhere.
    /// </summary>
    public string Reference { get; init; } = string.Empty;

    /// <summary>What is wrong with these lines; null: nothing.</summary>
    internal static string? ProblemOf(IReadOnlyList<LedgerPosting> postings)
    {
        if (postings.Count is < 2 or > LedgerConstants.PostingsMax)
        {
            return $"it has {postings.Count} postings, not 2 to {LedgerConstants.PostingsMax}";
        }

        foreach (var posting in postings)
        {
            if (posting.Problem() is { } problem)
            {
                return problem;
            }
        }

        // Most entries are one debit and one credit.
        if (postings is [var one, var other] && one.Asset == other.Asset && one.Units == -other.Units)
        {
            return null;
        }

        foreach (var group in postings.GroupBy(p => p.Asset, StringComparer.Ordinal))
        {
            // Debits and credits of up to 64 postings can exceed 128 bits together.
            var sum = group.Aggregate(BigInteger.Zero, (total, p) => total + p.Units);
            if (!sum.IsZero)
            {
                return $"debits exceed credits by {sum} units of {group.Key}";
            }
        }

        return null;
    }
}
