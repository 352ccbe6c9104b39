namespace OrleansTrading.Engine.Storage;

/// <summary>
/// One line of a list: what a list page, a filter and the overdue report need to know about a grain, and no more. The
/// grain's own state is the truth; this row is stored with it.
/// </summary>
/// <param name="Kind">What is listed, for example <c>quote</c>. At most 256 characters, like every text here.</param>
/// <param name="Id">The grain's key, unique within its kind.</param>
/// <param name="Owner">Whose list it is in. The same for the row's life.</param>
/// <param name="CreatedAt">When the listed thing came to be: the order of a list. The same for the row's life, so that
/// pages neither repeat nor skip it.</param>
/// <param name="Status">The state's name as shown to people.</param>
/// <param name="IsOpen">False once the state is terminal: such a row is never overdue.</param>
/// <param name="Deadline">When the next step is due. Null: nothing is due.</param>
/// <param name="AwaitsOperator">True when nothing goes on before a person has decided. Defaults to false.</param>
public sealed record ListingRow(
    string Kind,
    string Id,
    string Owner,
    DateTimeOffset CreatedAt,
    string Status,
    bool IsOpen,
    DateTimeOffset? Deadline,
    bool AwaitsOperator = false)
{
    /// <summary>Rough: only the limits of queue and batch use it.</summary>
    internal int Bytes => Kind.Length + Id.Length + Owner.Length + Status.Length + 32;

    /// <summary>Refuses a row that no list can have.</summary>
    /// <exception cref="ArgumentException">A text is empty or too long.</exception>
    internal void Require()
    {
        StorageText.Require(Kind);
        StorageText.Require(Id);
        StorageText.Require(Owner);
        StorageText.Require(Status);
    }
}

/// <summary>
/// A place between two rows of a page's order. It names the last row seen, not a row number, so pages neither repeat
/// nor skip rows when others are added meanwhile.
/// </summary>
/// <param name="At">The last row's creation time, or deadline on overdue pages.</param>
/// <param name="Id">The last row's id, which orders rows of the same time.</param>
public readonly record struct ListingCursor(DateTimeOffset At, string Id)
{
    /// <summary>The cursor behind a row of a page that is ordered by creation.</summary>
    /// <param name="row">The last row of the page.</param>
    /// <returns>The cursor to pass as <c>before</c> or <c>after</c>.</returns>
    public static ListingCursor AfterCreated(ListingRow row) => new(row.CreatedAt, row.Id);

    /// <summary>The cursor behind a row of an overdue page.</summary>
    /// <param name="row">The last row of the page; has a deadline.</param>
    /// <returns>The cursor to pass as <c>after</c>.</returns>
    /// <exception cref="ArgumentException">The row has no deadline.</exception>
    public static ListingCursor AfterDeadline(ListingRow row) => new(
        row.Deadline ?? throw new ArgumentException($"Listing row {row.Kind}/{row.Id} has no deadline.", nameof(row)),
        row.Id);
}
