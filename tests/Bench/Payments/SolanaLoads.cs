using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Bench.Payments;

/// <summary>Solana's payments: with a memo and the compute budget, as the product makes them.</summary>
internal sealed class SolanaLoads : IDisposable
{
    private const string Memo = "q_yn3zed3tyw42kefr5ulxamkqh4";
    private const uint UnitLimit = 60_000;
    private const ulong UnitPrice = 1_000;
    private const byte Decimals = 6;

    private readonly Ed25519Signer _signer;
    private readonly byte[] _seed;
    private readonly SolanaKey _payer;
    private readonly SolanaKey[] _recipients;
    private readonly SolanaKey _mint;
    private readonly SolanaKey _source;
    private readonly SolanaKey _blockhash;

    internal SolanaLoads(byte[] seed, IReadOnlyList<byte[]> recipients)
    {
        _seed = seed;
        _signer = new Ed25519Signer(seed);
        _payer = new SolanaKey(_signer.PublicKey.Span);
        _recipients = [.. recipients.Select(key => new SolanaKey(key))];
        _mint = new SolanaKey(recipients[0]);
        _source = SolanaAccounts.AssociatedToken(_payer, _mint, SolanaPrograms.Token, out _);
        _blockhash = new SolanaKey(recipients[1]);
    }

    internal IReadOnlyList<PaymentLoad> Loads =>
    [
        new("SOL with memo", MakeSolAsync, [("web3.js", "web3", "sol"), ("kit", "kit", "sol")]),
        new("token with memo and account", MakeTokenAsync, [("web3.js", "web3", "token")]),
    ];

    internal JsonObject Settings => new()
    {
        ["seed"] = Convert.ToHexStringLower(_seed),
        ["recipients"] = new JsonArray([.. _recipients.Select(key => (JsonNode)key.ToString())]),
        ["blockhash"] = _blockhash.ToString(),
        ["mint"] = _mint.ToString(),
        ["memo"] = Memo,
    };

    public void Dispose() => _signer.Dispose();

    private ValueTask<byte[]> MakeSolAsync(int index) =>
        SignAsync(SolanaInstructions.Transfer(_payer, RecipientOf(index), (ulong)index + 1));

    private ValueTask<byte[]> MakeTokenAsync(int index)
    {
        var (owner, program) = (RecipientOf(index), SolanaPrograms.Token);
        var account = SolanaAccounts.AssociatedToken(owner, _mint, program, out _);
        return SignAsync(
            SolanaInstructions.CreateAssociatedTokenIdempotent(_payer, owner, _mint, program),
            SolanaInstructions.TransferChecked(program, _source, _mint, account, _payer, (ulong)index + 1, Decimals));
    }

    private async ValueTask<byte[]> SignAsync(params IReadOnlyList<SolanaInstruction> payment)
    {
        var message = LegacyMessageCompiler.Compile(
            _payer,
            _blockhash,
            [
                SolanaInstructions.ComputeUnitLimit(UnitLimit),
                SolanaInstructions.ComputeUnitPrice(UnitPrice),
                SolanaInstructions.Memo(Memo),
                .. payment,
            ]);
        var bytes = message.Encode();
        return new SolanaTransaction([await _signer.SignAsync(bytes)], message, bytes).Encode();
    }

    private SolanaKey RecipientOf(int index) => _recipients[index % _recipients.Length];
}
