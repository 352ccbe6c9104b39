using System.Runtime.CompilerServices;

namespace OrleansTrading.Engine.Storage;

/// <summary>Reads all reminders.</summary>
internal static class ReminderPages
{
    /// <summary>
    /// Rows read at a time when all are read, so that a start with many reminders holds no long snapshot.
    /// </summary>
    public const int PageRows = 1_000;

    /// <summary>All rows, a page at a time.</summary>
    public static async IAsyncEnumerable<ReminderRow> ReadAllAsync(
        IStore store,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ReminderRow? last = null;
        IReadOnlyList<ReminderRow> page;
        do
        {
            page = await store.PageRemindersAsync(last, PageRows, cancellationToken);
            foreach (var row in page)
            {
                yield return row;
                last = row;
            }
        }
        while (page.Count == PageRows);
    }
}
