using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Bench.Payments;

/// <summary>NEAR's payments: of NEAR, and of a token by a call of its contract.</summary>
internal sealed class NearLoads : IDisposable
{
    private const string Memo = "q_yn3zed3tyw42kefr5ulxamkqh4";
    private const string Payer = "treasury.near";
    private const string Token = "usdc.near";
    private const ulong Gas = 30_000_000_000_000;

    private readonly Ed25519Signer _signer;
    private readonly byte[] _seed;
    private readonly NearPublicKey _key;
    private readonly string[] _recipients;
    private readonly NearHash _blockHash;

    internal NearLoads(byte[] seed, IReadOnlyList<byte[]> recipients)
    {
        _seed = seed;
        _signer = new Ed25519Signer(seed);
        _key = NearPublicKey.FromEd25519(_signer.PublicKey.Span);
        _recipients = [.. recipients.Select(key => NearAccountId.ImplicitOf(key))];
        _blockHash = new NearHash(recipients[0]);
    }

    internal IReadOnlyList<PaymentLoad> Loads =>
    [
        new("NEAR", MakeTransferAsync, [("near-api-js", "near", "transfer")]),
        new("token with memo", MakeTokenAsync, [("near-api-js", "near", "token")]),
    ];

    internal JsonObject Settings => new()
    {
        ["seed"] = Convert.ToHexStringLower(_seed),
        ["recipients"] = new JsonArray([.. _recipients.Select(account => (JsonNode)account)]),
        ["blockHash"] = _blockHash.ToString(),
        ["memo"] = Memo,
    };

    public void Dispose() => _signer.Dispose();

    private ValueTask<byte[]> MakeTransferAsync(int index) =>
        SignAsync(index, RecipientOf(index), new TransferAction((UInt128)index + 1));

    private ValueTask<byte[]> MakeTokenAsync(int index)
    {
        var args = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"receiver_id":"{{RecipientOf(index)}}","amount":"{{index + 1}}","memo":"{{Memo}}"}""");
        return SignAsync(
            index, Token, new FunctionCallAction("ft_transfer", Encoding.UTF8.GetBytes(args), Gas, UInt128.One));
    }

    private async ValueTask<byte[]> SignAsync(int index, string receiver, NearAction action)
    {
        var transaction = new NearTransaction(Payer, _key, (ulong)index + 1, receiver, _blockHash, [action]);
        var signature = await _signer.SignAsync(transaction.Hash().ToArray());
        return new NearSignedTransaction(transaction, new NearSignature(NearCurve.Ed25519, signature)).Encode();
    }

    private string RecipientOf(int index) => _recipients[index % _recipients.Length];
}
