using System.Diagnostics.CodeAnalysis;
using OrleansTrading.Chains.Stellar.Keys;

namespace OrleansTrading.Chains.Stellar.Xdr;

/// <summary>Lumens, or a code together with the account that issues it.</summary>
internal sealed record StellarAsset
{
    internal const int CodeLengthMax = 12;
    internal const int ShortCodeLengthMax = 4;

    private StellarAsset(string? code, string? issuer)
    {
        Code = code;
        Issuer = issuer;
    }

    internal static StellarAsset Native { get; } = new(null, null);

    /// <summary>1 to 12 letters and digits; null for lumens.</summary>
    internal string? Code { get; }

    /// <summary>The issuing account, G…; null for lumens.</summary>
    internal string? Issuer { get; }

    [MemberNotNullWhen(false, nameof(Code), nameof(Issuer))]
    internal bool IsNative => Code is null;

    /// <exception cref="ArgumentException">The code or the issuer is malformed.</exception>
    internal static StellarAsset Issued(string code, string issuer) =>
        TryIssued(code, issuer, out var asset)
            ? asset
            : throw new ArgumentException($"'{code}' of '{issuer}' is not a Stellar asset.");

    internal static bool TryIssued(string code, string issuer, [NotNullWhen(true)] out StellarAsset? asset)
    {
        asset = IsCode(code) && Strkey.TryDecode(issuer, StrkeyKind.Account, out _)
            ? new StellarAsset(code, issuer)
            : null;
        return asset is not null;
    }

    internal static bool IsCode(string code) =>
        code.Length is > 0 and <= CodeLengthMax && code.All(char.IsAsciiLetterOrDigit);

    /// <summary>As SEP-11 writes it.</summary>
    public override string ToString() => IsNative ? "native" : $"{Code}:{Issuer}";
}
