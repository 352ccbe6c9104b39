using System.Security.Cryptography;
using OrleansTrading.Chains.Crypto;

namespace OrleansTrading.Chains.Tests.Crypto;

/// <summary>Contexts are used again, by many threads, and nobody can tell.</summary>
public sealed class EvpContextsTests
{
    [Fact]
    public void Many_threads_with_many_keys_sign_and_verify_as_one_would()
    {
        var seeds = Enumerable.Range(0, 100).Select(_ => RandomNumberGenerator.GetBytes(32)).ToArray();
        var signers = seeds.Select(seed => new Ed25519Signer(seed)).ToArray();

        Parallel.For(0, 2_000, number =>
        {
            var signer = signers[number % signers.Length];
            var message = BitConverter.GetBytes(number);
            var signature = signer.SignAsync(message).AsTask().GetAwaiter().GetResult();
            Assert.Equal(Ed25519.Sign(seeds[number % seeds.Length], message), signature);
            Assert.True(Ed25519.Verify(signer.PublicKey.Span, message, signature));
            Assert.False(Ed25519.Verify(signer.PublicKey.Span, [.. message, 0], signature));
            Assert.False(Ed25519.Verify(signers[(number + 1) % signers.Length].PublicKey.Span, message, signature));
        });
    }

    [Fact]
    public void Keys_that_share_a_place_do_not_verify_for_each_other()
    {
        var groups = Enumerable.Range(0, 300).Select(_ => RandomNumberGenerator.GetBytes(32))
            .GroupBy(seed => Ed25519.PublicKeyFromSeed(seed)[0] % 64);
        var shared = groups.First(group => group.Count() > 2).ToList();
        byte[] message = [1, 2, 3];

        for (var round = 0; round < 3; round++)
        {
            foreach (var seed in shared)
            {
                var publicKey = Ed25519.PublicKeyFromSeed(seed);
                foreach (var other in shared)
                {
                    Assert.Equal(
                        ReferenceEquals(seed, other), Ed25519.Verify(publicKey, message, Ed25519.Sign(other, message)));
                }
            }
        }
    }

    [Fact]
    public async Task A_signer_that_was_disposed_after_use_signs_no_more()
    {
        var signer = new Ed25519Signer(RandomNumberGenerator.GetBytes(32));
        await signer.SignAsync(new byte[] { 1 });

        signer.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await signer.SignAsync(new byte[] { 1 }));
    }

    [Fact]
    public async Task A_signer_disposed_under_way_ends_every_call_with_a_signature_or_a_refusal()
    {
        for (var round = 0; round < 50; round++)
        {
            var seed = RandomNumberGenerator.GetBytes(32);
            var signer = new Ed25519Signer(seed);
            var calls = Enumerable.Range(0, 4).Select(number => Task.Run(async () =>
            {
                for (var i = 0; i < 20; i++)
                {
                    Assert.Equal(Ed25519.Sign(seed, [(byte)i]), await signer.SignAsync(new[] { (byte)i }));
                }
            })).ToList();
            signer.Dispose();

            foreach (var call in calls)
            {
                if (await Record.ExceptionAsync(() => call) is { } refusal)
                {
                    Assert.IsType<ObjectDisposedException>(refusal);
                }
            }
        }
    }
}
