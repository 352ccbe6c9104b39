using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Audit;
using OrleansTrading.Grains;

namespace OrleansTrading.Soak.Customers;

/// <summary>An answer of the API.</summary>
internal sealed record Answer(int Status, JsonObject Body)
{
    internal bool IsGood => Status is >= 200 and < 300;

    internal string? Code => Body["code"]?.GetValue<string>();

    /// <summary>The body of an answer without which the customer cannot go on.</summary>
    /// <exception cref="InvalidOperationException">It is a refusal.</exception>
    internal JsonObject Require() => IsGood
        ? Body
        : throw new InvalidOperationException($"A customer cannot go on: {Status} {Body.ToJsonString()}");
}

/// <summary>
/// The API of a server that goes away and comes back. A request that nobody answered is asked again with the very same
/// bytes, as the guide tells customers to; an answer that no customer of this run gives cause for is a finding.
/// </summary>
internal sealed class SoakApi(Uri address, Tally tally, Findings findings, TimeProvider time) : IDisposable
{
    private const int RefusalsMax = 40;
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5) })
    {
        BaseAddress = address,
        Timeout = AnswerMax,
    };

    public void Dispose() => _http.Dispose();

    /// <summary>
    /// Asks until there is an answer that settles it. "Overloaded" is none: what became of the request is not known.
    /// Any other "not now" is one, and is asked about a while before it is believed.
    /// </summary>
    internal async Task<Answer> SendAsync(SoakRequest request, CancellationToken cancellationToken)
    {
        var refusals = 0;
        while (true)
        {
            var answer = await TrySendAsync(request, cancellationToken);
            if (answer is { Status: not 503 }
                || (answer is not null && answer.Code != ErrorCodes.Overloaded && ++refusals == RefusalsMax))
            {
                return answer;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Asks once.</summary>
    /// <returns>Null when no answer came: what became of the request is not known.</returns>
    internal async Task<Answer?> TrySendAsync(SoakRequest request, CancellationToken cancellationToken)
    {
        using var message = request.ToMessage();
        try
        {
            using var response = await _http.SendAsync(message, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            var answer = new Answer((int)response.StatusCode, text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject());
            Note(request, answer);
            return answer;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            tally.Count("requests", "not answered");
            return null;
        }
        catch (JsonException broken)
        {
            findings.Add($"{request}: the answer is no JSON: {broken.Message}");
            return null;
        }
    }

    private void Note(SoakRequest request, Answer answer)
    {
        tally.Count("requests", answer.IsGood ? "answered" : $"refused: {answer.Status} {answer.Code}");
        if (!answer.IsGood && answer.Status != 503 && !request.MayBeRefused)
        {
            findings.Add($"{request} was refused: {answer.Status} {answer.Body.ToJsonString()}");
        }
    }
}

/// <summary>One request, which can be sent again as it was.</summary>
internal sealed record SoakRequest(string Method, string Path, JsonObject? Body, string? Token)
{
    internal string? IdempotencyKey { get; init; }

    /// <summary>True when the request is wrong on purpose, or its answer may have been used up.</summary>
    internal bool MayBeRefused { get; init; }

    public override string ToString() => $"{Method} {Path}";

    internal HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), new Uri(Path, UriKind.Relative));
        if (Body is not null)
        {
            message.Content = JsonContent.Create(Body);
        }

        if (Token is not null)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        }

        if (IdempotencyKey is not null)
        {
            message.Headers.Add("Idempotency-Key", IdempotencyKey);
        }

        return message;
    }
}
