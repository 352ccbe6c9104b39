using System.Buffers.Binary;
using System.Buffers.Text;
using Microsoft.AspNetCore.Http;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Routing;

/// <summary>Which page of what was recorded is asked for.</summary>
/// <param name="Limit">Rows at most.</param>
/// <param name="Before">The position of the last row already seen; null for the first page.</param>
internal sealed record PositionPageRequest(int Limit, long? Before);

/// <summary>Rows, newest first, and where the next page begins; null on the last one.</summary>
internal sealed record PositionPage<TRow>(IReadOnlyList<TRow> Rows, string? NextCursor);

/// <summary>
/// Pages of what was recorded for good: it does not change, so that a page is the same whenever it is read, and what
/// comes meanwhile is before the first page. A cursor is not secret and not signed: it only says where to go on in what
/// the caller may see anyway.
/// </summary>
/// <param name="version">The first byte of its cursors: tells a place here from one in another list.</param>
internal sealed class PositionPaging(byte version)
{
    private const int CursorBytes = 1 + sizeof(long);
    private const int CursorLength = 12;

    /// <summary>Reads <c>limit</c> and <c>cursor</c>.</summary>
    internal Outcome<PositionPageRequest> Read(IQueryCollection query)
    {
        long? before = null;
        var refusal = Paging.ReadLimit(query, out var limit)
            ?? Paging.ReadCursor(query, text => (before = Decode(text)) is not null);
        return refusal is null
            ? Outcome.Of(new PositionPageRequest(limit, before))
            : Outcome.Refused<PositionPageRequest>(refusal);
    }

    /// <summary>The page of the rows that were read: one more than asked for tells that there is a next one.</summary>
    internal PositionPage<TRow> PageOf<TRow>(
        IReadOnlyList<TRow> rows, PositionPageRequest request, Func<TRow, long> positionOf) =>
        rows.Count > request.Limit
            ? new([.. rows.Take(request.Limit)], Encode(positionOf(rows[request.Limit - 1])))
            : new(rows, NextCursor: null);

    /// <summary>A position as text that is safe in a URL.</summary>
    internal string Encode(long position)
    {
        Span<byte> bytes = stackalloc byte[CursorBytes];
        bytes[0] = version;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], position);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null when the text is no cursor of these pages.</summary>
    internal long? Decode(string? text) =>
        text?.Length == CursorLength && Base64Url.IsValid(text)
        && Base64Url.DecodeFromChars(text) is [var first, .. { Length: sizeof(long) } rest] && first == version
        && BinaryPrimitives.ReadInt64BigEndian(rest) is > 0 and var position
            ? position
            : null;
}
