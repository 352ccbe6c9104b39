using System.Text.Json;

namespace OrleansTrading.Chains.Near.History;

/// <summary>How far an account's history was read. Written as JSON, opaque to everybody else.</summary>
/// <param name="Height">The last block that was read, an existing one.</param>
/// <param name="Print">What the account was like at its end (<see cref="AccountPrint"/>).</param>
/// <param name="Settled">
/// No receipt of a transaction that the account signed up to there is carried out after this height.
/// </param>
internal sealed record HistoryCursor(ulong Height, string Print, ulong Settled)
{
    private const int TextLengthMax = 1024;

    /// <exception cref="ArgumentException">The text is not a cursor of this chain.</exception>
    internal static HistoryCursor Parse(string text)
    {
        try
        {
            if (text.Length <= TextLengthMax
                && JsonSerializer.Deserialize<HistoryCursor>(text) is { Print: not null } read)
            {
                return read;
            }
        }
        catch (JsonException)
        {
            // Told below, together with the other ways of not being a cursor.
        }

        throw new ArgumentException(
            "The history cursor is not one that this chain gave. Start again without a cursor.", nameof(text));
    }

    internal string Write() => JsonSerializer.Serialize(this);
}
