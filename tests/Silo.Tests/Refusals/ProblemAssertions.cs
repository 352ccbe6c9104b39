using OrleansTrading.Silo.Tests.Customers;

namespace OrleansTrading.Silo.Tests.Refusals;

/// <summary>What every refusal of the API must look like.</summary>
internal static class ProblemAssertions
{
    /// <summary>Texts that only an answer with an exception's innards would have.</summary>
    private static readonly string[] Innards = ["   at ", "Exception", ".cs:line", "OrleansTrading.", "System."];

    internal static void AssertProblem(this Reply reply, int status, string code, string? field)
    {
        Assert.True(reply.Status == status && reply.MediaType == "application/problem+json", reply.ToString());
        var body = reply.Body;
        Assert.Equal(code, body["code"]!.GetValue<string>());
        Assert.Equal(status, body["status"]!.GetValue<int>());
        Assert.Equal(field, body["field"]?.GetValue<string>());
        Assert.Equal($"urn:orleanstrading:error:{code}", body["type"]!.GetValue<string>());
        Assert.NotEqual(string.Empty, body["traceId"]!.GetValue<string>());
        Assert.NotEqual(string.Empty, body["title"]!.GetValue<string>());
        Assert.NotEqual(string.Empty, body["detail"]!.GetValue<string>());
        Assert.All(Innards, text => Assert.DoesNotContain(text, reply.Text, StringComparison.Ordinal));
    }
}
