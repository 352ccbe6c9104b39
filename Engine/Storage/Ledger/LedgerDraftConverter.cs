using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansTrading.Engine.Storage;

/// <summary>A draft as part of its state's JSON: where the stream ends, and nothing of what waits.</summary>
internal sealed class LedgerDraftConverter : JsonConverter<LedgerDraft>
{
    private const string SequenceName = "sequence";
    private const string HashName = "hash";

    /// <summary>Gets true: a state of the time before the ledger has none, and begins its stream.</summary>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override LedgerDraft Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return new LedgerDraft();
        }

        using var document = JsonDocument.ParseValue(ref reader);
        var sequence = document.RootElement.TryGetProperty(SequenceName, out var number) ? number.GetInt64() : 0;
        if (sequence == 0)
        {
            return new LedgerDraft();
        }

        return document.RootElement.TryGetProperty(HashName, out var hash) && IsHash(hash.GetString())
            ? new LedgerDraft(sequence, hash.GetString()!)
            : throw new JsonException("The end of a stream of the ledger has no hash of 64 hexadecimal digits.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, LedgerDraft value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber(SequenceName, value.Sequence);
        if (value.Sequence > 0)
        {
            writer.WriteString(HashName, value.Hash);
        }

        writer.WriteEndObject();
    }

    private static bool IsHash(string? text) =>
        text?.Length == LedgerConstants.NoHash.Length && text.All(char.IsAsciiHexDigitLower);
}
