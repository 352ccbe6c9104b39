using System.Globalization;
using System.Text;

namespace OrleansTrading.Client.Api.Wallets;

/// <summary>A page of a wallet's statement as CSV (RFC 4180), one line for each entry.</summary>
internal static class WalletStatement
{
    internal const string ContentType = "text/csv; charset=utf-8";

    private const string Head =
        "at,sequence,id,kind,subject,asset,assetId,availableUnits,heldUnits,reference,reverses,hash\r\n";

    internal static byte[] Write(IEnumerable<WalletEntryBody> entries)
    {
        var text = new StringBuilder(Head);
        foreach (var entry in entries)
        {
            string?[] cells =
            [
                entry.At.ToString("O", CultureInfo.InvariantCulture), entry.Sequence, entry.Id, entry.Kind,
                entry.Subject, entry.Asset, entry.AssetId, entry.AvailableUnits, entry.HeldUnits,
                Harmless(entry.Reference), entry.Reverses, entry.Hash,
            ];
            text.AppendJoin(',', cells.Select(Quote)).Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A text that somebody wrote must not become a formula in a spreadsheet.</summary>
    private static string? Harmless(string? text) =>
        text is ['=' or '+' or '-' or '@' or '\t', ..] ? "'" + text : text;

    private static string Quote(string? cell) => cell is not null && cell.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : cell ?? string.Empty;
}
