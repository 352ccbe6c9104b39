using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Stellar;

namespace OrleansTrading.Silo.Keys;

/// <summary>
/// What keys are called: <c>&lt;chain&gt;/&lt;account&gt;</c> for an account's key, <c>&lt;chain&gt;/&lt;lane&gt;</c>
/// for a lane's, e.g. <c>stellar/G…</c>, <c>near/alice.near</c>, <c>near/ed25519:…</c>.
/// </summary>
internal static class KeyNames
{
    private const int LengthMax = 160;

    /// <summary>The chains whose keys can be made and imported.</summary>
    internal static IReadOnlyList<string> Chains { get; } =
        [NearExtensions.ChainName, SolanaExtensions.ChainName, StellarExtensions.ChainName];

    internal static string Of(string chain, string account) => $"{chain}/{account}";

    /// <summary>Why it is no name; null when it is one.</summary>
    internal static string? Check(string name)
    {
        var parts = name.Split('/');
        return parts.Length == 2 && Chains.Contains(parts[0], StringComparer.Ordinal)
            && name.Length <= LengthMax && parts[1].Length > 0 && parts[1].All(IsLetter)
                ? null
                : $"'{name}' is no name of a key. It is {string.Join(", ", Chains)}, a slash, and the account.";
    }

    /// <summary>The address that a chain gives a public key: on NEAR its implicit account.</summary>
    internal static string AddressOf(string chain, ReadOnlySpan<byte> publicKey) => chain switch
    {
        SolanaExtensions.ChainName => SolanaExtensions.AddressOf(publicKey),
        StellarExtensions.ChainName => StellarExtensions.AddressOf(publicKey),
        NearExtensions.ChainName => NearExtensions.AddressOf(publicKey),
        _ => throw new ArgumentException($"'{chain}' is no chain. Use {string.Join(", ", Chains)}."),
    };

    /// <summary>
    /// Whether a key belongs to what it is named after, where the name tells: a named account on NEAR does not, and the
    /// network is asked about it.
    /// </summary>
    internal static bool Fits(string name, ReadOnlySpan<byte> publicKey)
    {
        var (chain, account) = (name.Split('/')[0], name.Split('/')[1]);
        if (chain == NearExtensions.ChainName && account.StartsWith("ed25519:", StringComparison.Ordinal))
        {
            return account == NearExtensions.KeyTextOf(publicKey);
        }

        var isImplicit = account.Length == 64 && account.All(char.IsAsciiHexDigitLower);
        var isNamed = chain == NearExtensions.ChainName && !isImplicit;
        return isNamed || account == AddressOf(chain, publicKey);
    }

    private static bool IsLetter(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ':';
}
