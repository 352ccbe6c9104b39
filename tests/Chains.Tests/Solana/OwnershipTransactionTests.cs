using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Tests.Solana;

/// <summary>A signed transaction that holds the challenge as memo and is never submitted.</summary>
public sealed class OwnershipTransactionTests
{
    private static readonly SolanaKey Alice = Vectors.KeyOf("alice");
    private static readonly SolanaKey Bob = Vectors.KeyOf("bob");

    private readonly IChain _chain = SolanaExtensions.CreateChain(new SolanaOptions(), new ScriptedRpc());

    private OwnershipChallenge Challenge => new(
        "example.com",
        "https://example.com/",
        Alice.ToString(),
        "Link this wallet to your account.",
        "0123456789abcdef",
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        new DateTimeOffset(2026, 1, 2, 3, 9, 5, TimeSpan.Zero));

    private string Text => _chain.ComposeOwnershipMessage(Challenge);

    [Fact]
    public void The_transaction_we_compose_is_proof_once_the_wallet_has_signed_it()
    {
        var composed = _chain.ComposeOwnershipTransaction(Alice.ToString(), Text)!;
        Assert.True(SolanaTransaction.TryDecode(composed, out var transaction, out var problem), problem);
        Assert.False(transaction.VerifySignatures());
        Assert.Equal(default, transaction.Message.Blockhash);

        Assert.Equal(new OwnershipCheck(OwnershipVerdict.Proven, null), Verify(transaction.Message));
        Assert.Equal(OwnershipVerdict.WrongSignature, Verify(composed).Verdict);
        Assert.Throws<ArgumentException>(
            () => _chain.ComposeOwnershipTransaction(Alice.ToString(), new string('x', 1_200)));
    }

    [Fact]
    public void What_wallets_add_to_set_the_fee_or_do_to_the_format_is_accepted()
    {
        SolanaInstruction[] instructions =
        [
            SolanaInstructions.ComputeUnitLimit(200_000),
            SolanaInstructions.ComputeUnitPrice(1),
            SolanaInstructions.Memo(Text),
        ];
        SolanaMessage[] messages =
        [
            LegacyMessageCompiler.Compile(Alice, Bob, instructions),
            Version0MessageCompiler.Compile(Alice, Bob, instructions),
            LegacyMessageCompiler.Compile(Alice, default, [SolanaInstructions.Memo(Text) with
            {
                Program = SolanaPrograms.MemoV1,
            }]),
            LegacyMessageCompiler.Compile(Alice, default, [SolanaInstructions.Memo(Text + "\n", Alice)]),
        ];

        Assert.All(messages, message => Assert.Equal(OwnershipVerdict.Proven, Verify(message).Verdict));
    }

    [Fact]
    public void A_transaction_that_does_anything_else_is_no_proof()
    {
        var memo = SolanaInstructions.Memo(Text, Alice);
        (SolanaInstruction[] Instructions, string Problem)[] cases =
        [
            ([memo, SolanaInstructions.Transfer(Alice, Bob, 1)], "calls the program 1111"),
            ([memo, memo], "one memo"),
            ([SolanaInstructions.ComputeUnitLimit(5)], "no memo"),
            ([memo with { Accounts = [SolanaAccountMeta.ReadOnly(Bob)] }], "one memo, for one signer"),
            ([memo with { Data = [0xff, 0xfe] }], "not UTF-8"),
            ([SolanaInstructions.Memo(Text.Replace("example.com", "evil.com", StringComparison.Ordinal))], "domain"),
            ([SolanaInstructions.Memo("I am Alice")], "not a Sign-In"),
        ];
        foreach (var (instructions, problem) in cases)
        {
            var check = Verify(LegacyMessageCompiler.Compile(Alice, default, instructions));
            Assert.Equal(OwnershipVerdict.WrongMessage, check.Verdict);
            Assert.Contains(problem, check.Problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_lookup_table_may_hide_what_is_called_and_is_refused()
    {
        var plain = Version0MessageCompiler.Compile(Alice, default, [SolanaInstructions.Memo(Text)]);
        var check = Verify(plain with { Lookups = [new AddressTableLookup(Bob, [0], [])] });

        Assert.Equal(OwnershipVerdict.WrongMessage, check.Verdict);
        Assert.Contains("lookup", check.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Somebody_elses_or_a_shared_transaction_is_no_proof()
    {
        var memo = SolanaInstructions.Memo(Text);
        Assert.Equal(
            OwnershipVerdict.WrongSignature,
            Verify(Sign(LegacyMessageCompiler.Compile(Bob, default, [memo]), "bob")).Verdict);
        Assert.Equal(
            OwnershipVerdict.WrongSignature,
            Verify(Sign(LegacyMessageCompiler.Compile(Alice, default, [memo]), "bob")).Verdict);
        var shared = LegacyMessageCompiler.Compile(Bob, default, [SolanaInstructions.Memo(Text, Alice)]);
        Assert.Equal(OwnershipVerdict.WrongSignature, Verify(Sign(shared, "bob", "alice")).Verdict);
    }

    [Fact]
    public void Bytes_that_are_no_transaction_are_malformed()
    {
        var good = Sign(LegacyMessageCompiler.Compile(Alice, default, [SolanaInstructions.Memo(Text)]), "alice");
        string[] broken =
        [
            string.Empty,
            "not base64!",
            Convert.ToBase64String(good[..^1]),
            Convert.ToBase64String([.. good, 0]),
            Convert.ToBase64String(new byte[1_300]),
        ];
        Assert.All(broken, text => Assert.Equal(
            OwnershipVerdict.MalformedSignature,
            _chain.VerifyOwnership(Challenge, new OwnershipProof("abc", null) { SignedTransaction = text }).Verdict));
        Assert.Equal(OwnershipVerdict.Proven, Verify(good).Verdict);
    }

    private OwnershipCheck Verify(SolanaMessage message) => Verify(Sign(message, "alice"));

    private OwnershipCheck Verify(byte[] transaction) => _chain.VerifyOwnership(
        Challenge,
        new OwnershipProof(string.Empty, null) { SignedTransaction = Convert.ToBase64String(transaction) });

    private static byte[] Sign(SolanaMessage message, params string[] names)
    {
        var bytes = message.Encode();
        var signatures = names.Select(name => Ed25519.Sign(Vectors.SeedOf(name), bytes)).ToList();
        return new SolanaTransaction(signatures, message, bytes).Encode();
    }
}
