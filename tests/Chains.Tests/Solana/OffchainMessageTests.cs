using System.Text;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Tests.Solana;

/// <summary>
/// The envelopes of hardware wallets. The vectors are made with the key of RFC 8032's first test, outside of this code.
/// </summary>
public sealed class OffchainMessageTests : IDisposable
{
    private const string Domain = "ff736f6c616e61206f6666636861696e";
    private const string Key = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
    private const string Hello = "48656c6c6f";
    private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";

    private static readonly SolanaKey Signer = new(Convert.FromHexString(Key));

    private readonly Ed25519Signer _signer = new(Vectors.SeedOf("alice"));
    private readonly IChain _chain = SolanaExtensions.CreateChain(new SolanaOptions(), new ScriptedRpc());

    private OwnershipChallenge Challenge => new(
        "example.com",
        "https://example.com/",
        Vectors.KeyOf("alice").ToString(),
        "Link this wallet to your account.",
        "0123456789abcdef",
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        new DateTimeOffset(2026, 1, 2, 3, 9, 5, TimeSpan.Zero));

    public void Dispose() => _signer.Dispose();

    [Theory]
    [InlineData(
        Domain + "00000500" + Hello,
        "37de78e50002a3c480d82334b2c468f3616881099c81b397171a5abb14014a4e"
        + "5c511dd083c8f4f29e47d86817adb0f70327c47c7a8df47ef7c39a2d1e47de08")]
    [InlineData(
        Domain + "00" + Zeros + "0001" + Key + "0500" + Hello,
        "ca3cb2814603a9d03e416df5ef1db7f826bcc732a97f93abaaaec7ee0742e4a1"
        + "4e00de8b96c9e6b7a693297265980d00b79002ebcfcdd617a80465d468945207")]
    [InlineData(
        Domain + "0101" + Key + Hello,
        "280eeb889562c6f45067f15727a9dd1129ad6f08e0b40b3eeb43dfc4bd3df465"
        + "c2a8c7a0896e0bba6b13f88934083c5cf0afd6e50e165f9fd26267d6d3cf6500")]
    public void The_recorded_envelopes_and_signatures_are_recognized(string envelope, string signature)
    {
        Assert.Contains(
            Convert.FromHexString(envelope), OffchainMessage.Envelopes("Hello", Signer, "example.com"));
        var bytes = Convert.FromHexString(signature);
        Assert.True(OffchainMessage.IsSigned("Hello", Signer, "example.com", bytes));
        Assert.False(OffchainMessage.IsSigned("hello", Signer, "example.com", bytes));
        Assert.False(OffchainMessage.IsSigned("Hello", Vectors.KeyOf("bob"), "example.com", bytes));
    }

    [Fact]
    public void Formats_are_those_that_the_text_allows()
    {
        Assert.Equal([0, 1, 2], FormatsOf("plain"));
        Assert.Equal([0, 1, 2], FormatsOf("two\nlines"));
        Assert.Equal([1, 2], FormatsOf("Straße"));
        Assert.Equal([1, 2], FormatsOf("bell\a"));
        Assert.Equal([2], FormatsOf(new string('x', 1_213)));
        Assert.Equal([0, 1, 2], FormatsOf(new string('x', 1_212)));
        Assert.Empty(FormatsOf(new string('x', 65_536)));

        static IEnumerable<int> FormatsOf(string text) => OffchainMessage.Envelopes(text, Signer, "example.com")
            .Where(bytes => bytes[16] == 0 && bytes.Length == 20 + Encoding.UTF8.GetByteCount(text))
            .Select(bytes => (int)bytes[17]);
    }

    [Fact]
    public async Task Every_envelope_of_the_issued_message_is_proof()
    {
        var issued = _chain.ComposeOwnershipMessage(Challenge);
        var envelopes = OffchainMessage.Envelopes(issued, Vectors.KeyOf("alice"), "example.com").ToList();

        // Three headers of version 0 in three formats each, and version 1.
        Assert.Equal(10, envelopes.Count);
        foreach (var envelope in envelopes)
        {
            var proof = new OwnershipProof(Base58.Encode(await _signer.SignAsync(envelope)), null);
            Assert.Equal(new OwnershipCheck(OwnershipVerdict.Proven, null), _chain.VerifyOwnership(Challenge, proof));
        }
    }

    [Fact]
    public async Task An_envelope_of_another_text_signer_or_application_is_no_proof()
    {
        var issued = _chain.ComposeOwnershipMessage(Challenge);
        var alice = Vectors.KeyOf("alice");
        var changed = issued.Replace("Nonce: 0123456789abcdef", "Nonce: 0123456789abcdee", StringComparison.Ordinal);
        foreach (var envelope in OffchainMessage.Envelopes(changed, alice, "example.com"))
        {
            var signature = Base58.Encode(await _signer.SignAsync(envelope));
            Assert.Equal(
                OwnershipVerdict.WrongSignature,
                _chain.VerifyOwnership(Challenge, new OwnershipProof(signature, null)).Verdict);
            Assert.Equal(
                OwnershipVerdict.WrongMessage,
                _chain.VerifyOwnership(Challenge, new OwnershipProof(signature, changed)).Verdict);
        }

        // In version 0 the last header of each format has the application's name; another's is not ours.
        var foreign = OffchainMessage.Envelopes(issued, alice, "evil.example").ElementAt(2);
        var proof = new OwnershipProof(Base58.Encode(await _signer.SignAsync(foreign)), null);
        Assert.Equal(OwnershipVerdict.WrongSignature, _chain.VerifyOwnership(Challenge, proof).Verdict);
    }
}
