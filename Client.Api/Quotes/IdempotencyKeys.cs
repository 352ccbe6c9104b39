using System.Globalization;
using Microsoft.AspNetCore.Http;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Quotes;

/// <summary>
/// The customer's name for one request: repeated with the same body it gives the same quote. Kept for ever, because the
/// quote's id is derived from it.
/// </summary>
internal sealed class IdempotencyKeys(IEntropy entropy)
{
    internal const string HeaderName = "Idempotency-Key";

    /// <summary>
    /// 256 random bits of this process: with the counter behind it no key comes twice and none is guessed.
    /// </summary>
    private readonly string prefix = RandomIds.NewSecret(entropy);

    private long made;

    /// <summary>The header of routes that need a key.</summary>
    internal static readonly ApiParameter Parameter = new(
        ParameterPlace.Header,
        HeaderName,
        "Your name for this request, 1 to 255 visible ASCII characters.",
        Required: true);

    /// <summary>Reads the key, or makes one that nobody else has when there is no header.</summary>
    internal Outcome<string> Read(IHeaderDictionary headers)
    {
        var values = headers[HeaderName];
        if (values.Count == 0)
        {
            return Outcome.Of(
                string.Create(CultureInfo.InvariantCulture, $"{prefix}-{Interlocked.Increment(ref made)}"));
        }

        return values.Count == 1 && values[0] is { Length: >= 1 and <= ApiConstants.IdempotencyKeyLengthMax } key
            && !key.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? Outcome.Of(key)
            : Outcome.Refused<string>(
                ErrorCodes.IdempotencyKeyMalformed,
                HeaderName,
                "The key is one header of 1 to 255 visible ASCII characters. A UUID is a good one.");
    }

    /// <summary>
    /// Reads the key where there must be one: whoever repeats a request without it after a lost answer would pay twice.
    /// </summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="missing">What is said when there is none.</param>
    internal Outcome<string> Require(IHeaderDictionary headers, string missing) => headers.ContainsKey(HeaderName)
        ? Read(headers)
        : Outcome.Refused<string>(ErrorCodes.IdempotencyKeyMalformed, HeaderName, missing);
}
