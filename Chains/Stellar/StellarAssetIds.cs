using System.Diagnostics.CodeAnalysis;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Stellar;

/// <summary>Assets of one network to and from CAIP-19 (the Stellar profile of the ChainAgnostic namespaces).</summary>
internal sealed class StellarAssetIds(string chainId)
{
    private const string IssuedPrefix = "asset:";

    internal string Native { get; } = $"{chainId}/{StellarConstants.NativeReference}";

    internal string IdOf(StellarAsset asset) =>
        asset.IsNative ? Native : $"{chainId}/{IssuedPrefix}{asset.Code}-{asset.Issuer}";

    /// <summary>The asset of an id that is expected to be one of this network.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    internal StellarAsset AssetOf(string assetId)
    {
        var prefix = chainId + "/";
        if (!assetId.StartsWith(prefix, StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{assetId}' is not an asset of {chainId}.", nameof(assetId));
        }

        return TryParseReference(assetId[prefix.Length..], out var asset, out var problem)
            ? asset
            : throw new ArgumentException($"'{assetId}': {problem}.", nameof(assetId));
    }

    internal static bool TryParseReference(
        string reference, [NotNullWhen(true)] out StellarAsset? asset, [NotNullWhen(false)] out string? problem)
    {
        asset = null;
        problem = null;
        if (reference == StellarConstants.NativeReference)
        {
            asset = StellarAsset.Native;
            return true;
        }

        if (!reference.StartsWith(IssuedPrefix, StringComparison.Ordinal))
        {
            problem = $"a Stellar asset is '{StellarConstants.NativeReference}' or '{IssuedPrefix}CODE-ISSUER'";
            return false;
        }

        var parts = reference[IssuedPrefix.Length..].Split('-');
        if (parts.Length != 2)
        {
            problem = $"an issued Stellar asset is '{IssuedPrefix}CODE-ISSUER'";
            return false;
        }

        if (!StellarAsset.IsCode(parts[0]))
        {
            problem = "an asset code has 1 to 12 letters and digits";
            return false;
        }

        if (!StellarAsset.TryIssued(parts[0], parts[1], out asset))
        {
            problem = "the issuer is not a Stellar account (G…)";
            return false;
        }

        return true;
    }
}
