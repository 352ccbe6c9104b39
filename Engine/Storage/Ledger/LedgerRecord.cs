using System.Globalization;

namespace OrleansTrading.Engine.Storage;

/// <summary>A row of <c>ledger_entries</c> with its rows of <c>ledger_postings</c>, as they are.</summary>
internal sealed class LedgerRecord
{
    public required long Position { get; init; }

    public required LedgerStream Stream { get; init; }

    public required long Sequence { get; init; }

    public required string Id { get; init; }

    public required long AtTicks100ns { get; init; }

    public required string Kind { get; init; }

    public required string Owner { get; init; }

    public required string Subject { get; init; }

    public required string Reference { get; init; }

    public required string? Reverses { get; init; }

    public required string Hash { get; init; }

    /// <summary>Gets the hash that is stored with the entry before it in its stream; null: there is none.</summary>
    public required string? PreviousHash { get; init; }

    public List<LedgerPosting> Postings { get; } = [];

    /// <summary>Gets or sets a value indicating whether the postings bear another time than the entry.</summary>
    public bool HasStrayTimes { get; set; }

    /// <summary>What the audit is given.</summary>
    public LedgerAuditRow ToAuditRow()
    {
        try
        {
            var entry = ToEntry();
            return new LedgerAuditRow(Position, Stream, Sequence, entry, ProblemOf(entry));
        }
        catch (Exception broken) when (broken is ArgumentException or FormatException or OverflowException)
        {
            return new LedgerAuditRow(Position, Stream, Sequence, Entry: null, broken.Message);
        }
    }

    /// <summary>What everybody else is given.</summary>
    /// <exception cref="StorageCorruptException">It cannot be believed.</exception>
    public LedgerRow ToRow()
    {
        var row = ToAuditRow();
        return row is { Problem: null, Entry: { } entry }
            ? new LedgerRow(Position, entry)
            : throw new StorageCorruptException(string.Create(
                CultureInfo.InvariantCulture,
                $"The ledger's entry {Stream} {Sequence} (position {Position}) cannot be believed: {row.Problem} ")
                + "Somebody changed the database. Run the command 'ledger verify', and compare with a backup.");
    }

    private LedgerEntry ToEntry() => new(
        Stream,
        Sequence,
        LedgerEncoding.IdFrom(Id),
        new LedgerBooking(Kind, Owner, Subject, StorageTime.FromTicks100ns(AtTicks100ns), Postings)
        {
            Reference = Reference,
            Reverses = Reverses is null ? null : LedgerEncoding.IdFrom(Reverses),
        },
        Sequence == 1 ? LedgerConstants.NoHash : PreviousHash ?? string.Empty,
        Hash);

    private string? ProblemOf(LedgerEntry entry) =>
        entry.PreviousHash.Length == 0 ? "the entry before it in its stream is missing."
        : LedgerEncoding.Hash(entry) != Hash ? "its hash is not that of its content and of the entry before it."
        : HasStrayTimes ? "a posting bears another time than the entry."
        : null;
}
