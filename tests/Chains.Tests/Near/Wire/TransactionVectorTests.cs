using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Tests.Near.Wire;

public sealed class TransactionVectorTests
{
    [Fact]
    public void Every_transaction_is_built_hashed_and_signed_to_the_bytes_of_the_official_sdk()
    {
        var vectors = NearFixtures.Vectors.List("transactions").ToList();
        Assert.Equal(15, vectors.Count);
        foreach (var vector in vectors)
        {
            var transaction = NearFixtures.Build(vector);
            Assert.Equal(vector.Base64("tx_borsh_base64"), transaction.Encode());
            Assert.Equal(vector.Text("hash_base58"), transaction.Hash().ToString());
            Assert.Equal(vector.Hex("hash_hex"), transaction.Hash().ToArray());

            var seed = NearFixtures.SeedOf(vector.Text("signer_key"));
            var signature = new NearSignature(
                NearCurve.Ed25519, Ed25519.Sign(seed, transaction.Hash().ToArray()));
            Assert.Equal(vector.Text("signature"), signature.ToString());
            Assert.Equal(
                vector.Base64("signed_tx_base64"), new NearSignedTransaction(transaction, signature).Encode());
        }
    }

    [Fact]
    public void Every_signed_transaction_is_decoded_verified_and_encoded_again()
    {
        foreach (var vector in NearFixtures.Vectors.List("transactions"))
        {
            var bytes = vector.Base64("signed_tx_base64");
            Assert.True(NearSignedTransaction.TryDecode(bytes, out var signed, out var problem), problem);
            Assert.True(signed.VerifySignature());
            Assert.Equal(bytes, signed.Encode());
            Assert.Equal(vector.Base64("tx_borsh_base64"), signed.Transaction.Encode());
            Assert.Equal(vector.Text("signer_id"), signed.Transaction.SignerId);
            Assert.Equal(vector.Text("receiver_id"), signed.Transaction.ReceiverId);
            Assert.Equal(vector.Text("block_hash"), signed.Transaction.BlockHash.ToString());
            Assert.Equal(vector.Text("public_key"), signed.Transaction.PublicKey.ToString());
        }
    }

    [Fact]
    public void Transactions_that_were_really_sent_have_the_hash_that_the_node_answered()
    {
        var real = NearFixtures.Read("rpc/real_signed_transactions.json").EnumerateArray().ToList();
        Assert.Equal(4, real.Count);
        foreach (var one in real)
        {
            var bytes = one.Base64("signed_tx_base64");
            Assert.True(NearSignedTransaction.TryDecode(bytes, out var signed, out var problem), problem);
            Assert.True(signed.VerifySignature());
            Assert.Equal(bytes, signed.Encode());
            Assert.Equal(one.Text("hash_base58"), signed.Transaction.Hash().ToString());
            Assert.Equal(one.Text("signature"), signed.Signature.ToString());
            Assert.Equal(NearFixtures.Build(one).Encode(), signed.Transaction.Encode());
        }
    }

    [Fact]
    public void The_sdks_own_signed_sample_is_read_and_the_unsigned_one_is_refused_because_it_has_no_signer()
    {
        var signed = NearFixtures.Read("rpc/near_api_js_signed_transaction1.json").Hex("data");
        Assert.True(NearSignedTransaction.TryDecode(signed, out var transaction, out var problem), problem);
        Assert.Equal(signed, transaction.Encode());
        Assert.Equal("test.near", transaction.Transaction.SignerId);
        Assert.Equal("whatever.near", transaction.Transaction.ReceiverId);
        Assert.Equal(new TransferAction(1), Assert.Single(transaction.Transaction.Actions));
        Assert.True(transaction.VerifySignature());

        var unsigned = NearFixtures.Read("rpc/near_api_js_transaction1.json").Hex("data");
        Assert.False(NearTransaction.TryDecode(unsigned, out _, out problem));
        Assert.Contains("2 to 64 characters", problem, StringComparison.Ordinal);

        // With a signer the rest of it is read as the SDK reads it.
        byte[] named = [2, 0, 0, 0, (byte)'m', (byte)'e', .. unsigned[4..]];
        Assert.True(NearTransaction.TryDecode(named, out var read, out problem), problem);
        Assert.Equal("studio-vwcu9e41m", read.ReceiverId);
        var call = Assert.IsType<FunctionCallAction>(Assert.Single(read.Actions));
        Assert.Equal("addMessage", call.MethodName);
        Assert.Equal("{\"text\":\"\"}"u8.ToArray(), call.Args);
        Assert.Equal((2_000_000UL, (UInt128)0), (call.Gas, call.Deposit));
        Assert.Equal(named, read.Encode());
    }

    [Fact]
    public void The_delegate_action_is_built_hashed_and_signed_to_the_bytes_of_the_official_sdk()
    {
        var vector = Assert.Single(NearFixtures.Vectors.List("delegate"));
        var action = new NearDelegate(
            vector.Text("sender_id"),
            vector.Text("receiver_id"),
            [.. vector.List("actions").Select(NearFixtures.BuildAction)],
            ulong.Parse(vector.Text("nonce"), null),
            ulong.Parse(vector.Text("max_block_height"), null),
            NearPublicKey.Parse(vector.Text("public_key")));
        Assert.Equal(vector.Base64("delegate_borsh_with_prefix_base64"), action.EncodeForSigning());
        var hash = NearHash.Of(action.EncodeForSigning());
        Assert.Equal(vector.Hex("hash_hex"), hash.ToArray());

        var signature = new NearSignature(
            NearCurve.Ed25519, Ed25519.Sign(NearFixtures.SeedOf("alice"), hash.ToArray()));
        var writer = new BorshWriter();
        action.Write(writer);
        signature.Write(writer);
        Assert.Equal(vector.Base64("signed_delegate_base64"), writer.ToArray());
    }

    [Fact]
    public void Keys_and_implicit_accounts_are_those_of_the_official_sdk()
    {
        var keys = NearFixtures.Vectors.List("keys").ToList();
        Assert.Equal(5, keys.Count);
        foreach (var key in keys)
        {
            var seed = NearFixtures.SeedOf(key.Text("name"));
            Assert.Equal(key.Hex("seed_hex"), seed);
            var publicKey = NearPublicKey.FromEd25519(Ed25519.PublicKeyFromSeed(seed));
            Assert.Equal(key.Text("public_key"), publicKey.ToString());
            Assert.Equal(publicKey, NearPublicKey.Parse(key.Text("public_key")));
            Assert.Equal(key.Text("implicit_account_id"), NearAccountId.ImplicitOf(publicKey.Bytes));
            Assert.True(NearAccountId.IsNearImplicit(key.Text("implicit_account_id")));
        }
    }

    [Fact]
    public void Account_ids_are_judged_as_the_chain_judges_them()
    {
        var ids = NearFixtures.Vectors.GetProperty("account_ids");
        Assert.All(ids.List("valid"), id => Assert.Null(NearAccountId.FindProblem(id.GetString()!)));
        Assert.All(ids.List("invalid"), id => Assert.NotNull(NearAccountId.FindProblem(id.GetString()!)));
        Assert.True(NearAccountId.IsEthImplicit("0x" + new string('a', 40)));
        Assert.False(NearAccountId.IsEthImplicit("0x" + new string('a', 39)));
        Assert.False(NearAccountId.IsEthImplicit("0x" + new string('g', 40)));
        Assert.False(NearAccountId.IsNearImplicit(new string('g', 64)));
        Assert.False(NearAccountId.IsNearImplicit(new string('a', 63)));
    }
}
