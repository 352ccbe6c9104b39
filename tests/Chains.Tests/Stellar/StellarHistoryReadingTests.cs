using System.Text.Json.Nodes;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.Horizon;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Tests.Stellar;

/// <summary>History with what only a real network has: exchanges, contracts, forgotten ledgers.</summary>
public sealed class StellarHistoryReadingTests
{
    private const string Oldest = "transactions?include_failed=true&order=asc&limit=50";

    private static readonly string Account = StellarFixtures.Address(1);
    private static readonly string Payer = StellarFixtures.Address(2);
    private static readonly string Issuer = StellarFixtures.Address(3);

    private readonly FakeHorizon _horizon = new();
    private readonly IChain _chain;

    public StellarHistoryReadingTests() => _chain = StellarExtensions.CreateChain(
        new StellarOptions
        {
            ChainId = StellarConstants.TestnetId, NetworkPassphrase = StellarConstants.TestnetPassphrase,
        },
        _horizon);

    [Fact]
    public async Task A_path_payment_counts_what_arrived_not_what_was_sent()
    {
        OnTransaction(Operation("path_payment_strict_send", 3, operation =>
        {
            operation["from"] = Payer;
            operation["to"] = Account;
            operation["amount"] = "29.9900000";
            operation["asset_type"] = "credit_alphanum4";
            operation["asset_code"] = "USDC";
            operation["asset_issuer"] = Issuer;
            operation["source_amount"] = "130.0000000";
            operation["source_asset_type"] = "native";
        }));

        var movement = Assert.Single((await _chain.ReadHistoryAsync(Account, null, 50)).Movements);

        Assert.Equal(2, movement.Index);
        Assert.Equal(new ChainAmount($"stellar:testnet/asset:USDC-{Issuer}", 299_900_000), movement.Amount);
        Assert.Equal((Payer, Account), (movement.From, movement.To));
    }

    [Fact]
    public async Task A_contract_s_transfer_to_us_is_a_payment_and_others_beside_it_are_not()
    {
        var contract = StellarFixtures.Official.GetProperty("sep23_valid")[1].GetString()!;
        JsonObject Change(string type, string? from, string to, string amount) => new()
        {
            ["type"] = type, ["from"] = from, ["to"] = to, ["amount"] = amount, ["asset_type"] = "native",
        };
        OnTransaction(Operation("invoke_host_function", 1, operation =>
            operation["asset_balance_changes"] = new JsonArray(
                Change("transfer", Payer, contract, "5.0000000"),
                Change("transfer", contract, Account, "4.0000000"))));

        var movement = Assert.Single((await _chain.ReadHistoryAsync(Account, null, 50)).Movements);

        Assert.Equal(1, movement.Index);
        Assert.Equal(contract, movement.From);
        Assert.Equal(new ChainAmount("stellar:testnet/slip44:148", 40_000_000), movement.Amount);
    }

    [Fact]
    public async Task Operations_that_move_nothing_to_us_are_passed_over()
    {
        OnTransaction(
            Operation("manage_sell_offer", 1, _ => { }),
            Operation("create_claimable_balance", 2, _ => { }),
            Operation("some_future_operation", 3, _ => { }));
        var page = await _chain.ReadHistoryAsync(Account, null, 50);
        Assert.Empty(page.Movements);
        Assert.Equal($"{(901L << 32) - 1}", page.Cursor);
    }

    [Fact]
    public async Task A_page_that_is_not_full_ends_with_its_ledger_and_a_full_one_where_it_ends()
    {
        OnTransaction(Operation("manage_sell_offer", 1, _ => { }));

        Assert.Equal($"{(901L << 32) - 1}", (await _chain.ReadHistoryAsync(Account, null, 50)).Cursor);
        _horizon.On(
            $"accounts/{Account}/transactions?include_failed=true&order=asc&limit=1",
            FakeHorizon.Page(FakeHorizon.Transaction("aa", Account, 5, 900, envelope: Plain())));
        var full = await _chain.ReadHistoryAsync(Account, null, 1);
        Assert.Equal($"{(900L << 32) + 4096}", full.Cursor);
        Assert.True(full.HasMore);
    }

    /// <summary>In a ledger that a page ended in there may be more; its last place says that it was read.</summary>
    [Theory]
    [InlineData((901L << 32) - 1, 901)]
    [InlineData((900L << 32) + 4096, 900)]
    public async Task History_that_the_server_has_forgotten_is_not_skipped(long cursor, uint needed)
    {
        _horizon.On(
            $"accounts/{Account}/{Oldest}&cursor={cursor}",
            FakeHorizon.Page(FakeHorizon.Transaction("aa", Account, 5, 100_000, envelope: Plain())));
        _horizon.OnRoot(DateTimeOffset.UnixEpoch, latest: 100_000, elder: 50_000);
        var error = await Assert.ThrowsAsync<ChainUnavailableException>(
            () => _chain.ReadHistoryAsync(Account, $"{cursor}", 50));
        Assert.Contains("begins at ledger 50000", error.Message, StringComparison.Ordinal);

        _horizon.OnRoot(DateTimeOffset.UnixEpoch, latest: 100_000, elder: needed + 1);
        await Assert.ThrowsAsync<ChainUnavailableException>(() => _chain.ReadHistoryAsync(Account, $"{cursor}", 50));

        _horizon.OnRoot(DateTimeOffset.UnixEpoch, latest: 100_000, elder: needed);
        Assert.Single((await _chain.ReadHistoryAsync(Account, $"{cursor}", 50)).Movements);
    }

    [Fact]
    public async Task That_nothing_happened_is_not_said_by_a_server_that_has_forgotten_when()
    {
        var cursor = (901L << 32) - 1;
        _horizon.On($"accounts/{Account}/{Oldest}&cursor={cursor}", FakeHorizon.Page());
        _horizon.OnRoot(DateTimeOffset.UnixEpoch, latest: 100_000, elder: 902);
        await Assert.ThrowsAsync<ChainUnavailableException>(() => _chain.ReadHistoryAsync(Account, $"{cursor}", 50));

        _horizon.OnRoot(DateTimeOffset.UnixEpoch, latest: 100_000, elder: 901);
        var page = await _chain.ReadHistoryAsync(Account, $"{cursor}", 50);
        Assert.Empty(page.Movements);
        Assert.Equal($"{cursor}", page.Cursor);
    }

    [Fact]
    public async Task Pages_out_of_order_are_not_trusted()
    {
        _horizon.On(
            $"accounts/{Account}/{Oldest}",
            FakeHorizon.Page(
                FakeHorizon.Transaction("aa", Account, 5, 11, envelope: Plain()),
                FakeHorizon.Transaction("bb", Account, 4, 10, envelope: Plain())));
        await Assert.ThrowsAsync<ChainUnavailableException>(() => _chain.ReadHistoryAsync(Account, null, 50));
    }

    [Fact]
    public void Recorded_operations_are_read()
    {
        StellarMovement[] Read(string name) => [.. MovementReader.ReadOperation(
            StellarFixtures.Responses.GetProperty($"Operations/{name}.json"))];

        Assert.Equal(
            [
                new StellarMovement(
                    0,
                    "MB7BTYMGED4DATO5U2BMPWKYABQQ3QBOQZK5T46N5CSCVPI2G3PVUAAAAAAAAABRN3NWG",
                    "MBZG3SMBL6FPLYYNQP6DMVZHDHCDIR4J4GYRGKE5BYRVLBYN364RAAAAAAAAAAICXIM64",
                    StellarAsset.Issued("TEST", "GB7DCP4SQBU3XZIJTJ55WEEVRBLSGT3ILJD2VUDMCTSZ4JVS2AUHTEST"),
                    69_222_222_222),
            ],
            Read("pathPaymentStrictSendMuxed"));
        var opening = Assert.Single(Read("createAccount"));
        Assert.Equal(2_994_549_049_540, opening.Amount);
        Assert.Equal("GCKICEQ2SA3KWH3UMQFJE4BFXCBFHW46BCVJBRCLK76ZY5RO6TY5D7Q2", opening.From);
        var merge = Assert.Single(Read("accountMerge"));
        Assert.Equal("3424497684189185", merge.OperationId);
        Assert.Equal("GCKICEQ2SA3KWH3UMQFJE4BFXCBFHW46BCVJBRCLK76ZY5RO6TY5D7Q2", merge.To);
        Assert.Equal(1_000_000_000, Assert.Single(Read("payment")).Amount);
        Assert.Equal(69, Assert.Single(Read("paymentMuxed")).From.Length);
        Assert.Single(Read("paymentNonNative"));
        Assert.Single(Read("pathPaymentStrictReceive"));
        Assert.Single(Read("pathPaymentStrictSend"));
        Assert.Empty(Read("changeTrust"));
        Assert.Empty(Read("claimClaimableBalance"));
        var page = StellarFixtures.Responses.GetProperty("operationPage.json").Records();
        Assert.Equal(10, page.EnumerateArray().SelectMany(MovementReader.ReadOperation).Count());
    }

    private static JsonObject Operation(string type, int place, Action<JsonObject> fill)
    {
        var operation = new JsonObject { ["id"] = $"{(900L << 32) + 4096 + place}", ["type"] = type };
        fill(operation);
        return operation;
    }

    /// <summary>An envelope that says all by itself.</summary>
    private static string Plain() => Convert.ToBase64String(EnvelopeCodec.Encode(new TransactionEnvelope(
        new StellarTransaction(
            MuxedAccount.Of(Account), 100, 5, null, StellarMemo.None.Instance, [new BumpSequenceOperation(1)]),
        false,
        [])));

    private void OnTransaction(params JsonNode[] operations)
    {
        _horizon.On(
            $"accounts/{Account}/{Oldest}", FakeHorizon.Page(FakeHorizon.Transaction("aa", Payer, 5, 900)));
        _horizon.On("transactions/aa/operations?limit=200", FakeHorizon.Page(operations));
    }
}
