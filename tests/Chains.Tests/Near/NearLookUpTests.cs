using System.Text.Json.Nodes;
using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Tests.Near;

/// <summary>Every cell of the table in docs/exactly-once.md about what became of a transfer.</summary>
public sealed class NearLookUpTests : IDisposable
{
    private readonly NearBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Known_and_final_with_a_receipt_that_succeeded_is_landed()
    {
        var signed = await _bench.SignAsync(_bench.Order(5));
        var block = Land(signed);
        var status = await LookUpAsync(signed);
        Assert.Equal((TransferFate.Landed, null), (status.Fate, status.Reason));
        Assert.Equal(((UInt128)1_000, block.Height, block.Time), (status.FeeUnits, status.Height, status.At!.Value));
    }

    [Fact]
    public async Task A_token_transfer_that_failed_in_its_receipt_is_failed_although_the_transaction_was_taken()
    {
        var signed = await _bench.SignAsync(_bench.Order(5, NearBench.UsdcAsset));
        Land(signed, failure: "Smart contract panicked: The account doesn't have enough balance");
        var status = await LookUpAsync(signed);
        Assert.Equal(TransferFate.Failed, status.Fate);
        Assert.Contains("enough balance", status.Reason, StringComparison.Ordinal);
        Assert.Equal((UInt128)1_000, status.FeeUnits);
    }

    [Theory]
    [InlineData("NONE")]
    [InlineData("INCLUDED")]
    [InlineData("EXECUTED_OPTIMISTIC")]
    [InlineData("INCLUDED_FINAL")]
    [InlineData("EXECUTED")]
    public async Task What_is_known_but_not_final_is_in_flight_even_when_it_has_failed_so_far(string stage)
    {
        var signed = await _bench.SignAsync(_bench.Order(5));
        Land(signed, failure: "not yet final", stage: stage);
        Assert.Equal(TransferFate.InFlight, (await LookUpAsync(signed)).Fate);
    }

    [Fact]
    public async Task What_waits_to_be_taken_is_in_flight()
    {
        var signed = await _bench.SignAsync(_bench.Order(5));
        _bench.Node.PutTransaction(
            NearHash.Parse(signed.TransactionId), new JsonObject { ["final_execution_status"] = "NONE" });
        Assert.Equal(TransferFate.InFlight, (await LookUpAsync(signed)).Fate);
    }

    [Fact]
    public async Task Unknown_within_its_validity_is_in_flight_to_the_last_block_that_may_take_it()
    {
        var signed = await _bench.SignAsync(_bench.Order(5));
        while (_bench.Node.Tip.Height < signed.ValidUntilHeight)
        {
            _bench.Node.AddBlock();
        }

        Assert.Equal(TransferFate.InFlight, (await LookUpAsync(signed)).Fate);

        // The next block is judged by this one's height, so it may still take the transaction.
        _bench.Node.AddBlock();
        Assert.Equal(TransferFate.InFlight, (await LookUpAsync(signed)).Fate);
        _bench.Node.AddBlock();
        var status = await LookUpAsync(signed);
        Assert.Equal(TransferFate.Dead, status.Fate);
        Assert.Contains("had not used nonce", status.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Skipped_heights_do_not_make_a_transfer_dead(bool tellsPrevHeight)
    {
        var signed = await _bench.SignAsync(_bench.Order(5));
        _bench.Node.TellsPrevHeight = tellsPrevHeight;
        _bench.Node.NextHeight = signed.ValidUntilHeight!.Value + 10;
        _bench.Node.AddBlock();
        Assert.Equal(TransferFate.InFlight, (await LookUpAsync(signed)).Fate);
        _bench.Node.AddBlock();
        Assert.Equal(TransferFate.Dead, (await LookUpAsync(signed)).Fate);
    }

    [Fact]
    public async Task A_later_nonce_that_landed_kills_it_at_once_and_is_named()
    {
        var signed = await _bench.SignAsync(_bench.Order(5));
        _bench.Node.AddBlocks(9);
        var later = FakeNear.HashOf("a later transaction");
        var block = _bench.Include(_bench.Alice, _bench.AliceKey, NearBench.FirstNonce + 2, later);
        _bench.Node.AddBlocks(7);
        var status = await LookUpAsync(signed);
        Assert.Equal(TransferFate.Dead, status.Fate);
        Assert.Contains(later.ToString(), status.Reason, StringComparison.Ordinal);
        Assert.Contains($"height {block.Height}", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_twin_that_was_taken_is_never_dead_although_the_node_does_not_know_the_hash()
    {
        var signed = await _bench.SignAsync(_bench.Order(5));
        _bench.Node.AddBlocks(3);
        Land(signed);
        _bench.Node.Forgotten.Add(signed.TransactionId);
        _bench.Node.AddBlocks(2);
        Assert.Equal(TransferFate.InFlight, (await LookUpAsync(signed)).Fate);

        // Not even when its validity is over, nor when later nonces were used.
        _bench.Include(_bench.Alice, _bench.AliceKey, NearBench.FirstNonce + 2, FakeNear.HashOf("later"));
        _bench.Node.AddBlocks(150);
        Assert.Equal(TransferFate.InFlight, (await LookUpAsync(signed)).Fate);
    }

    [Fact]
    public async Task A_nonce_passed_before_what_the_node_remembers_is_unknown_and_only_after_its_validity()
    {
        var signed = await _bench.SignAsync(_bench.Order(5));
        var signedAt = _bench.Node.Tip.Height;
        _bench.Include(_bench.Alice, _bench.AliceKey, NearBench.FirstNonce + 2, FakeNear.HashOf("later"));
        _bench.Node.AddBlocks(50);
        _bench.Node.Earliest = signedAt + 10;
        Assert.Equal(TransferFate.InFlight, (await LookUpAsync(signed)).Fate);
        _bench.Node.AddBlocks(80);
        var status = await LookUpAsync(signed);
        Assert.Equal(TransferFate.Unknown, status.Fate);
        Assert.Contains("archival", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_says_its_history_begins_later_proves_nothing_by_a_passed_nonce()
    {
        var signed = await _bench.SignAsync(_bench.Order(5));
        _bench.Include(_bench.Alice, _bench.AliceKey, NearBench.FirstNonce + 2, FakeNear.HashOf("later"));
        _bench.Node.AddBlocks(150);
        _bench.Node.ToldEarliest = _bench.Node.Tip.Height - 20;
        Assert.Equal(TransferFate.Unknown, (await LookUpAsync(signed)).Fate);
        _bench.Node.ToldEarliest = null;
        Assert.Equal(TransferFate.Dead, (await LookUpAsync(signed)).Fate);
    }

    [Fact]
    public async Task A_node_that_does_not_know_the_block_that_was_signed_proves_nothing_by_a_passed_nonce()
    {
        var signed = await _bench.SignAsync(_bench.Order(5));
        _bench.Node.Missing.Add(_bench.Node.Tip.Height);
        _bench.Include(_bench.Alice, _bench.AliceKey, NearBench.FirstNonce + 2, FakeNear.HashOf("later"));
        _bench.Node.AddBlocks(150);
        Assert.Equal(TransferFate.Unknown, (await LookUpAsync(signed)).Fate);
    }

    [Fact]
    public async Task A_node_of_another_network_proves_nothing()
    {
        var signed = await _bench.SignAsync(_bench.Order(5));
        _bench.Node.AddBlocks(150);
        _bench.Node.ChainId = "mainnet";
        var status = await LookUpAsync(signed);
        Assert.Equal(TransferFate.Unknown, status.Fate);
        Assert.Contains("localnet", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_was_removed_without_having_signed_it_kills_it()
    {
        var signed = await _bench.SignAsync(_bench.Order(5));
        _bench.Node.AddBlocks(4);
        _bench.Node.Now.Keys.Remove((_bench.Alice, _bench.AliceKey));
        _bench.Node.AddBlock(block => block.KeyChanged(_bench.Alice, receipt: _bench.Node.NextReceiptId()));
        _bench.Node.AddBlocks(4);
        var status = await LookUpAsync(signed);
        Assert.Equal(TransferFate.Dead, status.Fate);
        Assert.Contains("removed", status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_is_behind_the_keys_beginning_does_not_take_it_for_removed()
    {
        var key = (_bench.Alice, _bench.AliceKey);
        _bench.Node.Now.Keys.Remove(key, out var access);
        var before = _bench.Node.AddBlock();
        _bench.Node.Now.Keys.Add(key, access);
        _bench.Node.AddBlock();
        var signed = await _bench.SignAsync(_bench.Order(5));
        _bench.Node.AddBlocks(20);
        _bench.Node.FinalHeight = before.Height;
        Assert.Equal(TransferFate.InFlight, (await LookUpAsync(signed)).Fate);
    }

    [Fact]
    public async Task Blocks_that_another_node_behind_the_address_has_not_got_yet_hide_no_landing()
    {
        var signed = await _bench.SignAsync(_bench.Order(5));
        _bench.Node.AddBlocks(9);
        Land(signed);
        _bench.Node.Forgotten.Add(signed.TransactionId);
        var first = _bench.Node.Tip.Height - 6;
        _bench.Node.AddBlocks(20);
        for (var height = first; height < _bench.Node.Tip.Height; height++)
        {
            _bench.Node.NotYet.Add(height);
        }

        Assert.Equal(TransferFate.InFlight, (await LookUpAsync(signed)).Fate);
    }

    [Fact]
    public async Task A_used_nonce_without_a_change_of_the_key_proves_nothing()
    {
        var signed = await _bench.SignAsync(_bench.Order(5));
        _bench.Node.AddBlocks(9);
        Land(signed).Changes.Clear();
        _bench.Node.Forgotten.Add(signed.TransactionId);
        _bench.Node.AddBlocks(20);
        Assert.Equal(TransferFate.InFlight, (await LookUpAsync(signed)).Fate);
    }

    [Fact]
    public async Task The_block_in_which_a_nonce_was_passed_is_found_wherever_it_is_and_whatever_is_skipped()
    {
        for (var before = 0; before < 12; before++)
        {
            using var bench = new NearBench();
            var signed = await bench.SignAsync(bench.Order(5));
            for (var left = before; left > 0; left--)
            {
                bench.Node.NextHeight += (ulong)(left % 3);
                bench.Node.AddBlock();
            }

            var later = FakeNear.HashOf($"later {before}");
            bench.Node.NextHeight += (ulong)(before % 4);
            var block = bench.Include(bench.Alice, bench.AliceKey, NearBench.FirstNonce + 2, later);
            for (var left = 12 - before; left > 0; left--)
            {
                bench.Node.NextHeight += (ulong)(left % 2);
                bench.Node.AddBlock();
            }

            var status = await bench.Chain.LookUpAsync(bench.Alice, signed);
            Assert.Equal(TransferFate.Dead, status.Fate);
            Assert.Contains($"by {later} at height {block.Height}", status.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_call_that_succeeded_and_led_to_a_failure_is_nobodys_guess()
    {
        var signed = await _bench.SignAsync(_bench.Order(5, NearBench.UsdcAsset));
        var status = Land(signed, out var answer);
        answer["status"] = NearBench.OutcomeOf("a callback failed");
        _bench.Node.PutTransaction(NearHash.Parse(signed.TransactionId), answer);
        Assert.Equal(TransferFate.Unknown, (await LookUpAsync(signed)).Fate);
        Assert.NotNull(status);
    }

    [Theory]
    [InlineData("""[{"old_owner_id":"ALICE","new_owner_id":"bob.near","amount":"5"}]""", "Landed")]
    [InlineData("""[{"old_owner_id":"ALICE","new_owner_id":"bob.near","amount":"4"}]""", "Unknown")]
    [InlineData("""[{"old_owner_id":"ALICE","new_owner_id":"fees.near","amount":"5"}]""", "Unknown")]
    [InlineData("""[]""", "Landed")]
    public async Task A_contract_that_reports_transfers_has_to_report_ours(string data, string fate)
    {
        var signed = await _bench.SignAsync(_bench.Order(5, NearBench.UsdcAsset));
        var log = "EVENT_JSON:{\"standard\":\"nep141\",\"version\":\"1.0.0\",\"event\":\"ft_transfer\",\"data\":"
            + data.Replace("ALICE", _bench.Alice, StringComparison.Ordinal) + "}";
        Land(signed, logs: log);
        Assert.Equal(Enum.Parse<TransferFate>(fate), (await LookUpAsync(signed)).Fate);
    }

    [Fact]
    public async Task What_is_not_nears_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _bench.Chain.LookUpAsync(
            _bench.Alice, new SignedTransfer("x", [1, 2, 3], 1, 5, null, 0)));

    private Task<TransferStatus> LookUpAsync(SignedTransfer signed) => _bench.Chain.LookUpAsync(_bench.Alice, signed);

    private FakeBlock Land(SignedTransfer signed, string? failure = null, string stage = "FINAL", params string[] logs)
    {
        var block = _bench.Include(
            _bench.Alice, _bench.AliceKey, signed.Sequence, NearHash.Parse(signed.TransactionId));
        _bench.Node.PutTransaction(
            NearHash.Parse(signed.TransactionId), StatusOf(signed, block, failure, stage, logs));
        return block;
    }

    private FakeBlock Land(SignedTransfer signed, out JsonObject answer)
    {
        var block = Land(signed);
        answer = StatusOf(signed, block, null, "FINAL");
        return block;
    }

    private JsonObject StatusOf(
        SignedTransfer signed, FakeBlock block, string? failure, string stage, params string[] logs) =>
        NearBench.Status(
            NearHash.Parse(signed.TransactionId),
            _bench.Alice,
            NearBench.Read(signed).ReceiverId,
            [NearBench.Transfer(5)],
            _bench.Node.NextReceiptId(),
            block,
            failure,
            stage,
            logs);
}
