using System.Text;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.Keys;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Bench.Payments;

/// <summary>Stellar's payments: with a memo and time bounds, as the product makes them.</summary>
internal sealed class StellarLoads : IDisposable
{
    private const string Memo = "q_yn3zed3tyw42kefr5ulxamkq";
    private const uint Fee = 1_000;
    private const ulong MaxTime = 2_000_000_000;
    private const long Stroops = 12_345_678;

    private readonly Ed25519Signer _signer;
    private readonly byte[] _seed;
    private readonly string _payer;
    private readonly string[] _recipients;
    private readonly StellarNetwork _network = new(StellarConstants.DevnetPassphrase);

    internal StellarLoads(byte[] seed, IReadOnlyList<byte[]> recipients)
    {
        _seed = seed;
        _signer = new Ed25519Signer(seed);
        _payer = StellarKeys.EncodeAddress(_signer.PublicKey.Span);
        _recipients = [.. recipients.Select(key => StellarKeys.EncodeAddress(key))];
    }

    internal IReadOnlyList<PaymentLoad> Loads =>
        [new("payment with memo", MakeAsync, [("stellar-sdk", "stellar", "payment")])];

    internal JsonObject Settings => new()
    {
        ["seed"] = Convert.ToHexStringLower(_seed),
        ["recipients"] = new JsonArray([.. _recipients.Select(address => (JsonNode)address)]),
        ["passphrase"] = StellarConstants.DevnetPassphrase,
        ["memo"] = Memo,
    };

    public void Dispose() => _signer.Dispose();

    private async ValueTask<byte[]> MakeAsync(int index)
    {
        var transaction = new StellarTransaction(
            MuxedAccount.Of(_payer),
            Fee,
            index + 1,
            new TimeBounds(0, MaxTime),
            new StellarMemo.Text(Encoding.UTF8.GetBytes(Memo)),
            [
                new PaymentOperation(
                    MuxedAccount.Of(_recipients[index % _recipients.Length]), StellarAsset.Native, Stroops),
            ]);
        var signature = await _signer.SignAsync(_network.Hash(transaction));
        return EnvelopeCodec.Encode(new TransactionEnvelope(
            transaction, false, [StellarNetwork.Decorate(_signer.PublicKey.Span, signature)]));
    }
}
