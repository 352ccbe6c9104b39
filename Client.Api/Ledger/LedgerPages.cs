using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Http;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Ledger;

/// <summary>Which page of entries is asked for.</summary>
/// <param name="Limit">Entries at most.</param>
/// <param name="Before">The position of the last entry already seen; null for the first page.</param>
internal sealed record LedgerPageRequest(int Limit, long? Before);

/// <summary>Entries, newest first, and where the next page begins; null on the last one.</summary>
internal sealed record LedgerPage(IReadOnlyList<LedgerRow> Rows, string? NextCursor);

/// <summary>
/// Pages of the ledger. What was booked does not change, so that a page of it is the same whenever it is read.
/// </summary>
internal sealed class LedgerPages(ILedgerStore ledger)
{
    /// <summary>Tells a place in the ledger from one in a list (1) or in the history (2).</summary>
    private const byte EntryVersion = 3;

    /// <summary>The same for a place among the accounts.</summary>
    private const byte AccountVersion = 4;

    private const int CursorLengthMax = 1_400;

    /// <summary>Reads <c>limit</c> and <c>cursor</c>.</summary>
    internal static Outcome<LedgerPageRequest> Read(IQueryCollection query)
    {
        long? before = null;
        var refusal = Paging.ReadLimit(query, out var limit)
            ?? Paging.ReadCursor(query, text => (before = Decode(text)) is not null);
        return refusal is null
            ? Outcome.Of(new LedgerPageRequest(limit, before))
            : Outcome.Refused<LedgerPageRequest>(refusal);
    }

    /// <summary>A place in the ledger as text that is safe in a URL.</summary>
    internal static string Encode(long position)
    {
        Span<byte> bytes = stackalloc byte[1 + sizeof(long)];
        bytes[0] = EntryVersion;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], position);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null when it is no place in the ledger.</summary>
    internal static long? Decode(string? text) =>
        Bytes(text) is [EntryVersion, .. { Length: sizeof(long) } rest]
        && BinaryPrimitives.ReadInt64BigEndian(rest) is > 0 and var position
            ? position
            : null;

    /// <summary>A place among the accounts as text that is safe in a URL.</summary>
    internal static string EncodeAccount(string account) =>
        Base64Url.EncodeToString([AccountVersion, .. Encoding.UTF8.GetBytes(account)]);

    /// <summary>Null when it is no place among the accounts.</summary>
    internal static string? DecodeAccount(string? text) =>
        Bytes(text) is [AccountVersion, .. { Length: > 0 } rest]
        && Encoding.UTF8.GetString(rest) is { Length: <= StorageConstants.TextLengthMax } account
            ? account
            : null;

    internal async Task<LedgerPage> ReadAsync(
        LedgerFilter filter, LedgerPageRequest page, CancellationToken cancellationToken)
    {
        // One more than asked for tells whether there is a next page.
        var rows = await ledger.PageAsync(filter, page.Before, page.Limit + 1, cancellationToken);
        return rows.Count > page.Limit
            ? new LedgerPage([.. rows.Take(page.Limit)], Encode(rows[page.Limit - 1].Position))
            : new LedgerPage(rows, NextCursor: null);
    }

    private static byte[] Bytes(string? text) =>
        string.IsNullOrEmpty(text) || text.Length > CursorLengthMax || !Base64Url.IsValid(text)
            ? []
            : Base64Url.DecodeFromChars(text);
}
