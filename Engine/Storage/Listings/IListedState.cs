namespace OrleansTrading.Engine.Storage;

/// <summary>
/// A grain state that is shown in lists. Storing it stores its row too, in one transaction: a list never shows what is
/// not stored, and nothing stored is missing from it.
/// </summary>
public interface IListedState
{
    /// <summary>Describes this state as a line of a list.</summary>
    /// <param name="id">The grain's key, to be the row's id.</param>
    /// <returns>The row; null while the state is in no list. A row that was stored before then stays.</returns>
    ListingRow? ToListingRow(string id);
}
