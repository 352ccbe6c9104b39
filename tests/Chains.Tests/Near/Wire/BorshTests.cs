using System.Diagnostics.CodeAnalysis;
using System.Text;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Tests.Near.Wire;

[SuppressMessage("Security", "CA5394", Justification = "Seeded on purpose: a failure can be repeated.")]
public sealed class BorshTests
{
    private const int RoundsMax = 500;

    [Fact]
    public void Whatever_is_written_is_read_back_and_written_the_same()
    {
        var random = new Random(413);
        for (var round = 0; round < RoundsMax; round++)
        {
            var transaction = NextTransaction(random);
            var bytes = transaction.Encode();
            Assert.True(NearTransaction.TryDecode(bytes, out var read, out var problem), $"{round}: {problem}");
            Assert.Equal(bytes, read.Encode());
            Assert.Equal(transaction.Nonce, read.Nonce);
            Assert.Equal(transaction.SignerId, read.SignerId);
            Assert.Equal(transaction.PublicKey, read.PublicKey);
            Assert.Equal(
                transaction.Actions.Select(action => action.Kind), read.Actions.Select(action => action.Kind));
        }
    }

    [Fact]
    public void Cut_bytes_and_bytes_too_many_are_refused_and_nothing_else_is_thrown()
    {
        var random = new Random(1413);
        for (var round = 0; round < RoundsMax / 10; round++)
        {
            var bytes = NextTransaction(random).Encode();
            for (var length = 0; length < bytes.Length; length++)
            {
                Assert.False(NearTransaction.TryDecode(bytes.AsSpan(0, length), out _, out var problem));
                Assert.NotEmpty(problem);
            }

            Assert.False(NearTransaction.TryDecode([.. bytes, 0], out _, out _));
        }
    }

    [Fact]
    public void A_changed_byte_gives_another_transaction_or_none_and_never_another_spelling_of_it()
    {
        var random = new Random(2413);
        for (var round = 0; round < RoundsMax; round++)
        {
            var bytes = NextTransaction(random).Encode();
            var changed = bytes.ToArray();
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            if (NearTransaction.TryDecode(changed, out var read, out _))
            {
                Assert.Equal(changed, read.Encode());
            }
        }
    }

    [Theory]
    [InlineData("ffffffff")] // A length beyond the end.
    [InlineData("0100000061")] // A signer of one letter; also what a transaction of version 1 looks like.
    [InlineData("02000000C3A4")] // UTF-8, but no account id.
    [InlineData("02000000FFFF")] // No UTF-8.
    public void A_signer_that_cannot_be_is_refused(string hex) =>
        Assert.False(NearTransaction.TryDecode(
            [.. Convert.FromHexString(hex), .. new byte[200]], out _, out _));

    [Fact]
    public void Text_that_is_no_unicode_is_not_written() =>
        Assert.ThrowsAny<EncoderFallbackException>(() => new BorshWriter().WriteString("\ud800"));

    private static NearTransaction NextTransaction(Random random) => new(
        NextAccount(random),
        NextKey(random),
        NextUInt64(random),
        NextAccount(random),
        new NearHash(NextBytes(random, NearHash.Length)),
        [.. Enumerable.Range(0, random.Next(5)).Select(_ => NextAction(random, isDelegateAllowed: true))]);

    private static NearAction NextAction(Random random, bool isDelegateAllowed) =>
        random.Next(isDelegateAllowed ? 9 : 8) switch
        {
            0 => new CreateAccountAction(),
            1 => new DeployContractAction(NextBytes(random, random.Next(20))),
            2 => new FunctionCallAction(
                "ft_transfer_ü"[..random.Next(13)],
                NextBytes(random, random.Next(40)),
                NextUInt64(random),
                NextUInt128(random)),
            3 => new TransferAction(NextUInt128(random)),
            4 => new StakeAction(NextUInt128(random), NextKey(random)),
            5 => new AddKeyAction(NextKey(random), NextAccessKey(random)),
            6 => new DeleteKeyAction(NextKey(random)),
            7 => new DeleteAccountAction(NextAccount(random)),
            _ => new SignedDelegateAction(
                new NearDelegate(
                    NextAccount(random),
                    NextAccount(random),
                    [.. Enumerable.Range(0, random.Next(3)).Select(_ => NextAction(random, false))],
                    NextUInt64(random),
                    NextUInt64(random),
                    NextKey(random)),
                NextSignature(random)),
        };

    private static NearAccessKey NextAccessKey(Random random) => new(
        NextUInt64(random),
        random.Next(2) == 0
            ? null
            : new NearKeyLimits(
                random.Next(2) == 0 ? null : NextUInt128(random),
                NextAccount(random),
                [.. Enumerable.Range(0, random.Next(3)).Select(index => $"method_{index}")]));

    private static NearPublicKey NextKey(Random random)
    {
        var curve = random.Next(2) == 0 ? NearCurve.Ed25519 : NearCurve.Secp256K1;
        return new NearPublicKey(curve, NextBytes(random, NearCurves.PublicKeyBytesOf(curve)));
    }

    private static NearSignature NextSignature(Random random)
    {
        var curve = random.Next(2) == 0 ? NearCurve.Ed25519 : NearCurve.Secp256K1;
        return new NearSignature(curve, NextBytes(random, NearCurves.SignatureBytesOf(curve)));
    }

    private static string NextAccount(Random random) =>
        string.Join(".", Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"a{random.Next(100000)}"));

    private static ulong NextUInt64(Random random) => (ulong)random.NextInt64() * 3;

    private static UInt128 NextUInt128(Random random) => new(NextUInt64(random), NextUInt64(random));

    private static byte[] NextBytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
