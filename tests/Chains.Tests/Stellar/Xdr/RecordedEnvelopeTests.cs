using System.Globalization;
using System.Text.Json;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Tests.Stellar.Xdr;

/// <summary>Envelopes and results that real networks produced.</summary>
public sealed class RecordedEnvelopeTests
{
    [Fact]
    public void Real_envelopes_hash_to_their_ids_and_their_signatures_verify()
    {
        var envelopes = StellarFixtures.Read("horizon/real_envelopes_hash_verified.json");
        Assert.Equal(11, envelopes.GetArrayLength());
        foreach (var recorded in envelopes.EnumerateArray())
        {
            var network = StellarFixtures.Network(recorded.Text("network"));
            var bytes = Convert.FromBase64String(recorded.Text("envelope_xdr"));
            var envelope = EnvelopeCodec.Decode(bytes);
            var hash = network.Hash(envelope);
            Assert.Equal(recorded.Text("hash"), Convert.ToHexStringLower(hash));
            Assert.Equal(bytes, EnvelopeCodec.Encode(envelope));
            Assert.Equal(recorded.GetProperty("fee_bump").GetBoolean(), envelope is FeeBumpEnvelope);
            CheckInner(recorded, envelope, hash);
        }
    }

    [Fact]
    public void Real_results_decode_and_single_ones_encode_to_themselves()
    {
        foreach (var recorded in StellarFixtures.Read("horizon/real_envelopes_hash_verified.json").EnumerateArray())
        {
            var bytes = Convert.FromBase64String(recorded.Text("result_xdr"));
            var result = TransactionResultCodec.Decode(bytes);
            Assert.True(result.IsSuccess);
            if (result.Inner is null)
            {
                Assert.Equal(bytes, TransactionResultCodec.Encode(result));
                Assert.All(result.Operations, operation => Assert.Equal("op_success", operation.CodeName));
                Assert.Equal(
                    EnvelopeCodec.Decode(Convert.FromBase64String(recorded.Text("envelope_xdr"))) is
                        TransactionEnvelope envelope ? envelope.Transaction.Operations.Count : -1,
                    result.Operations.Count);
            }
            else
            {
                Assert.Equal("tx_fee_bump_inner_success (tx_success)", result.Describe());
            }
        }
    }

    /// <summary>
    /// A day of the public network, mostly contract calls: what is not known here is refused as a whole, what is known
    /// keeps its bytes and its hash.
    /// </summary>
    [Fact]
    public void Mainnet_envelopes_decode_exactly_or_are_refused()
    {
        var records = StellarFixtures.Read("horizon/mainnet_transactions_2026-08-04.json").GetProperty("records");
        var network = new StellarNetwork(StellarFixtures.Pubnet);
        var refused = 0;
        foreach (var record in records.EnumerateArray())
        {
            var bytes = Convert.FromBase64String(record.Text("envelope_xdr"));
            if (EnvelopeCodec.TryDecode(bytes, out var envelope))
            {
                Assert.Equal(bytes, EnvelopeCodec.Encode(envelope));
                Assert.Equal(record.Text("hash"), Convert.ToHexStringLower(network.Hash(envelope)));
            }
            else
            {
                refused++;
                var error = Assert.Throws<XdrFormatException>(() => { EnvelopeCodec.Decode(bytes); });
                Assert.Contains("not known here", error.Message, StringComparison.Ordinal);
            }
        }

        Assert.Equal(50, records.GetArrayLength());
        Assert.InRange(refused, 1, 50);
    }

    [Fact]
    public void Every_submission_result_decodes_to_the_codes_horizon_gives()
    {
        string[] lists = ["recorded", "constructed"];
        var seen = 0;
        foreach (var failure in lists.SelectMany(
            list => StellarFixtures.Submissions.GetProperty(list).EnumerateArray()))
        {
            var extras = failure.GetProperty("body").GetProperty("extras");
            var bytes = Convert.FromBase64String(extras.Text("result_xdr"));
            var result = TransactionResultCodec.Decode(bytes);
            var codes = extras.GetProperty("result_codes");
            Assert.Equal(codes.Text("transaction"), result.CodeName);
            var operations = codes.TryGetProperty("operations", out var list)
                ? list.EnumerateArray().Select(code => code.GetString()!).ToArray()
                : [];
            Assert.Equal(operations, result.Operations.Select(operation => operation.CodeName));
            Assert.Equal(bytes, TransactionResultCodec.Encode(result));
            Assert.False(result.IsSuccess);
            seen++;
        }

        Assert.Equal(42, seen);
    }

    [Fact]
    public void Truncated_and_prolonged_envelopes_are_refused_without_another_exception()
    {
        var bytes = Convert.FromBase64String(
            StellarFixtures.Vectors.GetProperty("transactions")[18].Text("signed_envelope_xdr"));
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(EnvelopeCodec.TryDecode(bytes.AsSpan(0, length), out _));
        }

        Assert.False(EnvelopeCodec.TryDecode([.. bytes, 0, 0, 0, 0], out _));
        Assert.True(EnvelopeCodec.TryDecode(bytes, out _));
    }

    [Fact]
    public void Any_flipped_bit_is_refused_or_stays_visible_in_the_bytes()
    {
        var bytes = Convert.FromBase64String(
            StellarFixtures.Vectors.GetProperty("transactions")[6].Text("signed_envelope_xdr"));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var changed = (byte[])bytes.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            if (EnvelopeCodec.TryDecode(changed, out var envelope))
            {
                Assert.Equal(changed, EnvelopeCodec.Encode(envelope));
            }
        }
    }

    private static void CheckInner(JsonElement recorded, Envelope envelope, byte[] hash)
    {
        var inner = envelope switch
        {
            TransactionEnvelope single => single,
            FeeBumpEnvelope bump => bump.Inner,
            _ => throw new InvalidOperationException(envelope.GetType().Name),
        };
        Assert.Equal(recorded.Text("source_account"), inner.Transaction.Source.ToString());
        Assert.Equal(
            recorded.Text("sequence"), inner.Transaction.Sequence.ToString(CultureInfo.InvariantCulture));
        if (envelope is TransactionEnvelope)
        {
            Assert.Equal(
                recorded.GetProperty("source_signature_valid").GetBoolean(),
                StellarNetwork.IsSignedBy(inner.Transaction.Source.AccountId, hash, envelope.Signatures));
        }
    }
}
