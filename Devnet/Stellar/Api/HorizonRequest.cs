using System.Text.Json.Nodes;

namespace OrleansTrading.Devnet.Stellar.Api;

/// <summary>A request to Horizon, from a socket or from the same process.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Segments">The path's parts.</param>
/// <param name="Query">The query's fields.</param>
/// <param name="Form">The body's fields; empty for GET.</param>
/// <param name="BaseUrl">What links begin with, without a slash at the end.</param>
internal sealed record HorizonRequest(
    string Method,
    IReadOnlyList<string> Segments,
    IReadOnlyDictionary<string, string> Query,
    IReadOnlyDictionary<string, string> Form,
    string BaseUrl);

/// <summary>Horizon's answer.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The JSON.</param>
/// <param name="LatestLedger">The value of the header Latest-Ledger; null for none.</param>
internal sealed record HorizonReply(int Status, JsonObject Body, uint? LatestLedger = null)
{
    internal const string ResourceType = "application/hal+json; charset=utf-8";
    internal const string ProblemType = "application/problem+json; charset=utf-8";

    internal string ContentType => Status < 400 ? ResourceType : ProblemType;
}
