using System.Text;
using System.Text.Json;
using OrleansTrading.Chains.Near.Wire;
using OrleansTrading.Devnet.Near;
using static OrleansTrading.Devnet.Tests.Near.NearBench;

namespace OrleansTrading.Devnet.Tests.Near;

/// <summary>The protocol's rules, each as the network enforces it.</summary>
public sealed class NearLedgerRuleTests : IAsyncLifetime, IDisposable
{
    private readonly NearBench _bench = new();
    private NearParty _party = null!;

    public async Task InitializeAsync()
    {
        _party = await _bench.OpenAsync("party", 100 * NearBench.Near, 50 * Usdc);
    }

    public Task DisposeAsync()
    {
        _bench.AssertConserved();
        return Task.CompletedTask;
    }

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(0, "InvalidNonce")]
    [InlineData(900_000_000, "NonceTooLarge")]
    public async Task A_nonce_is_above_the_keys_last_and_within_the_blocks_range(ulong nonce, string reason) =>
        Assert.Contains(
            reason,
            await _bench.OfferAsync(_party, "local", nonce, new TransferAction(1)),
            StringComparison.Ordinal);

    [Fact]
    public async Task A_nonce_is_used_once()
    {
        var nonce = NextNonce(_party);
        Assert.Null(await _bench.OfferAsync(_party, "local", nonce, new TransferAction(1)));

        Assert.Contains(
            "InvalidNonce",
            await _bench.OfferAsync(_party, "local", nonce, new TransferAction(2)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_of_another_key_is_refused()
    {
        var other = new NearParty("other");
        var signed = other.Sign(Compose(_party, "local", new TransferAction(1)));

        Assert.Contains("InvalidSignature", await _bench.OfferAsync(signed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_the_account_lacks_and_an_account_that_is_missing_are_told_apart()
    {
        var other = new NearParty("other");
        var foreign = other.Sign(Compose(_party, "local", new TransferAction(1)) with { PublicKey = other.Key });
        var missing = other.Sign(Compose(other, "local", new TransferAction(1)));

        Assert.Contains("AccessKeyNotFound", await _bench.OfferAsync(foreign), StringComparison.Ordinal);
        Assert.Contains("SignerDoesNotExist", await _bench.OfferAsync(missing), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_block_that_is_too_old_or_unknown_makes_it_expired()
    {
        var signed = _party.Sign(Compose(_party, "local", new TransferAction(1)));
        var unknown = _party.Sign(
            Compose(_party, "local", new TransferAction(1)) with { BlockHash = NearHash.Of("nothing"u8) });

        Assert.Contains("Expired", await _bench.OfferAsync(unknown), StringComparison.Ordinal);
        _bench.AdvanceBlocks(DevnetOptions.NearValidityBlocksDefault + 1);
        Assert.Contains("Expired", await _bench.OfferAsync(signed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_account_lacks_it_cannot_pay() =>
        Assert.Contains(
            "NotEnoughBalance",
            await OfferAsync("local", new TransferAction(100 * NearBench.Near)),
            StringComparison.Ordinal);

    [Fact]
    public async Task More_gas_than_a_transaction_may_attach_is_refused() =>
        Assert.Contains(
            "TotalPrepaidGasExceeded",
            await OfferAsync(NearDevnet.UsdcContract, Call("ft_transfer", "{}", 1, 301 * TeraGas)),
            StringComparison.Ordinal);

    [Fact]
    public async Task A_payment_to_a_name_that_does_not_exist_fails_in_its_receipt_and_comes_back()
    {
        var before = await _bench.BalanceAsync(_party.Account, NearAsset);

        var status = await RunAsync("nobody.local", new TransferAction(NearBench.Near));

        Assert.Contains("AccountDoesNotExist", Raw(status), StringComparison.Ordinal);
        var after = await _bench.BalanceAsync(_party.Account, NearAsset);
        Assert.True(before - after < NearBench.Near / 100);
        Assert.Contains(
            status.GetProperty("receipts").EnumerateArray(),
            receipt => receipt.GetProperty("predecessor_id").GetString() == "system");
    }

    [Fact]
    public async Task A_limited_key_may_only_call_what_it_was_made_for()
    {
        var limited = new NearParty("limited", _party.Account);
        var limits = new NearKeyLimits(NearBench.Near, NearDevnet.UsdcContract, ["storage_balance_of"]);
        await RunAsync(_party.Account, new AddKeyAction(limited.Key, new NearAccessKey(0, limits)));

        Assert.Contains("RequiresFullAccess", await As(limited, "local", new TransferAction(1)));
        Assert.Contains("ReceiverMismatch", await As(limited, "local", Call("storage_balance_of", "{}", 0)));
        Assert.Contains("MethodNameMismatch", await As(limited, NearDevnet.UsdcContract, Call("mint", "{}", 0)));
        Assert.Contains(
            "DepositWithFunctionCall",
            await As(limited, NearDevnet.UsdcContract, Call("storage_balance_of", "{}", 1)));
        Assert.Equal(
            string.Empty,
            await As(
                limited,
                NearDevnet.UsdcContract,
                Call("storage_balance_of", $$"""{"account_id":"{{_party.Account}}"}""", 0)));
    }

    [Fact]
    public async Task A_further_key_is_a_sequence_of_its_own_until_it_is_deleted()
    {
        var lane = new NearParty("lane", _party.Account);
        await RunAsync(_party.Account, new AddKeyAction(lane.Key, new NearAccessKey(0, null)));
        var first = await _bench.Chain.GetSequenceAsync(_party.Account, lane.Key.ToString());
        Assert.Equal(string.Empty, await As(lane, "local", first + 1, new TransferAction(1)));
        _bench.Settle();
        Assert.Equal(first + 1, await _bench.Chain.GetSequenceAsync(_party.Account, lane.Key.ToString()));

        await RunAsync(_party.Account, new DeleteKeyAction(lane.Key));

        Assert.Contains("AccessKeyNotFound", await As(lane, "local", first + 2, new TransferAction(1)));
    }

    [Fact]
    public async Task A_key_is_the_affair_of_its_account_alone()
    {
        var status = await RunAsync("local", new AddKeyAction(_party.Key, new NearAccessKey(0, null)));

        Assert.Contains("ActorNoPermission", Raw(status), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_opened_by_the_account_that_it_ends_with()
    {
        Assert.Contains(
            "CreateAccountNotAllowed",
            Raw(await RunAsync("mine.local", new CreateAccountAction(), new TransferAction(NearBench.Near))),
            StringComparison.Ordinal);

        var order = Order("alice.local", NearBench.Near);
        order["public_key"] = _party.Key.ToString();
        await _bench.CallAsync("devnet_fund", order);
        _bench.Settle();

        Assert.Equal(NearBench.Near, await _bench.BalanceAsync("alice.local", NearAsset));
    }

    [Fact]
    public async Task A_deleted_account_leaves_what_it_had_to_its_beneficiary()
    {
        var heir = await _bench.OpenAsync("heir", NearBench.Near);

        await RunAsync(_party.Account, new DeleteAccountAction(heir.Account));

        Assert.True(await _bench.BalanceAsync(heir.Account, NearAsset) > 90 * NearBench.Near);
        Assert.Null(_bench.State().Find(_party.Account));
    }

    [Theory]
    [InlineData("ft_transfer", """{"receiver_id":"stranger.local","amount":"1"}""", 1, "is not registered")]
    [InlineData("ft_transfer", """{"receiver_id":"local","amount":"1"}""", 0, "exactly 1 yoctoNEAR")]
    [InlineData("ft_transfer", """{"receiver_id":"local","amount":"0"}""", 1, "should be a positive number")]
    [InlineData("ft_transfer", """{"receiver_id":"local"}""", 1, "missing field `amount`")]
    [InlineData("storage_deposit", """{"account_id":"stranger.local"}""", 1, "less than the minimum")]
    [InlineData("mint", """{"account_id":"local","amount":"1"}""", 0, "Only the faucet may mint")]
    [InlineData("nonsense", "{}", 0, "MethodNotFound")]
    public async Task The_token_panics_as_the_standards_contract_does(
        string method, string args, ulong deposit, string words)
    {
        var status = await RunAsync(NearDevnet.UsdcContract, Call(method, args, deposit));

        Assert.Contains(words, Raw(status), StringComparison.Ordinal);
        Assert.Equal(50 * (UInt128)Usdc, await _bench.BalanceAsync(_party.Account, UsdcAsset));
    }

    [Fact]
    public async Task A_call_of_an_account_without_a_contract_or_with_too_little_gas_fails()
    {
        Assert.Contains(
            "CodeDoesNotExist", Raw(await RunAsync("local", Call("ft_transfer", "{}", 1))), StringComparison.Ordinal);
        Assert.Contains(
            "Exceeded the prepaid gas",
            Raw(await RunAsync(NearDevnet.UsdcContract, Call("ft_transfer", "{}", 1, TeraGas))),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registration_too_many_is_paid_back_in_a_receipt()
    {
        var status = await RunAsync(
            NearDevnet.UsdcContract,
            Call("storage_deposit", $$"""{"account_id":"{{_party.Account}}"}""", 1_000_000));

        Assert.Contains(
            status.GetProperty("receipts").EnumerateArray(),
            receipt => receipt.GetProperty("predecessor_id").GetString() == NearDevnet.UsdcContract);
    }

    private static FunctionCallAction Call(string method, string args, ulong deposit, ulong gas = 30 * TeraGas) =>
        new(method, Encoding.UTF8.GetBytes(args), gas, deposit);

    private static string Raw(JsonElement status) => status.GetProperty("status").GetRawText();

    /// <summary>The next nonce of a party's key; any for a key that the account lacks.</summary>
    private ulong NextNonce(NearParty party) =>
        (_bench.State().Find(party.Account)?.Keys.GetValueOrDefault(party.Key.ToString())?.Nonce ?? 0) + 1;

    private NearTransaction Compose(NearParty party, string receiver, params NearAction[] actions)
    {
        _bench.Devnet.Ledger.Advance();
        return new NearTransaction(
            party.Account,
            party.Key,
            NextNonce(party),
            receiver,
            _bench.Devnet.Ledger.HashOf(_bench.Devnet.Ledger.FinalHead),
            actions);
    }

    private Task<string?> OfferAsync(string receiver, params NearAction[] actions) =>
        _bench.OfferAsync(_party, receiver, NextNonce(_party), actions);

    private Task<string> As(NearParty party, string receiver, NearAction action) =>
        As(party, receiver, NextNonce(party), action);

    private async Task<string> As(NearParty party, string receiver, ulong nonce, NearAction action) =>
        await _bench.OfferAsync(party, receiver, nonce, action) ?? string.Empty;

    /// <summary>Has a transaction included and everything that it leads to carried out.</summary>
    private async Task<JsonElement> RunAsync(string receiver, params NearAction[] actions)
    {
        var signed = _party.Sign(Compose(_party, receiver, actions));
        Assert.Null(await _bench.OfferAsync(signed));
        _bench.Settle();
        return await _bench.StatusAsync(signed.Transaction.Hash(), _party.Account);
    }
}
