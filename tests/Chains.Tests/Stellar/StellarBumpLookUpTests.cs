using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Tests.Stellar;

/// <summary>
/// What a fee bump in a ledger says about the transaction inside it: that it is over only if it used up its number.
/// </summary>
public sealed class StellarBumpLookUpTests : IDisposable
{
    private const ulong Sequence = 500;
    private const string OuterHash = "00000000000000000000000000000000000000000000000000000000000000aa";
    private const int BadSequence = -5;

    private static readonly DateTimeOffset Signed = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Bound = Signed.AddSeconds(60);
    private static readonly string Account = StellarFixtures.Address(1);
    private static readonly string Lane = StellarFixtures.Address(2);

    private readonly FakeHorizon _horizon = new();
    private readonly Ed25519Signer _account = new(StellarFixtures.SeedFrom(1));
    private readonly Ed25519Signer _lane = new(StellarFixtures.SeedFrom(2));
    private readonly IChain _chain;

    public StellarBumpLookUpTests() => _chain = StellarExtensions.CreateChain(
        new StellarOptions
        {
            ChainId = StellarConstants.TestnetId, NetworkPassphrase = StellarConstants.TestnetPassphrase,
        },
        _horizon);

    public void Dispose()
    {
        _account.Dispose();
        _lane.Dispose();
    }

    [Fact]
    public async Task A_bump_whose_transaction_had_its_turn_and_failed_is_the_end_of_it()
    {
        var transfer = await SignAsync();
        _horizon.On(
            "transactions/" + transfer.TransactionId, Record(transfer, TransactionResult.Failed).ToJsonString());
        var status = await _chain.LookUpAsync(Account, transfer);
        Assert.Equal((TransferFate.Failed, (UInt128)200), (status.Fate, status.FeeUnits));
        Assert.Equal("tx_fee_bump_inner_failed (tx_failed): op_no_trust", status.Reason);
    }

    [Fact]
    public async Task A_bump_whose_transaction_never_had_its_turn_leaves_it_in_flight_until_its_bound()
    {
        var transfer = await SignAsync();
        _horizon.On("transactions/" + transfer.TransactionId, Record(transfer, BadSequence).ToJsonString());
        _horizon.OnRoot(Bound);
        Assert.Equal(TransferFate.InFlight, (await _chain.LookUpAsync(Account, transfer)).Fate);

        _horizon.OnRoot(Bound.AddSeconds(1)).OnAccount(Lane, Sequence - 1, 1000).OnLedger(1000, Bound.AddSeconds(1));
        Assert.Equal(TransferFate.Dead, (await _chain.LookUpAsync(Account, transfer)).Fate);
    }

    [Fact]
    public async Task Of_two_bumps_the_one_that_used_the_number_decides()
    {
        var transfer = await SignAsync();
        var failed = Record(transfer, BadSequence);
        _horizon.On("transactions/" + transfer.TransactionId, failed.ToJsonString())
            .OnRoot(Bound.AddSeconds(5))
            .OnAccount(Lane, Sequence, 1000)
            .OnLedger(1000, Bound.AddSeconds(5));
        var newest = $"accounts/{Lane}/transactions?include_failed=true&order=desc&limit=200";
        _horizon.On(newest, FakeHorizon.Page(failed, Record(transfer, TransactionResult.Success)));
        Assert.Equal(TransferFate.Landed, (await _chain.LookUpAsync(Account, transfer)).Fate);

        _horizon.On(newest, FakeHorizon.Page(failed.DeepClone(), FakeHorizon.Transaction("bb", Lane, Sequence, 990)));
        var status = await _chain.LookUpAsync(Account, transfer);
        Assert.Equal(TransferFate.Dead, status.Fate);
        Assert.Contains("used by bb", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bump_that_somebody_else_paid_for_costs_us_nothing()
    {
        var transfer = await SignAsync();
        var record = Record(transfer, TransactionResult.Success);
        record["fee_account"] = StellarFixtures.Address(9);
        _horizon.On("transactions/" + transfer.TransactionId, record.ToJsonString());
        var status = await _chain.LookUpAsync(Account, transfer);
        Assert.Equal((TransferFate.Landed, (UInt128)0), (status.Fate, status.FeeUnits));
    }

    [Theory]
    [InlineData(2, 2, true)]
    [InlineData(0, 1, true)]
    [InlineData(3, 2, false)]
    [InlineData(0, 0, false)]
    public async Task The_account_s_key_signs_for_a_lane_without_one_where_it_has_the_weight(
        int threshold, int weight, bool signs)
    {
        _horizon.On("accounts/" + Lane, new JsonObject
        {
            ["thresholds"] = new JsonObject { ["low_threshold"] = threshold, ["med_threshold"] = 9 },
            ["signers"] = new JsonArray(new JsonObject { ["key"] = Account, ["weight"] = weight }),
        }.ToJsonString());
        if (!signs)
        {
            await Assert.ThrowsAsync<ChainUnavailableException>(() => SignAsync(new SigningLane(Lane, null)));
            return;
        }

        var transfer = await SignAsync(new SigningLane(Lane, null));
        var bump = Assert.IsType<FeeBumpEnvelope>(EnvelopeCodec.Decode(transfer.Bytes));
        var hash = Convert.FromHexString(transfer.TransactionId);
        Assert.True(StellarNetwork.IsSignedBy(Account, hash, [Assert.Single(bump.Inner.Signatures)]));
        Assert.Equal((Lane, Lane), (transfer.Lane, bump.Inner.Transaction.Source.AccountId));
    }

    private static JsonObject Record(SignedTransfer transfer, int innerCode)
    {
        OperationResult[] operations = innerCode switch
        {
            TransactionResult.Success => [new OperationResult(0, OperationType.Payment, 0)],
            TransactionResult.Failed => [new OperationResult(0, OperationType.Payment, -6)],
            _ => [],
        };
        var succeeded = innerCode == TransactionResult.Success;
        var result = new TransactionResult(
            200,
            succeeded ? TransactionResult.FeeBumpInnerSuccess : TransactionResult.FeeBumpInnerFailed,
            [],
            new InnerTransactionResult(
                Convert.FromHexString(transfer.TransactionId), new TransactionResult(0, innerCode, operations)));
        var record = FakeHorizon.Transaction(OuterHash, Lane, Sequence, 990);
        record["successful"] = succeeded;
        record["fee_account"] = Account;
        record["fee_charged"] = "200";
        record["inner_transaction"] = new JsonObject { ["hash"] = transfer.TransactionId };
        record["result_xdr"] = Convert.ToBase64String(TransactionResultCodec.Encode(result));
        return record;
    }

    private async Task<SignedTransfer> SignAsync(SigningLane? lane = null)
    {
        _horizon.OnRoot(Signed).On(
            "fee_stats", """{"last_ledger_base_fee":"100","fee_charged":{"p95":"100"}}""");
        var usdc = $"stellar:testnet/asset:USDC-{StellarFixtures.Address(7)}";
        return await _chain.SignAsync(
            new TransferOrder(Account, StellarFixtures.Address(3), new ChainAmount(usdc, 5), null),
            Sequence,
            new SigningKeys(_account, lane ?? new SigningLane(Lane, _lane)));
    }
}
