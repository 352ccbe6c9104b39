using System.Globalization;
using System.Text;
using System.Text.Json;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.Keys;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Tests.Stellar.Xdr;

/// <summary>
/// Builds every transaction of the vectors from its readable fields and compares bytes, hash and signatures.
/// </summary>
public sealed class TransactionVectorTests
{
    public static TheoryData<int> Transactions => [.. Enumerable.Range(0, 22)];

    /// <summary>Kinds of vectors in the file, with where each is tested.</summary>
    [Fact]
    public void Every_kind_of_vector_is_covered()
    {
        var kinds = StellarFixtures.Vectors.EnumerateObject().Select(kind => kind.Name);
        Assert.Equal(
            [
                "about", // Text.
                "networks", // This class.
                "network_ids_hex", // This class.
                "keys", // StrkeyTests.
                "strkey", // StrkeyTests.
                "assets", // This class.
                "amounts", // StellarAmountTests.
                "transactions", // This class.
                "fee_bump", // This class.
                "sep10", // WebAuthVectorTests.
                "sep53", // StellarOwnershipTests.
            ],
            kinds);
        Assert.Equal(22, StellarFixtures.Vectors.GetProperty("transactions").GetArrayLength());
    }

    [Fact]
    public void Network_ids_are_the_hashes_of_the_passphrases()
    {
        foreach (var network in StellarFixtures.Vectors.GetProperty("networks").EnumerateObject())
        {
            Assert.Equal(
                StellarFixtures.Vectors.GetProperty("network_ids_hex").Text(network.Name),
                Convert.ToHexStringLower(new StellarNetwork(network.Value.GetString()!).Id));
        }
    }

    [Fact]
    public void Assets_encode_and_decode()
    {
        var assets = StellarFixtures.Vectors.GetProperty("assets");
        Assert.Equal(5, assets.GetArrayLength());
        foreach (var vector in assets.EnumerateArray())
        {
            var expected = Convert.FromBase64String(vector.Text("xdr_base64"));
            var writer = new XdrWriter();
            XdrParts.WriteAsset(writer, AssetOf(vector));
            Assert.Equal(expected, writer.ToArray());
            var reader = new XdrReader(expected);
            Assert.Equal(AssetOf(vector), XdrParts.ReadAsset(ref reader));
            reader.EnsureEnd();
        }
    }

    [Theory]
    [MemberData(nameof(Transactions))]
    public void A_transaction_of_the_vectors_has_its_bytes_hash_and_signatures(int index)
    {
        var vector = StellarFixtures.Vectors.GetProperty("transactions")[index];
        var network = StellarFixtures.Network(vector.Text("network"));
        var transaction = Build(vector);

        var unsigned = new TransactionEnvelope(transaction, false, []);
        Assert.Equal(vector.Text("unsigned_envelope_xdr"), Convert.ToBase64String(EnvelopeCodec.Encode(unsigned)));
        Assert.Equal(
            vector.Text("signature_base_hex"), Convert.ToHexStringLower(network.SignatureBase(transaction)));
        var hash = network.Hash(transaction);
        Assert.Equal(vector.Text("hash_hex"), Convert.ToHexStringLower(hash));

        var signers = vector.GetProperty("signatures").EnumerateArray().ToArray();
        var signatures = signers.Select(signer => StellarFixtures.Sign(signer.Text("signer"), hash)).ToArray();
        for (var i = 0; i < signers.Length; i++)
        {
            Assert.Equal(signers[i].Text("hint_hex"), Convert.ToHexStringLower(signatures[i].Hint));
            Assert.Equal(
                signers[i].Text("signature_base64"), Convert.ToBase64String(signatures[i].Signature));
            Assert.True(StellarNetwork.IsSignedBy(signers[i].Text("signer"), hash, signatures));
        }

        Assert.False(StellarNetwork.IsSignedBy(StellarFixtures.Address(9), hash, signatures));
        var signed = new TransactionEnvelope(transaction, false, signatures);
        Assert.Equal(vector.Text("signed_envelope_xdr"), Convert.ToBase64String(EnvelopeCodec.Encode(signed)));
    }

    [Theory]
    [MemberData(nameof(Transactions))]
    public void A_transaction_of_the_vectors_decodes_and_encodes_to_itself(int index)
    {
        var vector = StellarFixtures.Vectors.GetProperty("transactions")[index];
        var bytes = Convert.FromBase64String(vector.Text("signed_envelope_xdr"));
        var decoded = Assert.IsType<TransactionEnvelope>(EnvelopeCodec.Decode(bytes));
        Assert.Equal(bytes, EnvelopeCodec.Encode(decoded));
        Assert.Equal(vector.Text("source"), decoded.Transaction.Source.ToString());
        Assert.Equal(vector.Text("sequence"), decoded.Transaction.Sequence.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(vector.GetProperty("operations").GetArrayLength(), decoded.Transaction.Operations.Count);
    }

    [Fact]
    public void Fee_bumps_have_their_bytes_hash_and_signature()
    {
        var bumps = StellarFixtures.Vectors.GetProperty("fee_bump");
        Assert.Equal(2, bumps.GetArrayLength());
        foreach (var vector in bumps.EnumerateArray())
        {
            var network = StellarFixtures.Network(vector.Text("network"));
            var inner = Assert.IsType<TransactionEnvelope>(
                EnvelopeCodec.Decode(Convert.FromBase64String(vector.Text("inner_signed_envelope_xdr"))));
            Assert.Equal(vector.Text("inner_hash_hex"), Convert.ToHexStringLower(network.Hash(inner)));
            var source = MuxedAccount.Of(vector.Text("fee_source"));
            var fee = long.Parse(vector.Text("fee_stroops"), CultureInfo.InvariantCulture);
            var bump = new FeeBumpEnvelope(source, fee, inner, []);
            Assert.Equal(vector.Text("unsigned_envelope_xdr"), Convert.ToBase64String(EnvelopeCodec.Encode(bump)));
            var hash = network.Hash(bump);
            Assert.Equal(vector.Text("hash_hex"), Convert.ToHexStringLower(hash));

            var signature = StellarFixtures.Sign(source.AccountId, hash);
            Assert.Equal(vector.Text("signature_base64"), Convert.ToBase64String(signature.Signature));
            var signed = EnvelopeCodec.Encode(bump with { Signatures = [signature] });
            Assert.Equal(vector.Text("signed_envelope_xdr"), Convert.ToBase64String(signed));
            Assert.Equal(signed, EnvelopeCodec.Encode(EnvelopeCodec.Decode(signed)));
        }
    }

    private static StellarTransaction Build(JsonElement vector)
    {
        Assert.True(MuxedAccount.TryParse(vector.Text("source"), out var source));
        var bounds = vector.GetProperty("timebounds");
        return new StellarTransaction(
            source,
            uint.Parse(vector.Text("fee_stroops"), CultureInfo.InvariantCulture),
            long.Parse(vector.Text("sequence"), CultureInfo.InvariantCulture),
            new TimeBounds(
                ulong.Parse(bounds.Text("min"), CultureInfo.InvariantCulture),
                ulong.Parse(bounds.Text("max"), CultureInfo.InvariantCulture)),
            MemoOf(vector.GetProperty("memo")),
            vector.GetProperty("operations").EnumerateArray().Select(OperationOf).ToArray());
    }

    private static StellarMemo MemoOf(JsonElement memo) => memo.Text("type") switch
    {
        "none" => StellarMemo.None.Instance,
        "text" => new StellarMemo.Text(Encoding.UTF8.GetBytes(memo.Text("value"))),
        "id" => new StellarMemo.Number(ulong.Parse(memo.Text("value"), CultureInfo.InvariantCulture)),
        "hash" => new StellarMemo.Hash(Convert.FromHexString(memo.Text("value"))),
        "return" => new StellarMemo.Return(Convert.FromHexString(memo.Text("value"))),
        var other => throw new InvalidOperationException(other),
    };

    private static StellarOperation OperationOf(JsonElement operation)
    {
        var source = operation.TryGetProperty("source", out var text) ? MuxedOf(text.GetString()!) : null;
        return operation.Text("type") switch
        {
            "payment" => new PaymentOperation(
                MuxedOf(operation.Text("destination")),
                AssetOf(operation.GetProperty("asset")),
                AmountOf(operation, "amount"),
                source),
            "createAccount" => new CreateAccountOperation(
                operation.Text("destination"), AmountOf(operation, "starting_balance"), source),
            "changeTrust" => new ChangeTrustOperation(
                AssetOf(operation.GetProperty("asset")), AmountOf(operation, "limit"), source),
            "pathPaymentStrictSend" => new PathPaymentStrictSendOperation(
                AssetOf(operation.GetProperty("send_asset")),
                AmountOf(operation, "send_amount"),
                MuxedOf(operation.Text("destination")),
                AssetOf(operation.GetProperty("dest_asset")),
                AmountOf(operation, "dest_min"),
                PathOf(operation),
                source),
            "pathPaymentStrictReceive" => new PathPaymentStrictReceiveOperation(
                AssetOf(operation.GetProperty("send_asset")),
                AmountOf(operation, "send_max"),
                MuxedOf(operation.Text("destination")),
                AssetOf(operation.GetProperty("dest_asset")),
                AmountOf(operation, "dest_amount"),
                PathOf(operation),
                source),
            "manageData" => new ManageDataOperation(
                operation.Text("name"), Convert.FromHexString(operation.Text("value_hex")), source),
            "bumpSequence" => new BumpSequenceOperation(
                long.Parse(operation.Text("bump_to"), CultureInfo.InvariantCulture), source),
            var other => throw new InvalidOperationException(other),
        };
    }

    private static StellarAsset[] PathOf(JsonElement operation) =>
        operation.GetProperty("path").EnumerateArray().Select(AssetOf).ToArray();

    private static StellarAsset AssetOf(JsonElement asset) => asset.TryGetProperty("code", out var code)
        ? StellarAsset.Issued(code.GetString()!, asset.Text("issuer"))
        : StellarAsset.Native;

    private static MuxedAccount MuxedOf(string text) => MuxedAccount.TryParse(text, out var account)
        ? account
        : throw new InvalidOperationException(text);

    private static long AmountOf(JsonElement operation, string name) =>
        StellarAmount.TryParse(operation.Text(name), out var stroops)
            ? stroops
            : throw new InvalidOperationException(operation.Text(name));
}
