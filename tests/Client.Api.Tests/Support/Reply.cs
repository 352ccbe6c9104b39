using System.Net;
using System.Text.Json;

namespace OrleansTrading.Client.Api.Tests.Support;

/// <summary>An answer of the API, read to its end.</summary>
internal sealed record Reply(
    HttpStatusCode Status, Dictionary<string, string> Headers, string? ContentType, string Text)
{
    /// <summary>The body; fails when it is not JSON.</summary>
    internal JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>A member of the body by its path, as text.</summary>
    internal string? Member(string path)
    {
        var element = path.Split('.').Aggregate(Json, (e, name) => e.GetProperty(name));
        return element.ValueKind == JsonValueKind.String ? element.GetString() : element.GetRawText();
    }

    internal static async Task<Reply> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new Reply(
            response.StatusCode,
            headers,
            response.Content.Headers.ContentType?.ToString(),
            await response.Content.ReadAsStringAsync());
    }

    /// <summary>Checks that this is a refusal as RFC 9457 and docs/errors.md describe it.</summary>
    internal void AssertProblem(HttpStatusCode status, string code, string? field = null)
    {
        Assert.True(status == Status, $"{(int)Status} {Text}");
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal(code, Member("code"));
        Assert.Equal($"urn:orleanstrading:error:{code}", Member("type"));
        Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
        Assert.NotEmpty(Member("title")!);
        Assert.NotEmpty(Member("detail")!);
        Assert.NotEmpty(Member("instance")!);
        Assert.NotEmpty(Member("traceId")!);
        Assert.Equal(field, Json.TryGetProperty("field", out var named) ? named.GetString() : null);
    }
}
