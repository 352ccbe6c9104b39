using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Tests.Near;

/// <summary>The chain on a <see cref="FakeNear"/>, with an account of ours (alice) and a customer's (bob).</summary>
internal sealed class NearBench : IDisposable
{
    internal const string Usdc = "17208628f84f5d6ad33f0da3bbbeb27ffcb398eac501a31bd6ad2011e36133a1";
    internal const string Native = "near:localnet/slip44:397";
    internal const string UsdcAsset = $"near:localnet/nep141:{Usdc}";
    internal const ulong FirstNonce = 1_000_000_000;

    private readonly Ed25519Signer _alice = new(NearFixtures.SeedOf("alice"));

    internal NearBench(NearOptions? options = null)
    {
        Node = new FakeNear();
        Options = options ?? new NearOptions { Tokens = [new NearToken { Contract = Usdc }], ValidityBlocks = 100 };
        Chain = NearExtensions.CreateChain(Options, Node);
        Alice = NearExtensions.AddressOf(_alice.PublicKey.Span);
        AliceKey = NearExtensions.KeyTextOf(_alice.PublicKey.Span);
        var now = Node.Now;
        now.Amounts[Alice] = Near(100);
        now.Keys[(Alice, AliceKey)] = (FirstNonce, true);
        now.Amounts[Bob] = Near(10);
        now.Keys[(Bob, BobKey)] = (FirstNonce, true);
        now.Contracts.Add(Usdc);
        now.Amounts[Usdc] = Near(5);
        now.Tokens[(Usdc, Alice)] = 1_000_000_000;
        Node.AddBlock();
    }

    internal NearOptions Options { get; }

    internal FakeNear Node { get; }

    internal IChain Chain { get; }

    internal string Alice { get; }

    internal string AliceKey { get; }

    internal ISigner Signer => _alice;

    internal SigningKeys Keys => new(_alice);

    internal static string Bob => "bob.near";

    internal static string BobKey { get; } =
        NearExtensions.KeyTextOf(Ed25519.PublicKeyFromSeed(NearFixtures.SeedOf("bob")));

    public void Dispose() => _alice.Dispose();

    internal static UInt128 Near(uint whole) => whole * UInt128.Parse("1000000000000000000000000", null);

    internal TransferOrder Order(UInt128 units, string asset = Native, string? memo = null, string to = "bob.near") =>
        new(Alice, to, new ChainAmount(asset, units), memo);

    internal Task<SignedTransfer> SignAsync(TransferOrder order, ulong nonce = FirstNonce + 1) =>
        Chain.SignAsync(order, nonce, Keys);

    internal static NearTransaction Read(SignedTransfer transfer)
    {
        Assert.True(NearSignedTransaction.TryDecode(transfer.Bytes, out var signed, out var problem), problem);
        Assert.True(signed.VerifySignature());
        return signed.Transaction;
    }

    /// <summary>The next block takes a transaction: the key's nonce moves, and its signer pays.</summary>
    internal FakeBlock Include(string signer, string key, ulong nonce, NearHash hash) => Node.AddBlock(block =>
    {
        Node.Now.Keys[(signer, key)] = (nonce, true);
        Node.Now.Amounts[signer] -= 1_000;
        block.AccountChanged(signer, transaction: hash);
        block.KeyChanged(signer, hash);
    });

    /// <summary>A transaction's status as nodes answer it.</summary>
    internal static JsonObject Status(
        NearHash hash,
        string signer,
        string receiver,
        JsonArray actions,
        NearHash receipt,
        FakeBlock block,
        string? failure = null,
        string stage = "FINAL",
        params string[] logs) => new()
        {
            ["final_execution_status"] = stage,
            ["status"] = OutcomeOf(failure),
            ["transaction"] = new JsonObject
            {
                ["hash"] = hash.ToString(),
                ["signer_id"] = signer,
                ["receiver_id"] = receiver,
                ["nonce"] = FirstNonce + 1,
                ["actions"] = actions,
            },
            ["transaction_outcome"] = Outcome(
                hash, block, new JsonObject { ["SuccessReceiptId"] = receipt.ToString() }, [receipt]),
            ["receipts_outcome"] = new JsonArray(Outcome(receipt, block, OutcomeOf(failure), [], logs)),
        };

    internal static JsonObject Transfer(UInt128 units) =>
        new() { ["Transfer"] = new JsonObject { ["deposit"] = units.ToString(null, null) } };

    internal static JsonObject Call(string method, string args, string deposit = "1") => new()
    {
        ["FunctionCall"] = new JsonObject
        {
            ["method_name"] = method,
            ["args"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(args)),
            ["gas"] = 30_000_000_000_000,
            ["deposit"] = deposit,
        },
    };

    internal static JsonObject OutcomeOf(string? failure) => failure is null
        ? new JsonObject { ["SuccessValue"] = string.Empty }
        : new JsonObject { ["Failure"] = new JsonObject { ["ActionError"] = failure } };

    internal static JsonObject Outcome(
        NearHash id, FakeBlock block, JsonObject status, NearHash[] receipts, params string[] logs) => new()
        {
            ["id"] = id.ToString(),
            ["block_hash"] = block.Hash.ToString(),
            ["outcome"] = new JsonObject
            {
                ["executor_id"] = "anybody.near",
                ["status"] = status,
                ["tokens_burnt"] = "500",
                ["receipt_ids"] = new JsonArray([.. receipts.Select(receipt => (JsonNode)receipt.ToString())]),
                ["logs"] = new JsonArray([.. logs.Select(log => (JsonNode)log)]),
            },
        };
}
