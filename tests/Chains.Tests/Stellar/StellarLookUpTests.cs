using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Stellar;

namespace OrleansTrading.Chains.Tests.Stellar;

/// <summary>What proves a transfer dead, and above all what does not.</summary>
public sealed class StellarLookUpTests
{
    private const ulong Sequence = 500;
    private const string Newest = "transactions?include_failed=true&order=desc&limit=200";

    private static readonly DateTimeOffset Signed = new(2026, 9, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Bound = Signed.AddSeconds(60);
    private static readonly string Account = StellarFixtures.Address(1);

    private readonly FakeHorizon _horizon = new();
    private readonly IChain _chain;

    public StellarLookUpTests() => _chain = StellarExtensions.CreateChain(
        new StellarOptions
        {
            ChainId = StellarConstants.TestnetId, NetworkPassphrase = StellarConstants.TestnetPassphrase,
        },
        _horizon);

    [Fact]
    public async Task Before_its_time_bound_an_unseen_transfer_is_in_flight()
    {
        var transfer = await SignAsync();
        _horizon.OnRoot(Bound);
        Assert.Equal(TransferFate.InFlight, (await _chain.LookUpAsync(Account, transfer)).Fate);
    }

    [Fact]
    public async Task Past_its_bound_with_its_number_unused_at_a_later_ledger_it_is_dead()
    {
        var transfer = await SignAsync();
        _horizon.OnRoot(Bound.AddSeconds(1)).OnAccount(Account, Sequence - 1, 1000)
            .OnLedger(1000, Bound.AddSeconds(1));
        var status = await _chain.LookUpAsync(Account, transfer);
        Assert.Equal(TransferFate.Dead, status.Fate);
        Assert.Contains("sequence number was still 499", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_late_root_and_an_account_from_a_server_that_lags_prove_nothing()
    {
        var transfer = await SignAsync();
        _horizon.OnRoot(Bound.AddSeconds(30)).OnAccount(Account, Sequence - 1, 990).OnLedger(990, Bound);
        Assert.Equal(TransferFate.InFlight, (await _chain.LookUpAsync(Account, transfer)).Fate);
    }

    [Fact]
    public async Task A_ledger_that_another_server_does_not_know_yet_proves_nothing()
    {
        var transfer = await SignAsync();
        _horizon.OnRoot(Bound.AddSeconds(30)).OnAccount(Account, Sequence - 1, 1000);
        Assert.Equal(TransferFate.InFlight, (await _chain.LookUpAsync(Account, transfer)).Fate);
    }

    [Fact]
    public async Task Without_the_ledger_of_the_account_s_state_there_is_no_verdict()
    {
        var transfer = await SignAsync();
        _horizon.OnRoot(Bound.AddSeconds(30)).OnAccount(Account, Sequence - 1, null);
        var error = await Assert.ThrowsAsync<ChainUnavailableException>(() => _chain.LookUpAsync(Account, transfer));
        Assert.Contains("Latest-Ledger", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_that_a_server_does_not_know_gives_no_verdict()
    {
        var transfer = await SignAsync();
        _horizon.OnRoot(Bound.AddSeconds(30));
        await Assert.ThrowsAsync<ChainUnavailableException>(() => _chain.LookUpAsync(Account, transfer));
    }

    [Fact]
    public async Task A_number_used_by_another_transaction_makes_ours_dead()
    {
        var transfer = await SignAsync();
        OnUsedNumber(Bound.AddSeconds(5), FakeHorizon.Transaction("aa", Account, Sequence, 990));
        var status = await _chain.LookUpAsync(Account, transfer);
        Assert.Equal(TransferFate.Dead, status.Fate);
        Assert.Contains("used by aa in ledger 990", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_used_by_ours_on_a_server_that_is_further_has_landed()
    {
        var transfer = await SignAsync();
        OnUsedNumber(
            Bound.AddSeconds(5),
            FakeHorizon.Transaction("bb", StellarFixtures.Address(2), Sequence, 991),
            FakeHorizon.Transaction(transfer.TransactionId, Account, Sequence, 990));
        Assert.Equal(TransferFate.Landed, (await _chain.LookUpAsync(Account, transfer)).Fate);
    }

    [Fact]
    public async Task A_used_number_with_history_that_lags_is_asked_again_but_not_for_ever()
    {
        var transfer = await SignAsync();
        OnUsedNumber(Bound.AddSeconds(5), FakeHorizon.Transaction("aa", Account, Sequence - 1, 980));
        Assert.Equal(TransferFate.InFlight, (await _chain.LookUpAsync(Account, transfer)).Fate);
        OnUsedNumber(Bound.AddSeconds(5));
        Assert.Equal(TransferFate.InFlight, (await _chain.LookUpAsync(Account, transfer)).Fate);

        OnUsedNumber(Bound.AddMinutes(11), FakeHorizon.Transaction("aa", Account, Sequence - 1, 980));
        Assert.Equal(TransferFate.Unknown, (await _chain.LookUpAsync(Account, transfer)).Fate);
        OnUsedNumber(Bound.AddMinutes(11));
        Assert.Equal(TransferFate.Unknown, (await _chain.LookUpAsync(Account, transfer)).Fate);
    }

    [Fact]
    public async Task A_used_number_that_history_no_longer_shows_is_unknown_not_dead()
    {
        var transfer = await SignAsync();
        OnUsedNumber(
            Bound.AddSeconds(5),
            FakeHorizon.Transaction("cc", Account, Sequence + 2, 995),
            FakeHorizon.Transaction("bb", Account, Sequence + 1, 991));
        var status = await _chain.LookUpAsync(Account, transfer);
        Assert.Equal(TransferFate.Unknown, status.Fate);
        Assert.Contains("full history", status.Reason, StringComparison.Ordinal);

        OnUsedNumber(
            Bound.AddSeconds(5),
            FakeHorizon.Transaction("bb", Account, Sequence + 1, 991),
            FakeHorizon.Transaction("aa", Account, Sequence - 1, 980));
        status = await _chain.LookUpAsync(Account, transfer);
        Assert.Equal(TransferFate.Unknown, status.Fate);
        Assert.Contains("skipped", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transaction_found_is_landed_or_failed_with_its_fee_ledger_and_codes()
    {
        var transfer = await SignAsync();
        var record = FakeHorizon.Transaction(transfer.TransactionId, Account, Sequence, 987);
        _horizon.On("transactions/" + transfer.TransactionId, record.ToJsonString());
        Assert.Equal(
            new TransferStatus(TransferFate.Landed, null, 100, 987, Signed),
            await _chain.LookUpAsync(Account, transfer));

        record["successful"] = false;
        record["result_xdr"] = "AAAAAAAAAGT/////AAAAAQAAAAAAAAAB////+gAAAAA=";
        _horizon.On("transactions/" + transfer.TransactionId, record.ToJsonString());
        Assert.Equal(
            new TransferStatus(TransferFate.Failed, "tx_failed: op_no_trust", 100, 987, Signed),
            await _chain.LookUpAsync(Account, transfer));
    }

    [Fact]
    public async Task A_transaction_that_somebody_bumped_is_ours_and_their_fee_is_not()
    {
        var transfer = await SignAsync();
        var record = FakeHorizon.Transaction("ff", Account, Sequence, 987);
        record["fee_account"] = StellarFixtures.Address(3);
        record["inner_transaction"] = new JsonObject { ["hash"] = transfer.TransactionId };
        _horizon.On("transactions/" + transfer.TransactionId, record.ToJsonString());
        Assert.Equal(
            new TransferStatus(TransferFate.Landed, null, 0, 987, Signed),
            await _chain.LookUpAsync(Account, transfer));
    }

    [Fact]
    public async Task An_answer_about_another_transaction_is_no_answer()
    {
        var transfer = await SignAsync();
        foreach (var record in new[]
        {
            FakeHorizon.Transaction("ff", Account, Sequence, 987),
            FakeHorizon.Transaction(transfer.TransactionId, StellarFixtures.Address(3), Sequence, 987),
            FakeHorizon.Transaction(transfer.TransactionId, Account, Sequence + 1, 987),
        })
        {
            _horizon.On("transactions/" + transfer.TransactionId, record.ToJsonString());
            await Assert.ThrowsAsync<ChainUnavailableException>(() => _chain.LookUpAsync(Account, transfer));
        }
    }

    [Theory]
    [InlineData(404, "<html>not here</html>")]
    [InlineData(404, """{"message":"no route"}""")]
    [InlineData(410, """{"type":"https://stellar.org/horizon-errors/before_history","title":"Gone"}""")]
    [InlineData(200, """{"hash":"00"}""")]
    public async Task A_strange_answer_is_not_a_not_found(int status, string body)
    {
        var transfer = await SignAsync();
        _horizon.OnRoot(Bound.AddSeconds(30)).OnAccount(Account, Sequence - 1, 1000)
            .OnLedger(1000, Bound.AddSeconds(30))
            .On("transactions/" + transfer.TransactionId, body, status);
        await Assert.ThrowsAsync<ChainUnavailableException>(() => _chain.LookUpAsync(Account, transfer));
    }

    [Fact]
    public async Task A_server_of_another_network_proves_nothing()
    {
        var transfer = await SignAsync();
        _horizon.OnRoot(Bound.AddSeconds(30), StellarFixtures.Pubnet).OnAccount(Account, Sequence - 1, 1000)
            .OnLedger(1000, Bound.AddSeconds(30));
        var error = await Assert.ThrowsAsync<ChainUnavailableException>(() => _chain.LookUpAsync(Account, transfer));
        Assert.Contains(StellarFixtures.Pubnet, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_not_the_transfer_s_are_refused()
    {
        var transfer = await SignAsync();
        foreach (var wrong in new[]
        {
            transfer with { Bytes = transfer.Bytes[..^4] },
            transfer with { Sequence = Sequence + 1 },
            transfer with { TransactionId = new string('0', 64) },
        })
        {
            await Assert.ThrowsAsync<ArgumentException>(() => _chain.LookUpAsync(Account, wrong));
        }

        await Assert.ThrowsAsync<ArgumentException>(
            () => _chain.LookUpAsync(StellarFixtures.Address(2), transfer));
    }

    [Fact]
    public async Task A_submission_without_an_answer_is_unknown()
    {
        var transfer = await SignAsync();
        Assert.Equal(SubmitReply.Unknown, (await _chain.SubmitAsync(transfer)).Reply);
    }

    private void OnUsedNumber(DateTimeOffset closedAt, params JsonNode[] newestFirst) =>
        _horizon.OnRoot(closedAt).OnAccount(Account, Sequence + 5, 1000).OnLedger(1000, closedAt)
            .On($"accounts/{Account}/{Newest}", FakeHorizon.Page(newestFirst));

    private async Task<SignedTransfer> SignAsync()
    {
        var to = StellarFixtures.Address(2);
        _horizon.OnRoot(Signed).OnAccount(to, 7, 999)
            .On("fee_stats", """{"last_ledger_base_fee":"100","fee_charged":{"p95":"250"}}""");
        using var signer = new Ed25519Signer(StellarFixtures.SeedFrom(1));
        var order = new TransferOrder(Account, to, new ChainAmount("stellar:testnet/slip44:148", 5), null);
        var transfer = await _chain.SignAsync(order, Sequence, new SigningKeys(signer));
        Assert.Equal((250ul, Bound, Sequence), (transfer.FeeUnitsMax, transfer.ValidUntil, transfer.Sequence));
        return transfer;
    }
}
