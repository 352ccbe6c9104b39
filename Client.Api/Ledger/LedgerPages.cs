using System.Buffers.Text;
using System.Text;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Client.Api.Ledger;

/// <summary>Pages of the ledger.</summary>
internal sealed class LedgerPages(ILedgerStore ledger)
{
    /// <summary>A place in a list begins with 1, one in the history with 2.</summary>
    internal static readonly PositionPaging Paging = new(version: 3);

    /// <summary>The same for a place among the accounts.</summary>
    private const byte AccountVersion = 4;

    private const int CursorLengthMax = 1_400;

    internal async Task<PositionPage<LedgerRow>> ReadAsync(
        LedgerFilter filter, PositionPageRequest page, CancellationToken cancellationToken) =>
        Paging.PageOf(
            await ledger.PageAsync(filter, page.Before, page.Limit + 1, cancellationToken), page, row => row.Position);

    /// <summary>A place among the accounts as text that is safe in a URL.</summary>
    internal static string EncodeAccount(string account) =>
        Base64Url.EncodeToString([AccountVersion, .. Encoding.UTF8.GetBytes(account)]);

    /// <summary>Null when it is no place among the accounts.</summary>
    internal static string? DecodeAccount(string? text) =>
        text?.Length is > 0 and <= CursorLengthMax && Base64Url.IsValid(text)
        && Base64Url.DecodeFromChars(text) is [AccountVersion, .. { Length: > 0 } rest]
        && Encoding.UTF8.GetString(rest) is { Length: <= StorageConstants.TextLengthMax } account
            ? account
            : null;
}
