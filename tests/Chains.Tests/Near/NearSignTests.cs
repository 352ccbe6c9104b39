using System.Security.Cryptography;
using System.Text;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Tests.Near;

public sealed class NearSignTests : IDisposable
{
    private readonly NearBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_payment_of_near_is_one_transfer_to_the_recipient_valid_from_the_last_final_block()
    {
        var signed = await _bench.SignAsync(
            _bench.Order(NearBench.Near(3), memo: "q_ignored: there is no room for it"));
        var transaction = NearBench.Read(signed);
        Assert.Equal(transaction.Hash().ToString(), signed.TransactionId);
        Assert.Equal((_bench.Alice, NearBench.Bob), (transaction.SignerId, transaction.ReceiverId));
        Assert.Equal(_bench.AliceKey, transaction.PublicKey.ToString());
        Assert.Equal(NearBench.FirstNonce + 1, transaction.Nonce);
        Assert.Equal(_bench.Node.Tip.Hash, transaction.BlockHash);
        Assert.Equal(new TransferAction(NearBench.Near(3)), Assert.Single(transaction.Actions));
        Assert.Equal(_bench.Node.Tip.Height + 100, signed.ValidUntilHeight);
        Assert.Equal((NearBench.FirstNonce + 1, null), (signed.Sequence, signed.Lane));
        Assert.Null(signed.ValidUntil);
        Assert.False(_bench.Chain.CarriesMemo(NearBench.Native));
        Assert.True(_bench.Chain.CarriesMemo(NearBench.UsdcAsset));
    }

    [Fact]
    public async Task A_token_transfer_to_a_registered_account_is_one_call_of_its_contract()
    {
        _bench.Node.Now.Tokens[(NearBench.Usdc, NearBench.Bob)] = 0;
        _bench.Node.AddBlock();
        var signed = await _bench.SignAsync(_bench.Order(9_990_000, NearBench.UsdcAsset, "sub:42"));
        var transaction = NearBench.Read(signed);
        Assert.Equal(NearBench.Usdc, transaction.ReceiverId);
        var call = Assert.IsType<FunctionCallAction>(Assert.Single(transaction.Actions));
        Assert.Equal("ft_transfer", call.MethodName);
        Assert.Equal(
            """{"receiver_id":"bob.near","amount":"9990000","memo":"sub:42"}""", Encoding.UTF8.GetString(call.Args));
        Assert.Equal((30_000_000_000_000UL, UInt128.One), (call.Gas, call.Deposit));
    }

    [Fact]
    public async Task The_calls_are_byte_for_byte_those_that_the_official_sdk_signed()
    {
        var vectors = NearFixtures.Vectors.List("transactions").ToList();
        var withMemo = vectors.Single(one => one.Text("label") == "ft_transfer with memo");
        AssertActions(withMemo, TokenCalls.Transfer("bob.near", 9_990_000, "sub:42", 30 * NearConstants.TeraGas));
        var registering = vectors.Single(one => one.Text("label") == "storage_deposit + ft_transfer in one tx");
        AssertActions(
            registering,
            TokenCalls.Register(
                "bob.near", UInt128.Parse("1250000000000000000000", null), 10 * NearConstants.TeraGas),
            TokenCalls.Transfer("bob.near", 29_990_000, null, 30 * NearConstants.TeraGas));

        var signed = await _bench.SignAsync(_bench.Order(29_990_000, NearBench.UsdcAsset));
        Assert.Equal(
            Encode([.. registering.List("actions").Select(NearFixtures.BuildAction)]),
            Encode([.. NearBench.Read(signed).Actions]));
    }

    [Fact]
    public async Task A_recipient_that_is_not_registered_is_registered_in_the_same_receipt()
    {
        var signed = await _bench.SignAsync(_bench.Order(5, NearBench.UsdcAsset));
        var actions = NearBench.Read(signed).Actions;
        Assert.Equal(2, actions.Count);
        var register = Assert.IsType<FunctionCallAction>(actions[0]);
        Assert.Equal("storage_deposit", register.MethodName);
        Assert.Equal(
            """{"account_id":"bob.near","registration_only":true}""", Encoding.UTF8.GetString(register.Args));
        Assert.Equal(UInt128.Parse("1250000000000000000000", null), register.Deposit);
        Assert.Equal("ft_transfer", Assert.IsType<FunctionCallAction>(actions[1]).MethodName);
    }

    [Fact]
    public async Task Whoever_asks_too_much_for_a_registration_is_not_paid()
    {
        _bench.Node.Now.RegistrationPrice = "12500000000000000000001";
        _bench.Node.AddBlock();
        await Assert.ThrowsAsync<ArgumentException>(() => _bench.SignAsync(_bench.Order(5, NearBench.UsdcAsset)));
    }

    [Fact]
    public async Task A_lane_signs_with_its_own_key_and_nonce_for_the_same_account()
    {
        using var second = new Ed25519Signer(NearFixtures.SeedOf("carol"));
        var lane = NearExtensions.KeyTextOf(second.PublicKey.Span);
        Assert.Null(_bench.Chain.CheckLane(lane));
        _bench.Node.Now.Keys[(_bench.Alice, lane)] = (77, true);
        _bench.Node.AddBlock();
        Assert.Equal(77UL, await _bench.Chain.GetSequenceAsync(_bench.Alice, lane));
        Assert.Equal(NearBench.FirstNonce, await _bench.Chain.GetSequenceAsync(_bench.Alice, lane: null));

        var keys = new SigningKeys(_bench.Signer, new SigningLane(lane, second));
        var signed = await _bench.Chain.SignAsync(_bench.Order(7), 78, keys);
        var transaction = NearBench.Read(signed);
        Assert.Equal((lane, 78UL), (signed.Lane, signed.Sequence));
        Assert.Equal((lane, _bench.Alice), (transaction.PublicKey.ToString(), transaction.SignerId));
        Assert.Null(await _bench.Chain.RaiseFeeAsync(signed, keys));

        await Assert.ThrowsAsync<ArgumentException>(() => _bench.Chain.SignAsync(
            _bench.Order(7), 78, new SigningKeys(_bench.Signer, new SigningLane(lane, _bench.Signer))));
        await Assert.ThrowsAsync<ArgumentException>(() => _bench.Chain.SignAsync(
            _bench.Order(7), 78, new SigningKeys(_bench.Signer, new SigningLane(lane, null))));
    }

    [Theory]
    [InlineData("carol")]
    [InlineData("secp256k1:3aa6cExuvW5xTgzJb9SVYdCYdpkjgqnEwz7sVFFvZdyq")]
    [InlineData("ed25519:11")]
    public void A_lane_that_is_no_access_key_is_refused(string lane) => Assert.NotNull(_bench.Chain.CheckLane(lane));

    [Fact]
    public async Task A_named_account_signs_with_the_key_that_is_configured_for_it()
    {
        using var bench = new NearBench(new NearOptions
        {
            ValidityBlocks = 100,
            AccountKeys = new Dictionary<string, string> { ["shop.near"] = _bench.AliceKey },
        });
        bench.Node.Now.Amounts["shop.near"] = NearBench.Near(1);
        bench.Node.Now.Keys[("shop.near", bench.AliceKey)] = (500, true);
        bench.Node.AddBlock();
        Assert.Null(await bench.Chain.CheckSignerAsync("shop.near", bench.Signer.PublicKey));
        Assert.Equal(500UL, await bench.Chain.GetSequenceAsync("shop.near", lane: null));
        var order = new TransferOrder("shop.near", "bob.near", new ChainAmount(NearBench.Native, 1), null);
        Assert.Equal("shop.near", NearBench.Read(await bench.Chain.SignAsync(order, 501, bench.Keys)).SignerId);

        await Assert.ThrowsAsync<ArgumentException>(() => _bench.Chain.SignAsync(order, 501, _bench.Keys));
        Assert.Contains(
            "AccountKeys",
            await _bench.Chain.CheckSignerAsync("shop.near", _bench.Signer.PublicKey),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nonces_outside_of_what_the_chain_takes_are_refused()
    {
        var bound = _bench.Node.Tip.Height * 1_000_000;
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _bench.SignAsync(_bench.Order(1), 0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _bench.SignAsync(_bench.Order(1), bound));
        Assert.Equal(bound - 1, (await _bench.SignAsync(_bench.Order(1), bound - 1)).Sequence);
    }

    [Fact]
    public async Task Orders_that_cannot_be_carried_out_are_refused()
    {
        await AssertRefusedAsync(_bench.Order(0));
        await AssertRefusedAsync(_bench.Order(1, to: _bench.Alice));
        await AssertRefusedAsync(_bench.Order(1, to: "Bob.near"));
        await AssertRefusedAsync(_bench.Order(1, to: "system"));
        await AssertRefusedAsync(_bench.Order(1, "near:localnet/nep141:other.near"));
        await AssertRefusedAsync(_bench.Order(1, "near:mainnet/slip44:397"));
        await AssertRefusedAsync(_bench.Order(1, NearBench.UsdcAsset, new string('ä', 129)));
        using var stranger = new Ed25519Signer(NearFixtures.SeedOf("bob"));
        await Assert.ThrowsAsync<ArgumentException>(() =>
            _bench.Chain.SignAsync(_bench.Order(1), NearBench.FirstNonce + 1, new SigningKeys(stranger)));
    }

    [Fact]
    public async Task A_signature_that_does_not_verify_is_thrown_away()
    {
        var liar = new Liar(_bench.Signer.PublicKey);
        var failure = await Assert.ThrowsAsync<CryptographicException>(() =>
            _bench.Chain.SignAsync(_bench.Order(1), NearBench.FirstNonce + 1, new SigningKeys(liar)));
        Assert.Contains("does not verify", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_gas_costs_more_than_is_allowed_nothing_is_signed()
    {
        var price = await _bench.Chain.EstimateFeeAsync(_bench.Order(1));
        Assert.Equal((UInt128)3_000_000_000_000 * 100_000_000, price);
        var token = await _bench.Chain.EstimateFeeAsync(_bench.Order(1, NearBench.UsdcAsset));
        Assert.True(token > price);
        Assert.True((await _bench.SignAsync(_bench.Order(1, NearBench.UsdcAsset))).FeeUnitsMax > token);

        _bench.Node.GasPrice = "1000000001";
        var failure = await Assert.ThrowsAsync<ChainUnavailableException>(() => _bench.SignAsync(_bench.Order(1)));
        Assert.Contains("GasPriceMax", failure.Message, StringComparison.Ordinal);
    }

    private static void AssertActions(System.Text.Json.JsonElement vector, params NearAction[] actions) => Assert.Equal(
        Encode([.. vector.List("actions").Select(NearFixtures.BuildAction)]), Encode(actions));

    private static byte[] Encode(NearAction[] actions)
    {
        var writer = new BorshWriter();
        ActionCodec.WriteAll(writer, actions);
        return writer.ToArray();
    }

    private async Task AssertRefusedAsync(TransferOrder order) =>
        await Assert.ThrowsAsync<ArgumentException>(() => _bench.SignAsync(order));

    private sealed class Liar(ReadOnlyMemory<byte> publicKey) : ISigner
    {
        public ReadOnlyMemory<byte> PublicKey => publicKey;

        public ValueTask<byte[]> SignAsync(
            ReadOnlyMemory<byte> message, CancellationToken cancellationToken = default) => new(new byte[64]);
    }
}
