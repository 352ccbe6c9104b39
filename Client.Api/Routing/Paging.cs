using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Routing;

/// <summary>Which page of a list is asked for.</summary>
/// <param name="Limit">Items at most.</param>
/// <param name="After">The last row already seen; null for the first page.</param>
internal sealed record PageRequest(int Limit, ListingCursor? After);

/// <summary>Pages of lists: the query's parameters, and the cursor as opaque text.</summary>
internal static class Paging
{
    internal static readonly ApiParameter LimitParameter =
        new(ParameterPlace.Query, "limit", "Items on the page, 1 to 100. Defaults to 20.", IsInteger: true);

    internal static readonly ApiParameter CursorParameter =
        new(ParameterPlace.Query, "cursor", "The nextCursor of the page before; left out for the first page.");

    private const byte Version = 1;
    private const int HeadBytes = 1 + sizeof(long);
    private const int CursorLengthMax = 400;

    /// <summary>Reads <c>limit</c> and <c>cursor</c> of a list of quotes.</summary>
    internal static Outcome<PageRequest> Read(IQueryCollection query) => Read(query, IsQuoteId);

    /// <summary>Reads <c>limit</c> and <c>cursor</c>.</summary>
    /// <param name="query">The request's query.</param>
    /// <param name="isId">Whether a text can be the id of what is listed.</param>
    internal static Outcome<PageRequest> Read(IQueryCollection query, Func<string, bool> isId)
    {
        ListingCursor? after = null;
        var refusal = ReadLimit(query, out var limit)
            ?? ReadCursor(query, text => (after = Decode(text, isId)) is not null);
        return refusal is null
            ? Outcome.Of(new PageRequest(limit, after))
            : Outcome.Refused<PageRequest>(refusal);
    }

    /// <summary>Reads <c>limit</c>; refused when it is not one.</summary>
    internal static Refusal? ReadLimit(IQueryCollection query, out int limit)
    {
        limit = ApiConstants.PageSizeDefault;
        var text = query["limit"];
        return text.Count == 0
            || (text.Count == 1
                && int.TryParse(text[0], NumberStyles.None, CultureInfo.InvariantCulture, out limit)
                && limit is >= 1 and <= ApiConstants.PageSizeMax)
            ? null
            : new Refusal
            {
                Code = ErrorCodes.PageSizeOutOfRange,
                Field = "limit",
                Detail = "limit is a whole number from 1 to 100.",
            };
    }

    /// <summary>Reads <c>cursor</c> where there is one; refused when it is none of this list's.</summary>
    /// <param name="query">The request's query.</param>
    /// <param name="take">Takes the cursor; false when it is none.</param>
    internal static Refusal? ReadCursor(IQueryCollection query, Func<string?, bool> take)
    {
        var text = query["cursor"];
        return text.Count == 0 || (text.Count == 1 && take(text[0]))
            ? null
            : new Refusal
            {
                Code = ErrorCodes.CursorMalformed,
                Field = "cursor",
                Detail = "Pass the nextCursor of the page before, unchanged.",
            };
    }

    /// <summary>A place in a list as text that is safe in a URL.</summary>
    internal static string Encode(ListingCursor cursor)
    {
        var bytes = new byte[HeadBytes + Encoding.UTF8.GetByteCount(cursor.Id)];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), cursor.At.UtcTicks);
        Encoding.UTF8.GetBytes(cursor.Id, bytes.AsSpan(HeadBytes));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>A cursor of a list of quotes; null when it is none.</summary>
    internal static ListingCursor? Decode(string? text) => Decode(text, IsQuoteId);

    /// <summary>
    /// A cursor is not secret and not signed: it only says where to go on in the caller's own list. Null when it is not
    /// one.
    /// </summary>
    private static ListingCursor? Decode(string? text, Func<string, bool> isId)
    {
        if (string.IsNullOrEmpty(text) || text.Length > CursorLengthMax || !Base64Url.IsValid(text))
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length <= HeadBytes || bytes[0] != Version)
        {
            return null;
        }

        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(1));
        var id = Encoding.UTF8.GetString(bytes.AsSpan(HeadBytes));
        return ticks >= DateTimeOffset.MinValue.UtcTicks && ticks <= DateTimeOffset.MaxValue.UtcTicks
            && isId(id)
            ? new ListingCursor(new DateTimeOffset(ticks, TimeSpan.Zero), id)
            : null;
    }

    private static bool IsQuoteId(string text) => QuoteId.TryParse(text, out _);
}
