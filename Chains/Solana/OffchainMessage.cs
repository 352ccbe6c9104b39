using System.Buffers.Binary;
using System.Text;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana;

/// <summary>
/// The envelopes that hardware wallets put around a text before they sign it, so that the bytes can never be a
/// transaction's: the short header of Ledger's first app and the command line tools, version 0
/// (docs.anza.xyz/proposals/off-chain-message-signing) and version 1 (sRFC 3, @solana/offchain-messages).
/// </summary>
internal static class OffchainMessage
{
    /// <summary>A device holds a packet's worth, header included.</summary>
    private const int DeviceBytesMax = 1_232;

    private const int BytesMax = ushort.MaxValue;
    private const byte Version0 = 0;
    private const byte Version1 = 1;
    private const byte OneSigner = 1;
    private const byte Ascii = 0;
    private const byte Utf8 = 1;
    private const byte LongUtf8 = 2;

    /// <summary>What all begin with; 0xff is no message header.</summary>
    private static readonly byte[] Domain = [0xff, .. "solana offchain"u8];

    /// <summary>
    /// True when the signature is the signer's over one of the envelopes of this text. Wallets do not tell which one
    /// they used, so each is tried; every one of them holds the text whole.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="signer">Whose signature it should be.</param>
    /// <param name="application">Our host name, which a wallet may have put into the header.</param>
    /// <param name="signature">The signature.</param>
    internal static bool IsSigned(string text, SolanaKey signer, string application, byte[] signature)
    {
        var key = signer.ToArray();
        return Envelopes(text, signer, application).Any(bytes => Ed25519.Verify(key, bytes, signature));
    }

    /// <summary>Every envelope that is well-formed around the text.</summary>
    internal static IEnumerable<byte[]> Envelopes(string text, SolanaKey signer, string application)
    {
        var body = Encoding.UTF8.GetBytes(text);
        byte[] signers = [OneSigner, .. signer.ToArray()];
        foreach (var format in FormatsOf(body))
        {
            List<byte[]> headers =
            [
                [.. Domain, Version0, format],
                [.. Domain, Version0, .. new byte[SolanaKey.Length], format, .. signers],
            ];
            if (PadApplication(application) is { } padded)
            {
                headers.Add([.. Domain, Version0, .. padded, format, .. signers]);
            }

            foreach (var header in headers)
            {
                var whole = header.Length + sizeof(ushort) + body.Length;
                if (whole <= (format == LongUtf8 ? BytesMax : DeviceBytesMax))
                {
                    yield return [.. header, .. LengthOf(body), .. body];
                }
            }
        }

        yield return [.. Domain, Version1, .. signers, .. body];
    }

    /// <summary>
    /// Printable ASCII on one line, any UTF-8, or a long one. Devices accept line feeds as ASCII too, although the
    /// standard does not.
    /// </summary>
    private static byte[] FormatsOf(byte[] body) =>
        body.All(letter => letter is (>= 0x20 and <= 0x7e) or (byte)'\n')
            ? [Ascii, Utf8, LongUtf8]
            : [Utf8, LongUtf8];

    private static byte[] LengthOf(byte[] body)
    {
        var length = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)Math.Min(body.Length, ushort.MaxValue));
        return length;
    }

    private static byte[]? PadApplication(string application)
    {
        var name = Encoding.UTF8.GetBytes(application);
        return name.Length <= SolanaKey.Length ? [.. name, .. new byte[SolanaKey.Length - name.Length]] : null;
    }
}
