using System.Text.Json;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Client.Api.History;

/// <summary>A page of the history, newest first.</summary>
internal sealed record HistoryPageBody
{
    /// <summary>The events.</summary>
    public required IReadOnlyList<HistoryEventBody> Items { get; init; }

    /// <summary>Pass it as <c>cursor</c> for the next page; null on the last one.</summary>
    public required string? NextCursor { get; init; }

    internal static HistoryPageBody Of(PositionPage<HistoryRow> page) => new()
    {
        Items = [.. page.Rows.Select(HistoryEventBody.Of)],
        NextCursor = page.NextCursor,
    };
}

/// <summary>Something that happened. It never changes.</summary>
internal sealed record HistoryEventBody
{
    /// <summary>What, a stable code: <c>quote.committed</c>, <c>payment.refunded</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it happened to: the id of a quote, payment, transfer, user, session, or an account.</summary>
    public required string Subject { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>More about it, an object. Its members depend on the kind; what says nothing is left out.</summary>
    public required JsonElement Details { get; init; }

    internal static HistoryEventBody Of(HistoryRow row) => new()
    {
        Kind = row.Event.Kind,
        Subject = row.Event.Subject,
        At = row.Event.At,
        Details = JsonElement.Parse(row.Event.Details),
    };
}

/// <summary>A page of the history as operators see it, newest first.</summary>
internal sealed record OperatorHistoryPageBody
{
    /// <summary>The events.</summary>
    public required IReadOnlyList<OperatorHistoryEventBody> Items { get; init; }

    /// <summary>Pass it as <c>cursor</c> for the next page; null on the last one.</summary>
    public required string? NextCursor { get; init; }

    internal static OperatorHistoryPageBody Of(PositionPage<HistoryRow> page) => new()
    {
        Items = [.. page.Rows.Select(OperatorHistoryEventBody.Of)],
        NextCursor = page.NextCursor,
    };
}

/// <summary>Something that happened, whose it is and who recorded it.</summary>
internal sealed record OperatorHistoryEventBody
{
    /// <summary>What, a stable code: <c>quote.committed</c>, <c>treasury.halted</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whose it is: a user's id, or <c>platform</c>.</summary>
    public required string Owner { get; init; }

    /// <summary>What it happened to: the id of a quote, payment, transfer, user, session, or an account.</summary>
    public required string Subject { get; init; }

    /// <summary>The grain that recorded it with the change of its state: <c>type/key</c>.</summary>
    public required string Source { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>More about it, an object. Its members depend on the kind; what says nothing is left out.</summary>
    public required JsonElement Details { get; init; }

    internal static OperatorHistoryEventBody Of(HistoryRow row) => new()
    {
        Kind = row.Event.Kind,
        Owner = row.Event.Owner,
        Subject = row.Event.Subject,
        Source = row.Source,
        At = row.Event.At,
        Details = JsonElement.Parse(row.Event.Details),
    };
}
