using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Tests.Solana;

/// <summary>A node whose answers are given by the test; anything else fails the test.</summary>
internal sealed class ScriptedRpc : IJsonRpc
{
    private readonly Dictionary<string, Func<JsonNode?, JsonNode?>> _answers = [];

    public List<string> Methods { get; } = [];

    public ScriptedRpc On(string method, Func<JsonNode?, JsonNode?> answer)
    {
        _answers[method] = answer;
        return this;
    }

    public ScriptedRpc On(string method, string json) => On(method, _ => JsonNode.Parse(json));

    public Task<JsonElement> CallAsync(
        string method, JsonNode? parameters, RequestKind kind, CancellationToken cancellationToken = default)
    {
        Methods.Add(method);
        Assert.Equal(method == "sendTransaction", kind == RequestKind.Submission);
        return Task.FromResult(JsonSerializer.SerializeToElement(_answers[method](parameters)));
    }
}
