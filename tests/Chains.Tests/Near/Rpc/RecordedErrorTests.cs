using System.Text.Json;
using OrleansTrading.Chains.Near.Rpc;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Tests.Near.Rpc;

public sealed class RecordedErrorTests
{
    [Theory]
    [InlineData("INVALID_TRANSACTION / InvalidNonce", RpcFailure.InvalidTransaction)]
    [InlineData("INVALID_TRANSACTION / Expired", RpcFailure.InvalidTransaction)]
    [InlineData("TIMEOUT_ERROR", RpcFailure.Timeout)]
    [InlineData("UNKNOWN_TRANSACTION", RpcFailure.UnknownTransaction)]
    [InlineData("PARSE_ERROR", RpcFailure.Other)]
    [InlineData("INTERNAL_ERROR", RpcFailure.Other)]
    public void The_cause_of_an_error_is_read(string name, object failure) =>
        Assert.Equal((RpcFailure)failure, RpcFailures.Of(Recorded(name)));

    [Fact]
    public void A_used_nonce_is_explained_as_what_may_be_a_twin()
    {
        var text = InvalidTransactions.Describe(Recorded("INVALID_TRANSACTION / InvalidNonce"));
        Assert.Contains("a twin may have landed", text, StringComparison.Ordinal);
        Assert.Contains("20000001", text, StringComparison.Ordinal);
        Assert.StartsWith(
            "Expired: its block is too old",
            InvalidTransactions.Describe(Recorded("INVALID_TRANSACTION / Expired")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_recorded_reason_why_a_transaction_is_invalid_has_words()
    {
        var errors = NearFixtures.Read("rpc/syntifi_near_java_api.json").EnumerateObject()
            .Where(file => file.Name.StartsWith("error/", StringComparison.Ordinal))
            .Where(file => file.Value.TryGetProperty("InvalidTxError", out _))
            .ToList();
        Assert.Equal(21, errors.Count);
        foreach (var error in errors)
        {
            var kind = InvalidTransactions.FindKind(error.Value);
            Assert.True(kind is not null, $"{error.Name} has no words");
            Assert.Contains(kind, error.Value.GetRawText(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_unknown_reason_is_told_as_the_node_wrote_it()
    {
        var error = Near.FakeNear.Error("INVALID_TRANSACTION", """{"TxExecutionError":{"InvalidTxError":"New"}}""");
        Assert.Contains("New", InvalidTransactions.Describe(error), StringComparison.Ordinal);
    }

    /// <summary>As the transport makes it out of the answer's body.</summary>
    private static JsonRpcErrorException Recorded(string name)
    {
        var error = NearFixtures.Read("rpc/errors_and_events.json").List("errors")
            .Single(entry => entry.Text("name") == name).GetProperty("body").GetProperty("error");
        return new JsonRpcErrorException(
            error.TryGetProperty("code", out var code) ? code.GetInt32() : 0,
            error.TryGetProperty("message", out var message) ? message.GetString()! : string.Empty,
            error.TryGetProperty("data", out var data) ? data : null)
        {
            ErrorCause = error.TryGetProperty("cause", out var cause) ? cause : null,
        };
    }
}
