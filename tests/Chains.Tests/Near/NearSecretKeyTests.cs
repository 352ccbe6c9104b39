using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Near;

namespace OrleansTrading.Chains.Tests.Near;

public sealed class NearSecretKeyTests
{
    // RFC 8032 section 7.1, the first test.
    private static readonly byte[] Seed =
        Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

    private static readonly byte[] PublicKey =
        Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

    [Fact]
    public void A_secret_key_is_the_seed_with_or_without_its_public_key()
    {
        foreach (var bytes in new[] { Seed, [.. Seed, .. PublicKey] })
        {
            Assert.True(NearSecretKey.TryDecodeSeed("ed25519:" + Base58.Encode(bytes), out var seed));
            Assert.Equal(Seed, seed);
        }

        Assert.Equal("ed25519:" + Base58.Encode(PublicKey), NearExtensions.KeyTextOf(PublicKey));
        Assert.Equal(Convert.ToHexStringLower(PublicKey), NearExtensions.AddressOf(PublicKey));
    }

    [Fact]
    public void Halves_that_do_not_belong_together_and_other_curves_are_refused()
    {
        byte[] wrong = [.. Seed, .. Seed];
        foreach (var text in new[]
        {
            "ed25519:" + Base58.Encode(wrong), "secp256k1:" + Base58.Encode(Seed), Base58.Encode(Seed), "ed25519:",
            "ed25519:" + Base58.Encode(Seed.AsSpan(1)), "ed25519:0OIl",
        })
        {
            Assert.False(NearSecretKey.TryDecodeSeed(text, out var seed));
            Assert.Null(seed);
        }

        Assert.Throws<ArgumentException>(() => NearExtensions.KeyTextOf(wrong));
    }
}
