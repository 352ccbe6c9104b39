using OrleansTrading.Chains.Crypto;

namespace OrleansTrading.Chains.Tests.Crypto;

public sealed class TextFormTests
{
    private static readonly byte[] Signature = Ed25519.Sign(new byte[32], [1]);

    [Fact]
    public void A_signature_is_read_from_hex_base64_and_base58()
    {
        string[] forms =
        [
            Convert.ToHexString(Signature),
            Convert.ToHexStringLower(Signature),
            Convert.ToBase64String(Signature),
            Base58.Encode(Signature),
        ];
        foreach (var form in forms)
        {
            Assert.True(SignatureText.TryDecode(form, out var decoded));
            Assert.Equal(Signature, decoded);
        }
    }

    [Fact]
    public void Other_lengths_and_spellings_of_a_signature_are_refused()
    {
        var base64 = Convert.ToBase64String(Signature);
        string[] forms =
        [
            string.Empty,
            "é",
            Convert.ToHexString(Signature)[2..],
            Convert.ToHexString(Signature) + "00",
            "zz" + Convert.ToHexString(Signature)[2..],
            Convert.ToBase64String(Signature.AsSpan(1)),
            base64[..^2],
            base64[..^4] + " " + base64[^3..],

            // The last character of 64 bytes carries two bits; this spelling sets the four that are unused.
            base64[..^3] + (char)(base64[^3] + 1) + "==",
            Base58.Encode(Signature.AsSpan(1)),
            "1" + Base58.Encode(Signature),
            new string('1', 64 * 30),
        ];
        foreach (var form in forms)
        {
            Assert.False(SignatureText.TryDecode(form, out _), form);
        }
    }

    [Fact]
    public void Base58_refuses_what_is_too_long_or_not_ascii_instead_of_throwing()
    {
        Assert.False(Base58.TryDecode(new string('2', Base58.TextLengthMax + 1), out _));
        Assert.False(Base58.TryDecode("né", out _));
        Assert.False(Base58.TryDecode("\u0131\uffff", out _));
        Assert.True(Base58.TryDecode(string.Empty, out var empty));
        Assert.Empty(empty);
    }

    [Fact]
    public void Base58_of_an_exact_length_takes_the_shortest_and_the_longest_spelling()
    {
        Assert.True(Base58.TryDecode(new string('1', 32), 32, out var zeros));
        Assert.Equal(new byte[32], zeros);
        var ones = Enumerable.Repeat((byte)0xff, 32).ToArray();
        Assert.True(Base58.TryDecode(Base58.Encode(ones), 32, out var decoded));
        Assert.Equal(ones, decoded);
        Assert.False(Base58.TryDecode(new string('1', 33), 32, out _));
    }
}
