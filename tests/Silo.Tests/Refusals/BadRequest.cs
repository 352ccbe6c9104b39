using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using OrleansTrading.Silo.Tests.Customers;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests.Refusals;

/// <summary>One row of the table of bad input: a request, and how it is refused.</summary>
/// <param name="Name">The row, as a sentence's beginning.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The stable code.</param>
/// <param name="Field">The offending field; null when no single one is to blame.</param>
/// <param name="Make">Makes the request.</param>
internal sealed record BadRequest(
    string Name, int Status, string Code, string? Field, Func<SharedStage, HttpRequestMessage> Make)
{
    /// <summary>A good request for a quote with something wrong in its body.</summary>
    internal static BadRequest Quote(string name, string code, string? field, Action<JsonObject, SharedStage> spoil) =>
        new(name, code == "request_malformed" ? 400 : 422, code, field, shared =>
        {
            var body = shared.Alice.QuoteRequest("10");
            spoil(body, shared);
            return RawApi.Request("POST", "/v1/quotes", body, shared.Alice.Token);
        });

    /// <summary>A good request for a quote with another amount to pay.</summary>
    internal static BadRequest Amount(string name, string code, string amount) =>
        Quote(name, code, "pay.amount", (body, _) => body["pay"]!["amount"] = amount);

    /// <summary>A request for a quote whose body is this text.</summary>
    internal static BadRequest Text(
        string name, int status, string code, string? field, string text, string mediaType = "application/json") =>
        new(name, status, code, field, shared =>
        {
            var request = RawApi.Request("POST", "/v1/quotes", null, shared.Alice.Token);
            request.Content = new StringContent(text, Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
            return request;
        });

    /// <summary>A good request for a quote with this idempotency key.</summary>
    internal static BadRequest Key(string name, string key) =>
        new(name, 400, "idempotency_key_malformed", "Idempotency-Key", shared =>
        {
            var request = RawApi.Request("POST", "/v1/quotes", shared.Alice.QuoteRequest("10"), shared.Alice.Token);
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
            return request;
        });

    /// <summary>A read with a token that somebody chooses.</summary>
    internal static BadRequest Read(
        string name, int status, string code, string? field, string path, Func<SharedStage, string?> token) =>
        new(name, status, code, field, shared => RawApi.Request("GET", path, null, token(shared)));

    /// <summary>A request of Alice's about Bob's quote.</summary>
    internal static BadRequest Foreign(string name, string method, string suffix) =>
        new(name, 404, "quote_unknown", null, shared =>
            RawApi.Request(method, $"/v1/quotes/{shared.BobsQuote}{suffix}", null, shared.Alice.Token));

    /// <summary>A request for a challenge.</summary>
    internal static BadRequest Challenge(
        string name, string code, string field, string chain, Func<SharedStage, string> address) =>
        new(name, 422, code, field, shared => RawApi.Request(
            "POST", "/v1/auth/challenges", new JsonObject { ["chain"] = chain, ["address"] = address(shared) }, null));

    /// <summary>A webhook that is not quite right.</summary>
    internal static BadRequest Hook(string name, Func<SignedHook, SignedHook> spoil, string? signature = null) =>
        new(name, 401, "hook_unauthenticated", null, shared =>
        {
            var request = spoil(new SignedHook { Secret = shared.HookSecret }).ToRequest("solana");
            if (signature is not null)
            {
                request.Headers.Remove("webhook-signature");
                request.Headers.Add("webhook-signature", signature);
            }

            return request;
        });

    /// <summary>A text as long as one needs it.</summary>
    internal static string Long(int length) => new('1', length);

    /// <summary>Unix seconds that far from now, as a webhook writes them.</summary>
    internal static DateTimeOffset In(int minutes) => TimeProvider.System.GetUtcNow().AddMinutes(minutes);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}: {Status} {Code}");
}
