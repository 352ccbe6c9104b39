using System.Security.Cryptography;
using System.Text;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Near.Ownership;

/// <summary>What a wallet signs when it is asked for a message (NEP-413).</summary>
/// <param name="Message">The text that the user sees.</param>
/// <param name="Nonce">32 bytes.</param>
/// <param name="Recipient">Who asks: our domain.</param>
/// <param name="CallbackUrl">Where a wallet in a browser goes back to; null for none.</param>
internal sealed record Nep413Payload(string Message, byte[] Nonce, string Recipient, string? CallbackUrl)
{
    internal const int NonceBytes = 32;

    /// <summary>Keeps the bytes from being valid as a transaction: 2^31 + 413 (NEP-461).</summary>
    private const uint Tag = (1U << 31) + 413;

    /// <summary>The nonce for a text: its SHA-256.</summary>
    internal static byte[] NonceOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    internal byte[] Encode()
    {
        if (Nonce.Length != NonceBytes)
        {
            throw new ArgumentException($"A nonce of NEP-413 has {NonceBytes} bytes, not {Nonce.Length}.");
        }

        var writer = new BorshWriter();
        writer.WriteUInt32(Tag);
        writer.WriteString(Message);
        writer.WriteFixed(Nonce);
        writer.WriteString(Recipient);
        writer.WriteBool(CallbackUrl is not null);
        if (CallbackUrl is not null)
        {
            writer.WriteString(CallbackUrl);
        }

        return writer.ToArray();
    }

    /// <summary>What the key signs: the SHA-256 of the encoding.</summary>
    internal byte[] Hash() => SHA256.HashData(Encode());
}
