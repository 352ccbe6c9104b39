using System.Security.Cryptography;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.Keys;

namespace OrleansTrading.Silo.Keys;

/// <summary>
/// Reads a secret key as the programs of its chain write it, from the terminal without showing it, or from standard
/// input. The text itself is left to the collector: the process ends right after.
/// </summary>
internal static class SecretKeyText
{
    private const int LengthMax = 1024;

    internal static SecretBytes Read(string chain)
    {
        string text;
        if (Console.IsInputRedirected)
        {
            var buffer = new char[LengthMax + 1];
            var length = Console.In.ReadBlock(buffer, 0, buffer.Length);
            text = length <= LengthMax ? new string(buffer, 0, length).Trim() : string.Empty;
            Array.Clear(buffer);
        }
        else
        {
            Console.Error.Write($"Secret key for {chain}: ");
            text = ReadHidden();
        }

        return Decode(chain, text);
    }

    /// <summary>The seed in a secret key's text.</summary>
    /// <exception cref="FormatException">It is none; the message does not hold it.</exception>
    internal static SecretBytes Decode(string chain, string text)
    {
        var seed = DecodeSeed(chain, text.Trim());
        try
        {
            return new SecretBytes(seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    private static byte[] DecodeSeed(string chain, string text)
    {
        // What a seed file of this program holds.
        if (text.Length == Ed25519.SeedBytes * 2 && text.All(char.IsAsciiHexDigit))
        {
            return Convert.FromHexString(text);
        }

        return chain switch
        {
            SolanaExtensions.ChainName => SolanaSecretKey.DecodeSeed(text),
            StellarExtensions.ChainName when StellarKeys.TryDecodeSecret(text, out var stellar) => stellar,
            NearExtensions.ChainName when NearSecretKey.TryDecodeSeed(text, out var near) => near,
            StellarExtensions.ChainName => throw new FormatException("The secret key is no Stellar secret (S…)."),
            NearExtensions.ChainName => throw new FormatException(
                "The secret key is not ed25519: and base58 of a seed and its public key."),
            _ => throw new ArgumentException($"'{chain}' is no chain. Use {string.Join(", ", KeyNames.Chains)}."),
        };
    }

    private static string ReadHidden()
    {
        var typed = new char[LengthMax];
        var length = 0;
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            length = key.Key == ConsoleKey.Backspace ? Math.Max(0, length - 1) : length;
            if (!char.IsControl(key.KeyChar) && length < LengthMax)
            {
                typed[length++] = key.KeyChar;
            }
        }

        Console.Error.WriteLine();
        var text = new string(typed, 0, length);
        Array.Clear(typed);
        return text;
    }
}
