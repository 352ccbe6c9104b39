using System.Text;
using OrleansTrading.Chains.Crypto;

namespace OrleansTrading.Chains.Tests.Crypto;

public sealed class ScryptTests
{
    /// <summary>RFC 7914 section 12, the third vector.</summary>
    [Fact]
    public void It_is_the_scrypt_of_the_rfc()
    {
        var key = new byte[64];

        Scrypt.DeriveKey("pleaseletmein"u8, "SodiumChloride"u8, 16384, 8, 1, key);

        Assert.Equal(
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
            + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887",
            Convert.ToHexStringLower(key));
    }

    [Theory]
    [InlineData(8192, 8, 1)]
    [InlineData(16385, 8, 1)]
    [InlineData(1 << 21, 8, 1)]
    [InlineData(1 << 20, 16, 1)]
    [InlineData(16384, 0, 1)]
    [InlineData(16384, 8, 17)]
    public void What_would_be_too_weak_or_too_dear_is_refused(int cost, int blockSize, int parallel)
    {
        var failure = Assert.Throws<ArgumentException>(() => Scrypt.DeriveKey(
            "passphrase"u8, "SodiumChloride"u8, cost, blockSize, parallel, new byte[32]));

        Assert.Contains($"N {cost}, r {blockSize}, p {parallel}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("passphrase", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_salt_that_is_too_short_is_refused() => Assert.Throws<ArgumentException>(
        () => Scrypt.DeriveKey(Encoding.UTF8.GetBytes("x"), new byte[7], 16384, 8, 1, new byte[32]));
}
