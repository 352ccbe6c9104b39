using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace OrleansTrading.Silo.Tests.Customers;

/// <summary>The API as anybody can call it: rightly or wrongly. Every answer is returned, refusals too.</summary>
internal sealed class RawApi(Uri api) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = api };

    public void Dispose() => _http.Dispose();

    internal Task<Reply> GetAsync(string path, string? token = null) => SendAsync(Request("GET", path, null, token));

    internal Task<Reply> PostAsync(string path, JsonNode body, string? token = null) =>
        SendAsync(Request("POST", path, body, token));

    /// <summary>Null when nobody answers.</summary>
    internal async Task<Reply?> TryGetAsync(string path)
    {
        try
        {
            return await GetAsync(path);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    internal async Task<Reply> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _http.SendAsync(request);
            return new Reply(
                (int)response.StatusCode,
                response.Content.Headers.ContentType?.MediaType,
                await response.Content.ReadAsStringAsync());
        }
    }

    internal static HttpRequestMessage Request(string method, string path, JsonNode? body, string? token)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return request;
    }
}

/// <summary>An answer of the API.</summary>
internal sealed record Reply(int Status, string? MediaType, string Text)
{
    internal JsonObject Body => JsonNode.Parse(Text)!.AsObject();

    internal string? Code => Body["code"]?.GetValue<string>();

    /// <summary>The body of an answer that had to be this one.</summary>
    internal JsonObject Expect(int status)
    {
        AssertStatus(status);
        return Body;
    }

    internal void AssertStatus(int status) =>
        Assert.True(Status == status, $"Expected {status}, got {Status}: {Text}");
}
