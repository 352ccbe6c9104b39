using System.Text.Json.Nodes;
using OrleansTrading.Chains.Near;

namespace OrleansTrading.Chains.Tests.Near;

public sealed class NearSubmitTests : IDisposable
{
    private readonly NearBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_signed_bytes_are_handed_over_and_nothing_is_waited_for()
    {
        var signed = await _bench.SignAsync(_bench.Order(1));
        _bench.Node.OnSend = parameters =>
        {
            Assert.Equal(Convert.ToBase64String(signed.Bytes), (string)parameters!["signed_tx_base64"]!);
            Assert.Equal("NONE", (string)parameters["wait_until"]!);
            return new JsonObject { ["final_execution_status"] = "NONE" };
        };
        Assert.Equal(new SubmitResult(SubmitReply.Accepted, null), await _bench.Chain.SubmitAsync(signed));
    }

    [Fact]
    public async Task Where_it_is_configured_the_answer_waits_for_the_block()
    {
        using var bench = new NearBench(new NearOptions { WaitForInclusion = true });
        var signed = await bench.SignAsync(bench.Order(1));
        bench.Node.OnSend = parameters =>
        {
            Assert.Equal("INCLUDED", (string)parameters!["wait_until"]!);
            return new JsonObject { ["transaction"] = new JsonObject { ["hash"] = signed.TransactionId } };
        };
        Assert.Equal(SubmitReply.Accepted, (await bench.Chain.SubmitAsync(signed)).Reply);
        bench.Node.OnSend = _ => new JsonObject { ["transaction"] = new JsonObject { ["hash"] = "another" } };
        Assert.Equal(SubmitReply.Unknown, (await bench.Chain.SubmitAsync(signed)).Reply);
    }

    [Theory]
    [InlineData("\"Expired\"", "too old")]
    [InlineData("""{"InvalidNonce":{"ak_nonce":2,"tx_nonce":2}}""", "a twin may have landed")]
    [InlineData("""{"NotEnoughBalance":{"signer_id":"a.near","balance":"1","cost":"2"}}""", "cannot cover")]
    [InlineData("""{"InvalidAccessKeyError":{"AccessKeyNotFound":{"account_id":"a.near"}}}""", "no longer has")]
    [InlineData("""{"ShardCongested":{"shard_id":1,"congestion_level":1.0}}""", "congested")]
    public async Task A_judgement_on_the_transaction_is_a_refusal_with_its_reason(string error, string words)
    {
        var result = await SubmitAsync(
            "INVALID_TRANSACTION", "{\"TxExecutionError\":{\"InvalidTxError\":" + error + "}}");
        Assert.Equal(SubmitReply.Refused, result.Reply);
        Assert.Contains(words, result.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TIMEOUT_ERROR")]
    [InlineData("UNKNOWN_BLOCK")]
    [InlineData("INTERNAL_ERROR")]
    [InlineData("NOT_SYNCED_YET")]
    [InlineData("DOES_NOT_TRACK_SHARD")]
    public async Task Whatever_else_goes_wrong_may_have_been_taken(string cause)
    {
        var result = await SubmitAsync(cause, null);
        Assert.Equal(SubmitReply.Unknown, result.Reply);
        Assert.Contains(cause, result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_answer_may_have_been_taken()
    {
        var signed = await _bench.SignAsync(_bench.Order(1));
        _bench.Node.OnSend = _ => throw new ChainUnavailableException("near", "no answer");
        Assert.Equal(
            new SubmitResult(SubmitReply.Unknown, "no answer"), await _bench.Chain.SubmitAsync(signed));
    }

    private async Task<SubmitResult> SubmitAsync(string cause, string? data)
    {
        var signed = await _bench.SignAsync(_bench.Order(1));
        _bench.Node.OnSend = _ => throw FakeNear.Error(cause, data);
        return await _bench.Chain.SubmitAsync(signed);
    }
}
