using System.Diagnostics.CodeAnalysis;

namespace OrleansTrading.Chains.Crypto;

/// <summary>
/// Reads an Ed25519 signature as wallets print it: hex (128 characters), base64 (88, padded) or base58 (64 to 88).
/// </summary>
/// <remarks>
/// The three cannot be confused: 88 base64 characters for 64 bytes end in <c>==</c>, which base58 lacks, and base58 of
/// 64 bytes never has 128 characters.
/// </remarks>
internal static class SignatureText
{
    private const int HexLength = Ed25519.SignatureBytes * 2;
    private const int Base64Length = 88;

    internal static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? signature)
    {
        signature = new byte[Ed25519.SignatureBytes];
        if (text.Length == HexLength)
        {
            if (Convert.FromHexString(text, signature, out _, out _) == System.Buffers.OperationStatus.Done)
            {
                return true;
            }
        }
        else if (text.Length == Base64Length && text.EndsWith("==", StringComparison.Ordinal))
        {
            // The runtime's decoder skips white space and ignores the unused last bits: only the one spelling counts.
            if (Convert.TryFromBase64String(text, signature, out var written)
                && written == Ed25519.SignatureBytes
                && Convert.ToBase64String(signature) == text)
            {
                return true;
            }
        }
        else if (Base58.TryDecode(text, Ed25519.SignatureBytes, out var decoded))
        {
            signature = decoded;
            return true;
        }

        signature = null;
        return false;
    }
}
