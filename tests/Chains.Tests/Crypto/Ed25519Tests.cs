using OrleansTrading.Chains.Crypto;

namespace OrleansTrading.Chains.Tests.Crypto;

public sealed class Ed25519Tests
{
    /// <summary>RFC 8032 section 7.1, tests 1, 2, 3 and SHA(abc).</summary>
    public static TheoryData<string, string, string, string> Rfc8032 => new()
    {
        {
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            string.Empty,
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                + "d25bf5f0595bbe24655141438e7a100b"
        },
        {
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
                + "387b2eaeb4302aeeb00d291612bb0c00"
        },
        {
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
                + "4a7c15e9716ed28dc027beceea1ec40a"
        },
        {
            "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
            "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
                + "454d4423643ce80e2a9ac94fa54ca49f",
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
                + "3dca179c138ac17ad9bef1177331a704"
        },
    };

    [Theory]
    [MemberData(nameof(Rfc8032))]
    public async Task Rfc_8032_vectors_hold(string seed, string publicKey, string message, string signature)
    {
        var seedBytes = Convert.FromHexString(seed);
        var messageBytes = Convert.FromHexString(message);
        using var signer = new Ed25519Signer(seedBytes);

        Assert.Equal(publicKey, Convert.ToHexStringLower(signer.PublicKey.Span));
        Assert.Equal(publicKey, Convert.ToHexStringLower(Ed25519.PublicKeyFromSeed(seedBytes)));
        Assert.Equal(signature, Convert.ToHexStringLower(await signer.SignAsync(messageBytes)));
        Assert.Equal(signature, Convert.ToHexStringLower(Ed25519.Sign(seedBytes, messageBytes)));
        Assert.True(Ed25519.Verify(signer.PublicKey.Span, messageBytes, Convert.FromHexString(signature)));
    }

    [Fact]
    public void A_flipped_bit_anywhere_does_not_verify()
    {
        var seed = new byte[32];
        seed[0] = 7;
        byte[] message = [1, 2, 3];
        var publicKey = Ed25519.PublicKeyFromSeed(seed);
        var signature = Ed25519.Sign(seed, message);
        for (var bit = 0; bit < 512; bit += 7)
        {
            var changed = (byte[])signature.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Ed25519.Verify(publicKey, message, changed));
        }

        Assert.False(Ed25519.Verify(publicKey, [1, 2, 4], signature));
        Assert.True(Ed25519.Verify(publicKey, message, signature));
    }

    [Fact]
    public void A_signature_with_the_group_order_added_to_s_is_refused()
    {
        var seed = new byte[32];
        byte[] message = [9];
        var signature = Ed25519.Sign(seed, message);
        var order = System.Numerics.BigInteger.Pow(2, 252)
            + System.Numerics.BigInteger.Parse(
                "27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);
        var s = new System.Numerics.BigInteger(signature.AsSpan(32), isUnsigned: true) + order;
        var malleable = (byte[])signature.Clone();
        Assert.True(s.TryWriteBytes(malleable.AsSpan(32), out _, isUnsigned: true));

        Assert.False(Ed25519.Verify(Ed25519.PublicKeyFromSeed(seed), message, malleable));
    }

    [Fact]
    public void Wrong_lengths_do_not_verify_and_do_not_import()
    {
        Assert.False(Ed25519.Verify(new byte[31], [1], new byte[64]));
        Assert.False(Ed25519.Verify(Ed25519.PublicKeyFromSeed(new byte[32]), [1], new byte[63]));
        Assert.Throws<ArgumentException>(() => Ed25519.PublicKeyFromSeed(new byte[31]));
        Assert.Throws<ArgumentException>(() => Ed25519.Sign(new byte[64], [1]));
    }

    [Fact]
    public void A_key_of_small_order_verifies_nothing_though_the_equation_holds()
    {
        // The identity point as key and as R with S = 0 satisfies S*B = R + k*A for every message.
        var identity = new byte[32];
        identity[0] = 1;
        var forged = new byte[64];
        forged[0] = 1;

        Assert.False(Ed25519.Verify(identity, [1, 2, 3], forged));
        Assert.True(Ed25519.IsOnCurve(identity));
        Assert.False(Ed25519.CanHaveOwner(identity));
        Assert.False(Ed25519.CanHaveOwner(new byte[32]));
    }

    [Fact]
    public void Public_keys_are_on_the_curve_and_half_of_all_strings_are_not()
    {
        var onCurve = 0;
        for (var i = 0; i < 200; i++)
        {
            var seed = System.Security.Cryptography.SHA256.HashData([(byte)i]);
            Assert.True(Ed25519.CanHaveOwner(Ed25519.PublicKeyFromSeed(seed)));
            onCurve += Ed25519.IsOnCurve(seed) ? 1 : 0;
        }

        Assert.InRange(onCurve, 70, 130);
        Assert.False(Ed25519.IsOnCurve(new byte[31]));
    }

    [Fact]
    public async Task A_signer_is_usable_from_many_threads_and_not_after_dispose()
    {
        var seed = new byte[32];
        seed[5] = 1;
        var signer = new Ed25519Signer(seed);
        var text = signer.ToString();
        var results = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(async () =>
        {
            byte[] message = [(byte)i];
            var signature = await signer.SignAsync(message);
            return Ed25519.Verify(signer.PublicKey.Span, message, signature);
        })));
        Assert.All(results, Assert.True);

        signer.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await signer.SignAsync(new byte[1]));
        Assert.DoesNotContain(Convert.ToHexStringLower(seed), text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(Convert.ToHexStringLower(signer.PublicKey.Span), text, StringComparison.Ordinal);
    }
}
