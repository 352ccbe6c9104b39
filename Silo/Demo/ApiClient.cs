using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace OrleansTrading.Silo.Demo;

/// <summary>The API as a customer's program uses it: plain HTTP and JSON.</summary>
internal sealed class ApiClient(Uri api) : IDisposable
{
    private static readonly TimeSpan PollPeriod = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new() { BaseAddress = api };

    public void Dispose() => _http.Dispose();

    internal void SignIn(string token) =>
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

    internal Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    internal Task<JsonObject> PostAsync(
        string path, JsonObject body, CancellationToken cancellationToken, string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return SendAsync(request, cancellationToken);
    }

    /// <summary>
    /// Asks again and again until the answer satisfies; an API that is away for a while is asked again too.
    /// </summary>
    internal async Task<JsonObject> UntilAsync(
        string path, Func<JsonObject, bool> satisfies, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(atMost);
        using var period = new PeriodicTimer(PollPeriod);
        try
        {
            while (true)
            {
                if (await TryGetAsync(path, limit.Token) is { } answer && satisfies(answer))
                {
                    return answer;
                }

                await period.WaitForNextTickAsync(limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DemoFailedException($"GET {path} did not say what was waited for within {atMost}.");
        }
    }

    private async Task<JsonObject?> TryGetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(path, cancellationToken);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private async Task<JsonObject> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.IsSuccessStatusCode
                ? JsonNode.Parse(text)!.AsObject()
                : throw new DemoFailedException(
                    $"{request.Method} {request.RequestUri}: {(int)response.StatusCode} {text}");
        }
    }
}
