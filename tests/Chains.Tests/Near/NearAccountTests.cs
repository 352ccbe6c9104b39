using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Near;

namespace OrleansTrading.Chains.Tests.Near;

public sealed class NearAccountTests : IDisposable
{
    private readonly NearBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Addresses_are_read_without_the_network()
    {
        var chain = _bench.Chain;
        Assert.Equal(("near", "near:localnet", NearBench.Native), (chain.Name, chain.Id, chain.NativeAsset));
        Assert.True(chain.UsesSequence);
        var ids = NearFixtures.Vectors.GetProperty("account_ids");
        foreach (var valid in ids.List("valid").Select(id => id.GetString()!))
        {
            Assert.Equal((valid, null), (chain.CheckAddress(valid).Canonical, chain.CheckAddress(valid).Problem));
        }

        // A plain word is an account's name, but no sign that somebody meant NEAR.
        Assert.All(["alice", "0x1234"], word => Assert.False(chain.CheckAddress(word).IsUnmistakable));
        Assert.All(
            ["alice.near", new string('a', 64), "0x" + new string('a', 40)],
            account => Assert.True(chain.CheckAddress(account) is { IsValid: true, IsUnmistakable: true }));

        Assert.All(ids.List("invalid"), id => Assert.NotNull(chain.CheckAddress(id.GetString()!).Problem));
        Assert.False(chain.CheckAddress("system").IsValid);
        Assert.All(NearFixtures.Vectors.List("keys"), key => Assert.Equal(
            key.Text("implicit_account_id"), chain.AddressOf(key.Hex("public_hex"))));
    }

    [Theory]
    [InlineData("slip44:397", true)]
    [InlineData("nep141:wrap.near", true)]
    [InlineData("nep141:17208628f84f5d6ad33f0da3bbbeb27ffcb398eac501a31bd6ad2011e36133a1", true)]
    [InlineData("nep141:Wrap.near", false)]
    [InlineData("nep141:", false)]
    [InlineData("slip44:501", false)]
    public void Asset_references_are_read(string reference, bool isValid) =>
        Assert.Equal(isValid, _bench.Chain.CheckAssetReference(reference) is null);

    [Fact]
    public async Task The_network_and_its_validity_are_compared_with_the_options()
    {
        Assert.Null(await _bench.Chain.CheckNetworkAsync());
        _bench.Node.ValidityBlocks = 86_400;
        Assert.Contains("Set it to 86400", await _bench.Chain.CheckNetworkAsync(), StringComparison.Ordinal);
        _bench.Node.ChainId = "testnet";
        Assert.Contains("'testnet'", await _bench.Chain.CheckNetworkAsync(), StringComparison.Ordinal);

        // Of the public networks it is known.
        _bench.Node.GenesisHash = "FWJ9kR6KFWoyMoNjpLXXGHeuiy7tEY6GmoFeCA5yuc6b";
        _bench.Node.ValidityBlocks = 5;
        var testnet = new NearOptions { Network = "testnet" };
        Assert.Null(await NearExtensions.CreateChain(testnet, _bench.Node).CheckNetworkAsync());
        var wrong = new NearOptions { Network = "testnet", ValidityBlocks = 5 };
        Assert.Contains(
            "Set it to 86400",
            await NearExtensions.CreateChain(wrong, _bench.Node).CheckNetworkAsync(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Balances_are_read_at_one_final_block_and_storage_is_kept_back()
    {
        var balances = (await _bench.Chain.GetBalancesAsync(_bench.Alice)).Held;
        Assert.Equal(
            [
                new ChainBalance(NearBench.Native, NearBench.Near(100), NearBench.Near(100)),
                new ChainBalance(NearBench.UsdcAsset, 1_000_000_000, 1_000_000_000),
            ],
            balances);

        // 1,000 bytes cost 0.01 NEAR, of which the stake covers 0.004.
        var yocto = UInt128.Parse("1000000000000000000000", null);
        _bench.Node.Now.Storage[_bench.Alice] = (4 * yocto, 1_000);
        _bench.Node.AddBlock();
        Assert.Equal(
            NearBench.Near(100) - (6 * yocto),
            (await _bench.Chain.GetBalancesAsync(_bench.Alice)).Held[0].SpendableUnits);

        _bench.Node.Now.Storage[_bench.Alice] = (0, 770);
        _bench.Node.AddBlock();
        Assert.Equal(NearBench.Near(100), (await _bench.Chain.GetBalancesAsync(_bench.Alice)).Held[0].SpendableUnits);
        Assert.All(
            (await _bench.Chain.GetBalancesAsync("nobody.near")).Held,
            balance => Assert.Equal((UInt128)0, balance.Units));
    }

    [Fact]
    public async Task A_contract_that_is_no_token_is_told_instead_of_taken_for_empty()
    {
        _bench.Node.Now.Contracts.Clear();
        _bench.Node.AddBlock();
        await Assert.ThrowsAsync<ChainUnavailableException>(() => _bench.Chain.GetBalancesAsync(_bench.Alice));
    }

    [Theory]
    [InlineData("bob.near", RecipientVerdict.Payable)]
    [InlineData("nobody.near", RecipientVerdict.AccountMissing)]
    [InlineData("31d8a2359b074bb50a50080169b52ab18d7c77e96110c8b4872a11ee6c9a6962", RecipientVerdict.Payable)]
    [InlineData("0x0123456789abcdef0123456789abcdef01234567", RecipientVerdict.Payable)]
    [InlineData("Bob.near", RecipientVerdict.NotAWallet)]
    [InlineData("system", RecipientVerdict.NotAWallet)]
    public async Task Near_can_be_paid_to_accounts_that_exist_or_open_by_themselves(
        string address, RecipientVerdict verdict)
    {
        var check = await CheckAsync(address, NearBench.Native);
        Assert.Equal((verdict, (UInt128)0), (check.Verdict, check.AccountCreationUnits));
        Assert.Equal(verdict == RecipientVerdict.Payable, check.Problem is null);
    }

    [Fact]
    public async Task Tokens_need_a_registration_which_is_priced_in()
    {
        var price = UInt128.Parse("1250000000000000000000", null);
        Assert.Equal(
            new RecipientCheck(RecipientVerdict.Payable, null, price),
            await CheckAsync("bob.near", NearBench.UsdcAsset));
        _bench.Node.Now.Tokens[(NearBench.Usdc, "bob.near")] = 0;
        _bench.Node.AddBlock();
        Assert.Equal(
            new RecipientCheck(RecipientVerdict.Payable, null, 0), await CheckAsync("bob.near", NearBench.UsdcAsset));

        Assert.Equal(
            RecipientVerdict.AccountMissing, (await CheckAsync("nobody.near", NearBench.UsdcAsset)).Verdict);
        Assert.Equal(RecipientVerdict.NotAWallet, (await CheckAsync(NearBench.Usdc, NearBench.UsdcAsset)).Verdict);
        _bench.Node.Now.RegistrationPrice = "12500000000000000000001";
        _bench.Node.AddBlock();
        _bench.Node.Now.Tokens.Remove((NearBench.Usdc, "bob.near"));
        _bench.Node.AddBlock();
        Assert.Equal(
            RecipientVerdict.AssetNotAccepted, (await CheckAsync("bob.near", NearBench.UsdcAsset)).Verdict);
    }

    [Fact]
    public async Task The_sequence_is_the_keys_nonce_and_a_key_that_cannot_pay_has_none()
    {
        Assert.Equal(NearBench.FirstNonce, await _bench.Chain.GetSequenceAsync(_bench.Alice, lane: null));
        await Assert.ThrowsAsync<ChainUnavailableException>(() =>
            _bench.Chain.GetSequenceAsync(_bench.Alice, NearBench.BobKey));
        _bench.Node.Now.Keys[(_bench.Alice, NearBench.BobKey)] = (1, false);
        _bench.Node.AddBlock();
        var failure = await Assert.ThrowsAsync<ChainUnavailableException>(() =>
            _bench.Chain.GetSequenceAsync(_bench.Alice, NearBench.BobKey));
        Assert.Contains("full access", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signer_needs_a_key_with_full_access_or_an_implicit_account_that_is_not_opened_yet()
    {
        Assert.Null(await _bench.Chain.CheckSignerAsync(_bench.Alice, _bench.Signer.PublicKey));
        var carol = Ed25519.PublicKeyFromSeed(NearFixtures.SeedOf("carol"));
        Assert.Null(await _bench.Chain.CheckSignerAsync(NearExtensions.AddressOf(carol), carol));
        Assert.NotNull(await _bench.Chain.CheckSignerAsync(_bench.Alice, carol));
        _bench.Node.Now.Keys.Remove((_bench.Alice, _bench.AliceKey));
        _bench.Node.AddBlock();
        Assert.NotNull(await _bench.Chain.CheckSignerAsync(_bench.Alice, _bench.Signer.PublicKey));
    }

    [Fact]
    public void Payment_uris_name_amount_token_and_memo_where_there_is_one()
    {
        var near = new ChainAmount(NearBench.Native, UInt128.Parse("1500000000000000000000123", null));
        Assert.Equal(
            "near:bob.near?amount=1.500000000000000000000123&label=A%20shop",
            _bench.Chain.ComposePaymentUri("bob.near", near, 24, "q_1", "A shop"));
        Assert.Equal(
            $"near:bob.near?amount=20&token={NearBench.Usdc}&label=A&memo=q_1",
            _bench.Chain.ComposePaymentUri(
                "bob.near", new ChainAmount(NearBench.UsdcAsset, 20_000_000), 6, "q_1", "A"));
        Assert.All(NearFixtures.Vectors.List("amounts"), amount =>
        {
            var units = new ChainAmount(NearBench.Native, UInt128.Parse(amount.Text("yocto"), null));
            Assert.Equal(
                $"near:bob.near?amount={amount.Text("near")}&label=A",
                _bench.Chain.ComposePaymentUri("bob.near", units, 24, string.Empty, "A"));
        });
    }

    private Task<RecipientCheck> CheckAsync(string address, string asset) =>
        _bench.Chain.CheckRecipientAsync(address, new ChainAmount(asset, 5));
}
