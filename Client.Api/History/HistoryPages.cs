using System.Buffers.Binary;
using System.Buffers.Text;
using Microsoft.AspNetCore.Http;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.History;

/// <summary>Which page of the history is asked for.</summary>
/// <param name="Limit">Events at most.</param>
/// <param name="Before">The position of the last event already seen; null for the first page.</param>
internal sealed record HistoryPageRequest(int Limit, long? Before);

/// <summary>Events, newest first, and where the next page begins; null on the last one.</summary>
internal sealed record HistoryPage(IReadOnlyList<HistoryRow> Rows, string? NextCursor);

/// <summary>
/// Pages of the history. What was recorded does not change, so that a page of it is the same whenever it is read, and
/// what comes meanwhile is before the first page.
/// </summary>
internal sealed class HistoryPages(IHistoryStore history)
{
    /// <summary>Tells a place in the history from one in a list, which begins with 1.</summary>
    private const byte Version = 2;

    private const int CursorBytes = 1 + sizeof(long);
    private const int CursorLength = 12;

    /// <summary>Reads <c>limit</c> and <c>cursor</c>.</summary>
    internal static Outcome<HistoryPageRequest> Read(IQueryCollection query)
    {
        long? before = null;
        var refusal = Paging.ReadLimit(query, out var limit)
            ?? Paging.ReadCursor(query, text => (before = Decode(text)) is not null);
        return refusal is null
            ? Outcome.Of(new HistoryPageRequest(limit, before))
            : Outcome.Refused<HistoryPageRequest>(refusal);
    }

    internal async Task<HistoryPage> ReadAsync(
        HistoryFilter filter, HistoryPageRequest page, CancellationToken cancellationToken)
    {
        // One more than asked for tells whether there is a next page.
        var rows = await history.PageAsync(filter, page.Before, page.Limit + 1, cancellationToken);
        return rows.Count > page.Limit
            ? new HistoryPage([.. rows.Take(page.Limit)], Encode(rows[page.Limit - 1].Position))
            : new HistoryPage(rows, NextCursor: null);
    }

    /// <summary>A place in the history as text that is safe in a URL.</summary>
    internal static string Encode(long position)
    {
        Span<byte> bytes = stackalloc byte[CursorBytes];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], position);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>
    /// A cursor is not secret and not signed: it only says where to go on in what the caller may see anyway. Null when
    /// it is not one.
    /// </summary>
    internal static long? Decode(string? text)
    {
        if (text?.Length != CursorLength || !Base64Url.IsValid(text))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        return bytes.Length == CursorBytes
            && bytes[0] == Version
            && BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(1)) is > 0 and var position
            ? position
            : null;
    }
}
