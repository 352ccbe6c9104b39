using System.Globalization;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Stellar.Keys;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Tests.Stellar.Keys;

public sealed class StrkeyTests
{
    [Fact]
    public void Every_key_of_the_vectors_has_its_strkeys_and_its_public_key()
    {
        var keys = StellarFixtures.Vectors.GetProperty("keys");
        Assert.Equal(10, keys.GetArrayLength());
        foreach (var key in keys.EnumerateArray())
        {
            var seed = Convert.FromHexString(key.Text("seed_hex"));
            var publicKey = Ed25519.PublicKeyFromSeed(seed);
            Assert.Equal(key.Text("public_hex"), Convert.ToHexStringLower(publicKey));
            Assert.Equal(key.Text("public"), StellarKeys.EncodeAddress(publicKey));
            Assert.Equal(key.Text("secret"), StellarKeys.EncodeSecret(seed));
            Assert.Equal(
                key.Text("hint_hex"),
                Convert.ToHexStringLower(StellarNetwork.Decorate(publicKey, new byte[64]).Hint));
            Assert.True(StellarKeys.TryDecodeSecret(key.Text("secret"), out var decodedSeed));
            Assert.Equal(seed, decodedSeed);
            Assert.True(StellarKeys.TryDecodeAddress(key.Text("public"), out var decodedKey));
            Assert.Equal(publicKey, decodedKey);
            Assert.False(StellarKeys.TryDecodeAddress(key.Text("secret"), out _));
            Assert.False(StellarKeys.TryDecodeSecret(key.Text("public"), out _));
        }
    }

    [Theory]
    [InlineData("ed25519_public", "Account")]
    [InlineData("pre_auth_tx", "PreAuthorizedTransaction")]
    [InlineData("sha256_hash", "Sha256Hash")]
    public void Strkeys_of_the_vectors_encode_and_decode(string list, string kindName)
    {
        var kind = Enum.Parse<StrkeyKind>(kindName);
        foreach (var vector in StellarFixtures.Vectors.GetProperty("strkey").GetProperty(list).EnumerateArray())
        {
            var payload = Convert.FromHexString(vector.Text("hex"));
            Assert.Equal(vector.Text("strkey"), Strkey.Encode(kind, payload));
            Assert.True(Strkey.TryDecode(vector.Text("strkey"), kind, out var decoded));
            Assert.Equal(payload, decoded);
        }
    }

    [Fact]
    public void Muxed_addresses_of_the_vectors_join_and_split()
    {
        foreach (var vector in StellarFixtures.Vectors.GetProperty("strkey").GetProperty("muxed").EnumerateArray())
        {
            var id = ulong.Parse(vector.Text("id"), CultureInfo.InvariantCulture);
            var account = new MuxedAccount(vector.Text("base"), id);
            Assert.Equal(vector.Text("strkey"), account.ToString());
            Assert.True(MuxedAccount.TryParse(vector.Text("strkey"), out var parsed));
            Assert.Equal(account, parsed);
            Assert.Equal(
                vector.Text("strkey"),
                Strkey.Encode(StrkeyKind.Muxed, Convert.FromHexString(vector.Text("raw_hex"))));
        }
    }

    [Fact]
    public void Every_list_of_strkeys_is_covered()
    {
        var lists = StellarFixtures.Vectors.GetProperty("strkey").EnumerateObject().Select(list => list.Name);
        Assert.Equal(["ed25519_public", "muxed", "pre_auth_tx", "sha256_hash", "invalid"], lists);
    }

    [Fact]
    public void Invalid_strkeys_of_the_vectors_are_refused()
    {
        var invalid = StellarFixtures.Vectors.GetProperty("strkey").GetProperty("invalid");
        Assert.Equal(11, invalid.GetArrayLength());
        foreach (var vector in invalid.EnumerateArray())
        {
            Assert.False(Strkey.TryDecode(vector.Text("strkey"), out _, out _), vector.Text("why"));
            Assert.False(MuxedAccount.TryParse(vector.Text("strkey"), out _), vector.Text("why"));
        }
    }

    [Fact]
    public void Valid_strkeys_of_sep_23_decode_and_encode_to_themselves()
    {
        var valid = StellarFixtures.Official.GetProperty("sep23_valid");
        Assert.Equal(8, valid.GetArrayLength());
        foreach (var vector in valid.EnumerateArray())
        {
            var text = vector.GetString()!;
            Assert.True(Strkey.TryDecode(text, out var kind, out var payload), text);
            Assert.Equal(text, Strkey.Encode(kind, payload!));
            var expected = text[0] switch
            {
                'G' => StrkeyKind.Account,
                'M' => StrkeyKind.Muxed,
                'C' => StrkeyKind.Contract,
                'L' => StrkeyKind.LiquidityPool,
                'B' => StrkeyKind.ClaimableBalance,
                _ => StrkeyKind.SignedPayload,
            };
            Assert.Equal(expected, kind);
        }
    }

    [Fact]
    public void Invalid_strkeys_of_sep_23_are_refused()
    {
        var invalid = StellarFixtures.Official.GetProperty("sep23_invalid");
        Assert.Equal(15, invalid.GetArrayLength());
        foreach (var vector in invalid.EnumerateArray())
        {
            Assert.False(Strkey.TryDecode(vector.GetString()!, out _, out _), vector.GetString());
        }
    }

    [Fact]
    public void Any_single_changed_character_is_refused()
    {
        var address = StellarFixtures.Address(1);
        for (var i = 0; i < address.Length; i++)
        {
            foreach (var replacement in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
            {
                if (replacement != address[i])
                {
                    var changed = address[..i] + replacement + address[(i + 1)..];
                    Assert.False(Strkey.TryDecode(changed, out _, out _), changed);
                }
            }
        }
    }

    [Fact]
    public void Texts_of_any_length_and_alphabet_are_refused_without_an_exception()
    {
        for (var length = 0; length < 400; length++)
        {
            Assert.False(Strkey.TryDecode(new string('A', length), out _, out _));
            Assert.False(Strkey.TryDecode(new string('\uffff', length), out _, out _));
        }
    }
}
