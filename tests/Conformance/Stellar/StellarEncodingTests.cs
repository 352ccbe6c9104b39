using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Stellar.Keys;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Servers;
using Xunit.Abstractions;

namespace OrleansTrading.Conformance.Tests.Stellar;

/// <summary>Transactions of Stellar beside @stellar/stellar-sdk.</summary>
public sealed class StellarEncodingTests(ITestOutputHelper output) : IAsyncDisposable
{
    private const int Cases = 1_000;
    private const int FeeBumpCases = 200;
    private const int OldCases = 300;

    private readonly NodeScript _script = NodeScript.Start("stellar.mjs");

    public ValueTask DisposeAsync() => _script.DisposeAsync();

    [Theory]
    [InlineData("transactions", Cases)]
    [InlineData("fee bumps", FeeBumpCases)]
    public async Task Both_build_the_same_bytes_hashes_and_signatures_and_read_each_others(string what, int count)
    {
        var dice = Dice.Throw(output);
        var cases = new StellarCases(dice);
        var isBump = what == "fee bumps";
        var ours = Enumerable.Range(0, count).Select(_ => Ours(dice, cases, isBump)).ToArray();

        var theirs = await _script.CallEachAsync("compose", ours.Select(one => one.Request(false)));
        var read = await _script.CallEachAsync("accept", ours.Select(one => one.Question(cases.Addresses)));

        for (var i = 0; i < count; i++)
        {
            var (one, made, understood) = (ours[i], theirs[i], read[i]);
            var bytes = EnvelopeCodec.Encode(one.Envelope);
            var envelope = Decode(made["envelope"]);
            Agreement.Equal(dice, i, "bytes", envelope, bytes);
            Agreement.Equal(dice, i, "hash", made["hash"], one.Hash);
            Agreement.Equal(dice, i, "what they read in ours", one.Spec, understood["spec"]);
            Agreement.Equal(dice, i, "hash of what they read", one.Hash, understood["hash"]);
            Agreement.Equal(dice, i, "bytes when they write it again", bytes, Decode(understood["again"]));
            Agreement.Equal(dice, i, "signatures they verify", one.SignerList, understood["signers"]);
            Agreement.Equal(dice, i, "inner signatures they verify", one.InnerSignerList, understood["innerSigners"]);
            Agreement.Equal(dice, i, "claimable balances", one.BalanceIds, understood["balanceIds"]);
            var decoded = EnvelopeCodec.Decode(envelope);
            Agreement.Equal(dice, i, "what we read in theirs", one.Spec, StellarSpecs.ToJson(decoded));
            Agreement.Equal(dice, i, "bytes when we write it again", envelope, EnvelopeCodec.Encode(decoded));
            one.RequireSigned(decoded);
        }

        Agreement.Count(output, "stellar", count, $"{what}: bytes, hash, signatures alike, each read by the other");
    }

    [Fact]
    public async Task Their_envelopes_of_the_old_form_are_read_and_share_the_new_forms_hash()
    {
        var dice = Dice.Throw(output);
        var cases = new StellarCases(dice);
        var ours = Enumerable.Range(0, OldCases).Select(_ => Ours(dice, cases, isBump: false))
            .Where(one => ((string)one.Spec["source"]!).StartsWith('G')).ToArray();

        var theirs = await _script.CallEachAsync("compose", ours.Select(one => one.Request(true)));

        for (var i = 0; i < ours.Length; i++)
        {
            var envelope = Decode(theirs[i]["envelope"]);
            var decoded = EnvelopeCodec.Decode(envelope);
            Assert.True(decoded is TransactionEnvelope { IsV0: true });
            Agreement.Equal(dice, i, "fields", ours[i].Spec, StellarSpecs.ToJson(decoded));
            Agreement.Equal(dice, i, "bytes when written again", envelope, EnvelopeCodec.Encode(decoded));
            ours[i].RequireSigned(decoded);
        }

        Agreement.Count(output, "stellar", ours.Length, "of their transactions of the old form read alike");
    }

    private static StellarCase Ours(Dice dice, StellarCases cases, bool isBump)
    {
        var spec = isBump ? cases.FeeBump() : cases.Transaction();
        var network = new StellarNetwork(dice.Of(StellarCases.Networks));
        var signers = cases.Signers();
        var transaction = StellarSpecs.Build(isBump ? spec["inner"]! : spec);
        Envelope envelope = new TransactionEnvelope(transaction, false, Sign(network.Hash(transaction), signers));
        IReadOnlyList<(byte[] Seed, string Address)> feeSigners = [];
        if (isBump)
        {
            feeSigners = cases.Signers();
            var bump = new FeeBumpEnvelope(
                StellarSpecs.Muxed(spec["feeSource"])!,
                StellarSpecs.Number(spec["fee"]),
                (TransactionEnvelope)envelope,
                []);
            envelope = bump with { Signatures = Sign(network.Hash(bump), feeSigners) };
        }

        return new StellarCase(spec, network, envelope, signers, feeSigners);
    }

    private static DecoratedSignature[] Sign(byte[] hash, IEnumerable<(byte[] Seed, string Address)> signers) =>
    [
        .. signers.Select(signer => StellarNetwork.Decorate(
            Strkey.DecodeAccount(signer.Address), Ed25519.Sign(signer.Seed, hash))),
    ];

    private static byte[] Decode(JsonNode? base64) => Convert.FromBase64String((string)base64!);
}
