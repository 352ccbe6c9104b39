using System.Security.Cryptography;
using System.Text;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Stellar.Keys;

namespace OrleansTrading.Devnet.Stellar;

/// <summary>A key pair that everybody knows: local networks only.</summary>
internal sealed class DevnetKeys
{
    private readonly byte[] _seed;

    private DevnetKeys(string name)
    {
        _seed = SHA256.HashData(Encoding.UTF8.GetBytes("OrleansTrading Devnet/" + name));
        PublicKey = Ed25519.PublicKeyFromSeed(_seed);
        Address = StellarKeys.EncodeAddress(PublicKey);
    }

    /// <summary>Holds all lumens at the beginning.</summary>
    internal static DevnetKeys Friendbot { get; } = new("friendbot");

    /// <summary>Issues the network's USDC.</summary>
    internal static DevnetKeys UsdcIssuer { get; } = new("usdc-issuer");

    internal byte[] PublicKey { get; }

    internal string Address { get; }

    internal byte[] Sign(byte[] hash) => Ed25519.Sign(_seed, hash);
}
