using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana.History;

/// <summary>
/// How far a wallet's history was read: the last signature of each of its accounts, and the slot up to which nothing is
/// left. Written as JSON, opaque to everybody else.
/// </summary>
/// <param name="Slot">Everything up to this slot was read.</param>
/// <param name="Last">The newest signature read, by account address; accounts without one are absent.</param>
internal sealed record HistoryCursor(ulong Slot, SortedDictionary<string, string> Last)
{
    private const int TextLengthMax = 32 * 1024;

    internal static readonly HistoryCursor Beginning =
        new(0, new SortedDictionary<string, string>(StringComparer.Ordinal));

    /// <summary>
    /// What is at or below this slot is not told: the history was begun after it. It never moves. How far was read is
    /// no such bound, because it is told by one node and the signatures perhaps by another one, that was behind it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ulong After { get; init; }

    /// <summary>
    /// The slots of <see cref="Last"/>; null in cursors of before there were any. A node that is behind does not know
    /// the signature to stop at, and lists what comes before it once more.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SortedDictionary<string, ulong>? LastSlots { get; init; }

    /// <summary>Whether a signature of an account was not told yet.</summary>
    internal bool IsNews(SolanaKey account, RpcSignature entry) => entry.Slot > After
        && (LastSlots is null || entry.Slot >= LastSlots.GetValueOrDefault(account.ToString()));

    /// <summary>
    /// Whether a transaction that touches this account was told with it: another node may list it once more with
    /// another account. In one slot only the last is sure to have been told.
    /// </summary>
    internal bool HasTold(SolanaKey account, RpcSignature entry) =>
        LastSlots is not null && LastSlots.TryGetValue(account.ToString(), out var slot)
        && (slot > entry.Slot || (slot == entry.Slot && LastOf(account) == entry.Signature));

    internal string? LastOf(SolanaKey account) => Last.GetValueOrDefault(account.ToString());

    /// <exception cref="ArgumentException">The text is not a cursor of this chain.</exception>
    internal static HistoryCursor Parse(string? text)
    {
        if (text is null)
        {
            return Beginning;
        }

        try
        {
            var read = text.Length <= TextLengthMax ? JsonSerializer.Deserialize<HistoryCursor>(text) : null;
            if (read?.Last is not null)
            {
                return read with { Last = new(read.Last, StringComparer.Ordinal) };
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
