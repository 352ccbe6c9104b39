using System.Globalization;
using System.Text.Json;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Near;

/// <summary>The arguments of the calls that move tokens (NEP-141) and register accounts (NEP-145).</summary>
internal static class TokenCalls
{
    internal const string TransferMethod = "ft_transfer";
    internal const string RegisterMethod = "storage_deposit";

    internal static FunctionCallAction Transfer(string receiver, UInt128 units, string? memo, ulong gas) => new(
        TransferMethod,
        Write(writer =>
        {
            writer.WriteString("receiver_id", receiver);
            writer.WriteString("amount", units.ToString(CultureInfo.InvariantCulture));
            if (!string.IsNullOrEmpty(memo))
            {
                writer.WriteString("memo", memo);
            }
        }),
        gas,
        NearConstants.OneYocto);

    /// <summary>Registers an account; what is paid beyond the price comes back.</summary>
    internal static FunctionCallAction Register(string account, UInt128 price, ulong gas) => new(
        RegisterMethod,
        Write(writer =>
        {
            writer.WriteString("account_id", account);
            writer.WriteBoolean("registration_only", true);
        }),
        gas,
        price);

    /// <summary>
    /// What a call of <see cref="TransferMethod"/> asks for; null when its arguments are not those of the standard, so
    /// that the contract cannot have carried it out.
    /// </summary>
    internal static TokenTransfer? ReadTransfer(byte[] args)
    {
        try
        {
            using var document = JsonDocument.Parse(args);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && TextOf(root, "receiver_id") is { } receiver
                && UInt128.TryParse(
                    TextOf(root, "amount"), NumberStyles.None, CultureInfo.InvariantCulture, out var units)
                    ? new TokenTransfer(receiver, units, TextOf(root, "memo"))
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static byte[] Write(Action<Utf8JsonWriter> body)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            body(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}

/// <summary>A token transfer as it was asked for.</summary>
/// <param name="Receiver">Who gets it.</param>
/// <param name="Units">How much.</param>
/// <param name="Memo">Its memo; null for none.</param>
internal sealed record TokenTransfer(string Receiver, UInt128 Units, string? Memo);
