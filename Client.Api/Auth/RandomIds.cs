using System.Security.Cryptography;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Auth;

/// <summary>Ids and secrets that nobody can guess.</summary>
internal static class RandomIds
{
    internal const int IdBytes = 16;
    internal const int SecretBytes = 32;

    private const string ChallengePrefix = "c_";

    /// <summary>Characters of an id without prefix: 128 bits.</summary>
    internal static readonly int IdLength = Base32Text.LengthOf(IdBytes);

    /// <summary>Characters of a secret: 256 bits.</summary>
    internal static readonly int SecretLength = Base32Text.LengthOf(SecretBytes);

    /// <summary>A new challenge's id.</summary>
    internal static string NewChallengeId(IEntropy entropy) => string.Concat(ChallengePrefix, NewId(entropy));

    /// <summary>True for what <see cref="NewChallengeId"/> makes: nothing else wakes a grain.</summary>
    internal static bool IsChallengeId(string text) =>
        text.Length == ChallengePrefix.Length + IdLength
        && text.StartsWith(ChallengePrefix, StringComparison.Ordinal)
        && Base32Text.IsWellFormed(text.AsSpan(ChallengePrefix.Length));

    /// <summary>128 random bits as 26 characters.</summary>
    internal static string NewId(IEntropy entropy) => New(entropy, IdBytes);

    /// <summary>256 random bits as 52 characters.</summary>
    internal static string NewSecret(IEntropy entropy) => New(entropy, SecretBytes);

    private static string New(IEntropy entropy, int length)
    {
        Span<byte> bytes = stackalloc byte[SecretBytes];
        Span<char> text = stackalloc char[Base32Text.LengthOf(SecretBytes)];
        bytes = bytes[..length];
        text = text[..Base32Text.LengthOf(length)];
        entropy.Fill(bytes);
        Base32Text.Encode(bytes, text);
        CryptographicOperations.ZeroMemory(bytes);
        return new string(text);
    }
}
