using System.Globalization;
using System.Text.Json;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Tests.Stellar.Xdr;

/// <summary>Claimable balances and transfers in lanes, byte for byte as the reference makes them.</summary>
public sealed class ClaimableAndLaneVectorTests
{
    private static readonly JsonElement Vectors = StellarFixtures.Read("claimables_and_lanes.json");
    private static readonly TimeBounds Bounds = new(0, 1_735_690_500);

    public static TheoryData<int> Balances => [.. Enumerable.Range(0, 24)];

    public static TheoryData<int> Lanes => [.. Enumerable.Range(0, 6)];

    [Fact]
    public void Every_vector_is_covered() => Assert.Equal(
        (24, 1, 6),
        (
            Vectors.GetProperty("create").GetArrayLength(),
            Vectors.GetProperty("claim").GetArrayLength(),
            Vectors.GetProperty("lane").GetArrayLength()));

    [Theory]
    [MemberData(nameof(Balances))]
    public void A_claimable_balance_has_its_bytes_its_hash_and_its_id(int index)
    {
        var vector = Vectors.GetProperty("create")[index];
        var source = vector.Text("source");
        var operationSource = vector.GetProperty("operation_source").GetString();
        var sequence = long.Parse(vector.Text("sequence"), CultureInfo.InvariantCulture);
        Assert.True(StellarAmount.TryParse(vector.Text("amount"), out var stroops));
        var claimants = vector.GetProperty("claimants");
        var transaction = new StellarTransaction(
            MuxedAccount.Of(source),
            200,
            sequence,
            Bounds,
            new StellarMemo.Text("t"u8.ToArray()),
            [
                new BumpSequenceOperation(1),
                new CreateClaimableBalanceOperation(
                    AssetOf(vector.Text("asset")),
                    stroops,
                    [
                        new Claimant(claimants[0].GetString()!, PredicateOf(vector.Text("predicate"))),
                        new Claimant(claimants[1].GetString()!, ClaimPredicate.Unconditional.Instance),
                    ],
                    operationSource is null ? null : MuxedAccount.Of(operationSource)),
            ]);

        var signers = operationSource is null ? [source] : new[] { source, operationSource };
        AssertSame(vector, transaction, signers);
        Assert.Equal(vector.Text("balance_id"), ClaimableBalanceCodec.IdOf(source, sequence, 1));
    }

    [Fact]
    public void A_claim_has_its_bytes_and_its_hash()
    {
        var vector = Vectors.GetProperty("claim")[0];
        var transaction = new StellarTransaction(
            MuxedAccount.Of(vector.Text("source")),
            100,
            901,
            Bounds,
            StellarMemo.None.Instance,
            [new ClaimClaimableBalanceOperation(vector.Text("balance_id"))]);
        AssertSame(vector, transaction, vector.Text("source"));
    }

    [Theory]
    [MemberData(nameof(Lanes))]
    public void A_transfer_in_a_lane_has_its_bytes_and_both_hashes(int index)
    {
        var vector = Vectors.GetProperty("lane")[index];
        var (account, lane) = (vector.Text("account"), vector.Text("lane"));
        var network = StellarFixtures.Network("TESTNET");
        Assert.True(StellarAmount.TryParse(vector.Text("amount"), out var stroops));
        var hash = Convert.FromHexString("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
        var transaction = new StellarTransaction(
            MuxedAccount.Of(lane),
            0,
            41,
            Bounds,
            vector.Text("memo_type") switch
            {
                "id" => new StellarMemo.Number(7),
                "hash" => new StellarMemo.Hash(hash),
                _ => StellarMemo.None.Instance,
            },
            [
                new PaymentOperation(
                    MuxedAccount.Of(vector.Text("destination")),
                    AssetOf(vector.Text("asset")),
                    stroops,
                    MuxedAccount.Of(account)),
            ]);
        var innerHash = network.Hash(transaction);
        Assert.Equal(vector.Text("inner_hash_hex"), Convert.ToHexStringLower(innerHash));
        var inner = new TransactionEnvelope(
            transaction,
            false,
            [StellarFixtures.Sign(account, innerHash), StellarFixtures.Sign(lane, innerHash)]);
        var fee = long.Parse(vector.Text("fee_stroops"), CultureInfo.InvariantCulture);
        Assert.Equal(2 * long.Parse(vector.Text("base_fee"), CultureInfo.InvariantCulture), fee);
        var bump = new FeeBumpEnvelope(MuxedAccount.Of(account), fee, inner, []);
        var bumpHash = network.Hash(bump);
        Assert.Equal(vector.Text("hash_hex"), Convert.ToHexStringLower(bumpHash));
        var signed = EnvelopeCodec.Encode(bump with { Signatures = [StellarFixtures.Sign(account, bumpHash)] });
        Assert.Equal(vector.Text("signed_envelope_xdr"), Convert.ToBase64String(signed));
        Assert.Equal(signed, EnvelopeCodec.Encode(EnvelopeCodec.Decode(signed)));
    }

    [Fact]
    public void Predicates_nested_too_deeply_and_malformed_ones_are_refused()
    {
        ClaimPredicate deep = ClaimPredicate.Unconditional.Instance;
        for (var depth = 1; depth < ClaimPredicate.DepthMax; depth++)
        {
            deep = new ClaimPredicate.Not(deep);
        }

        var claimant = new Claimant(StellarFixtures.Address(1), deep);
        var writer = new XdrWriter();
        ClaimableBalanceCodec.WriteClaimants(writer, [claimant]);
        var bytes = writer.ToArray();
        Assert.Equal(claimant, Assert.Single(Read(bytes)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClaimableBalanceCodec.WriteClaimants(
            new XdrWriter(), [claimant with { Predicate = new ClaimPredicate.Not(deep) }]));

        // The last predicate is "always"; making it "not" asks for one more level, making it 6 is no kind at all.
        foreach (var kind in new byte[] { 3, 6 })
        {
            byte[] wrong = [.. bytes[..^1], kind, 0, 0, 0, 1, 0, 0, 0, 0];
            Assert.Throws<XdrFormatException>(() => Read(wrong));
        }
    }

    private static Claimant[] Read(byte[] bytes)
    {
        var reader = new XdrReader(bytes);
        return ClaimableBalanceCodec.ReadClaimants(ref reader);
    }

    private static void AssertSame(JsonElement vector, StellarTransaction transaction, params string[] signers)
    {
        var hash = StellarFixtures.Network("TESTNET").Hash(transaction);
        Assert.Equal(vector.Text("hash_hex"), Convert.ToHexStringLower(hash));
        var envelope = new TransactionEnvelope(
            transaction, false, [.. signers.Select(signer => StellarFixtures.Sign(signer, hash))]);
        var bytes = EnvelopeCodec.Encode(envelope);
        Assert.Equal(vector.Text("signed_envelope_xdr"), Convert.ToBase64String(bytes));
        Assert.Equal(bytes, EnvelopeCodec.Encode(EnvelopeCodec.Decode(bytes)));
    }

    private static ClaimPredicate PredicateOf(string name)
    {
        var before = new ClaimPredicate.BeforeTime(1_893_456_000);
        var late = new ClaimPredicate.Not(new ClaimPredicate.Within(60));
        return name switch
        {
            "unconditional" => ClaimPredicate.Unconditional.Instance,
            "before_time" => before,
            "within" => new ClaimPredicate.Within(86_400),
            "not_before" => new ClaimPredicate.Not(before),
            "and" => new ClaimPredicate.And(late, before),
            "or" => new ClaimPredicate.Or(ClaimPredicate.Unconditional.Instance, late),
            var other => throw new InvalidOperationException(other),
        };
    }

    private static StellarAsset AssetOf(string text) =>
        text.Split(':') is [var code, var issuer] ? StellarAsset.Issued(code, issuer) : StellarAsset.Native;
}
