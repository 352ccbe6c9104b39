using System.Text;
using System.Text.Json;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Tests.Solana;

public sealed class SiwsMessageTests
{
    [Fact]
    public void Texts_and_signatures_are_the_recorded_ones_and_are_read_back()
    {
        var cases = Vectors.All.GetProperty("siws").EnumerateArray().ToList();
        Assert.Equal(5, cases.Count);
        foreach (var one in cases)
        {
            if (one.Text("label").StartsWith("BAD", StringComparison.Ordinal))
            {
                AssertRefused(one);
                continue;
            }

            var message = Read(one.GetProperty("input"));
            Assert.Equal(one.Text("message_text"), message.Compose());
            Assert.Equal(one.Hex("message_hex"), Encoding.UTF8.GetBytes(message.Compose()));
            Assert.True(SignatureText.TryDecode(one.Text("signature_base58"), out var signature));
            Assert.True(SignatureText.TryDecode(one.Text("signature_base64"), out var same));
            Assert.Equal(signature, same);
            Assert.True(Ed25519.Verify(one.Key("signer").ToArray(), one.Hex("message_hex"), signature));
            Assert.True(SiwsMessage.TryParse(one.Text("message_text"), out var parsed));
            Assert.Equal(message.Compose(), parsed.Compose());
            Assert.Equal(message.Statement, parsed.Statement);
            Assert.Equal(message.RequestId, parsed.RequestId);
        }
    }

    private static void AssertRefused(JsonElement one)
    {
        Assert.True(SignatureText.TryDecode(one.Text("signature_base58"), out var signature));
        Assert.False(Ed25519.Verify(one.Key("signer").ToArray(), one.Hex("message_hex"), signature));
        Assert.False(SiwsMessage.TryParse(one.Text("message_text"), out _));
    }

    [Theory]
    [InlineData(null, null, "solana.com wants you to sign in with your Solana account:\nA")]
    [InlineData("S", null, "solana.com wants you to sign in with your Solana account:\nA\n\nS")]
    [InlineData(
        null,
        "https://solana.com",
        "solana.com wants you to sign in with your Solana account:\nA\n\nURI: https://solana.com")]
    [InlineData(
        "S",
        "https://solana.com",
        "solana.com wants you to sign in with your Solana account:\nA\n\nS\n\nURI: https://solana.com")]
    public void Published_texts_of_wallet_standard_hold(string? statement, string? uri, string text)
    {
        var message = new SiwsMessage("solana.com", "A") { Statement = statement, Uri = uri };

        Assert.Equal(text, message.Compose());
        Assert.True(SiwsMessage.TryParse(text, out var parsed));
        Assert.Equal(message, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("d wants you to sign in with your Solana account:")]
    [InlineData("d wants you to sign in with your Solana account:\nA\n")]
    [InlineData("d wants you to sign in with your Solana account:\nA\n\n")]
    [InlineData("d wants you to sign in with your Solana account:\nA\n\nS\nT")]
    [InlineData("d wants you to sign in with your Solana account:\nA\n\nS\n\nT")]
    [InlineData("d wants you to sign in with your Solana account:\nA\n\nURI: a\nURI: b")]
    [InlineData("d wants you to sign in with your Solana account:\nA\n\nNonce: a\nURI: b")]
    [InlineData("d wants you to sign in with your Solana account:\nA\n\nURI: a\nNote: b")]
    [InlineData("d wants you to sign in with your Solana account:\r\nA")]
    public void Other_texts_are_refused(string text) => Assert.False(SiwsMessage.TryParse(text, out _));

    private static SiwsMessage Read(JsonElement input)
    {
        string? Text(string name) => input.TryGetProperty(name, out var value) ? value.GetString() : null;
        return new SiwsMessage(input.Text("domain"), input.Text("address"))
        {
            Statement = Text("statement"),
            Uri = Text("uri"),
            Version = Text("version"),
            ChainId = Text("chainId"),
            Nonce = Text("nonce"),
            IssuedAt = Text("issuedAt"),
            ExpirationTime = Text("expirationTime"),
            NotBefore = Text("notBefore"),
            RequestId = Text("requestId"),
            Resources = input.TryGetProperty("resources", out _) ? [.. input.Texts("resources")] : null,
        };
    }
}
