using System.Security.Cryptography;
using OrleansTrading.Chains.Crypto;

namespace OrleansTrading.Chains.Tests.Crypto;

/// <summary>What is remembered changes no answer, however many values pass and whoever asks beside.</summary>
public sealed class RememberedTests
{
    /// <summary>Several times the places that there are.</summary>
    private const int Values = 10_000;

    [Fact]
    public void Spellings_are_the_same_whether_remembered_or_not()
    {
        var all = Enumerable.Range(0, Values).Select(_ => RandomNumberGenerator.GetBytes(32)).ToList();
        all.Add(new byte[32]);
        var texts = all.ConvertAll(bytes => SimpleBase.Base58.Bitcoin.Encode(bytes));
        Parallel.For(0, 2 * all.Count, index =>
        {
            var (bytes, text) = (all[index % all.Count], texts[index % all.Count]);
            Assert.Equal(text, Base58.Encode(bytes));
            Assert.Equal(text, Base58.Encode(bytes));
            Assert.True(Base58.TryDecode(text, out var read));
            Assert.Equal(bytes, read);

            // What was given out is the caller's own.
            read[0]++;
            Assert.True(Base58.TryDecode(text, 32, out var again));
            Assert.Equal(bytes, again);
        });
    }

    [Fact]
    public void Only_a_signature_that_was_found_good_is_remembered_and_only_for_its_message_and_key()
    {
        var seed = RandomNumberGenerator.GetBytes(32);
        var key = Ed25519.PublicKeyFromSeed(seed);
        byte[] message = [1, 2, 3, 4];
        var signature = Ed25519.Sign(seed, message);
        for (var times = 0; times < 3; times++)
        {
            Assert.True(Ed25519.Verify(key, message, signature));
            Assert.False(Ed25519.Verify(key, [1, 2, 3], signature));
            Assert.False(Ed25519.Verify(key, [1, 2, 3, 4, 5], signature));
            Assert.False(Ed25519.Verify(Ed25519.PublicKeyFromSeed(new byte[32]), message, signature));
            var other = signature.ToArray();
            other[40] ^= 1;
            Assert.False(Ed25519.Verify(key, message, other));
            Assert.False(Ed25519.Verify(key, message, other));
        }
    }

    [Fact]
    public void Many_signatures_push_each_other_out_and_are_checked_again()
    {
        var seed = RandomNumberGenerator.GetBytes(32);
        var key = Ed25519.PublicKeyFromSeed(seed);
        var signed = Enumerable.Range(0, Values)
            .Select(BitConverter.GetBytes)
            .Select(message => (Message: message, Signature: Ed25519.Sign(seed, message)))
            .ToList();
        for (var round = 0; round < 2; round++)
        {
            Assert.All(signed, each => Assert.True(Ed25519.Verify(key, each.Message, each.Signature)));
            Assert.All(
                signed.Zip(signed.Skip(1)),
                pair => Assert.False(Ed25519.Verify(key, pair.First.Message, pair.Second.Signature)));
        }
    }
}
