using System.Security.Cryptography;
using OrleansTrading.Chains;
using OrleansTrading.Chains.Crypto;

namespace OrleansTrading.Silo.Keys.Vault;

/// <summary>
/// Signs with a key that never leaves the server it lives on. What comes back is verified before anybody uses it.
/// </summary>
internal sealed class VaultSigner : ISigner
{
    private readonly VaultTransit _vault;
    private readonly string _key;
    private readonly int _version;
    private readonly byte[] _publicKey;

    private VaultSigner(VaultTransit vault, string key, int version, byte[] publicKey)
    {
        _vault = vault;
        _key = key;
        _version = version;
        _publicKey = publicKey;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> PublicKey => _publicKey;

    /// <summary>
    /// The name of a key there: names have no slash and no colon, so <c>stellar/G…</c> is <c>stellar-G…</c>, and
    /// <c>near/ed25519:…</c> is <c>near-ed25519-…</c>.
    /// </summary>
    internal static string NameThere(string name) => name.Replace('/', '-').Replace(':', '-');

    /// <summary>
    /// Finds a key. Of its versions the one that fits its name is taken, the newest of them: a rotation there must not
    /// change the account that signs.
    /// </summary>
    /// <exception cref="VaultFailedException">It is not there, or no version of it fits.</exception>
    internal static async Task<VaultSigner> FindAsync(
        VaultTransit vault, string name, CancellationToken cancellationToken)
    {
        var versions = await vault.ReadPublicKeysAsync(NameThere(name), cancellationToken);
        var fitting = versions
            .Where(one => one.Value.Length == Ed25519.PublicKeyBytes && KeyNames.Fits(name, one.Value))
            .OrderByDescending(one => one.Key).ToList();
        return fitting.Count > 0
            ? new VaultSigner(vault, NameThere(name), fitting[0].Key, fitting[0].Value)
            : throw new VaultFailedException(
                $"The outside signer's key {NameThere(name)} has {versions.Count} versions, and none is {name}'s.");
    }

    /// <inheritdoc/>
    /// <exception cref="VaultFailedException">It did not sign.</exception>
    /// <exception cref="CryptographicException">It signed something else, or with another key.</exception>
    public async ValueTask<byte[]> SignAsync(
        ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default)
    {
        var signature = await _vault.SignAsync(_key, _version, message, cancellationToken);
        return Ed25519.Verify(_publicKey, message.Span, signature)
            ? signature
            : throw new CryptographicException(
                $"The outside signer's signature does not verify under version {_version} of its key {_key}."
                + " It was thrown away.");
    }

    /// <summary>The public key only.</summary>
    public override string ToString() => $"outside signer of {Convert.ToHexStringLower(_publicKey)}";
}
