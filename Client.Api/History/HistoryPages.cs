using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Client.Api.History;

/// <summary>Pages of the history.</summary>
internal sealed class HistoryPages(IHistoryStore history)
{
    /// <summary>A place in a list begins with 1.</summary>
    internal static readonly PositionPaging Paging = new(version: 2);

    internal async Task<PositionPage<HistoryRow>> ReadAsync(
        HistoryFilter filter, PositionPageRequest page, CancellationToken cancellationToken) =>
        Paging.PageOf(
            await history.PageAsync(filter, page.Before, page.Limit + 1, cancellationToken), page, row => row.Position);
}
