using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Hooks;

namespace OrleansTrading.Client.Api;

/// <summary>The rules of <see cref="ApiOptions"/> that attributes on its own properties cannot say.</summary>
internal sealed class ApiOptionsValidator : IValidateOptions<ApiOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        var problems = new List<string>();
        CheckRates(options.RateLimits, problems);
        foreach (var (chain, secret) in options.HookSecrets.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (!WebhookSecret.TryParse(secret, out _))
            {
                problems.Add(
                    $"{nameof(ApiOptions.HookSecrets)}:{chain} is not a webhook secret. It must be 'whsec_' and "
                    + $"{WebhookSecret.BytesMin} to {WebhookSecret.BytesMax} bytes in base64.");
            }
        }

        foreach (var (id, hash) in options.OperatorKeys.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (!BearerToken.IsOperatorId(id))
            {
                problems.Add(
                    $"{nameof(ApiOptions.OperatorKeys)}: '{id}' is no operator id. It must be 1 to "
                    + $"{BearerToken.OperatorIdLengthMax} of a-z, 0-9 and '-'.");
            }

            if (hash.Length != SHA256.HashSizeInBytes * 2 || !hash.All(char.IsAsciiHexDigit))
            {
                problems.Add(
                    $"{nameof(ApiOptions.OperatorKeys)}:{id} is not a SHA-256 in hex. It must be the hash of the whole "
                    + "key: printf %s \"$KEY\" | sha256sum.");
            }
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void CheckRates(RateLimitOptions rates, List<string> problems)
    {
        Check(nameof(rates.Auth), rates.Auth);
        Check(nameof(rates.Reads), rates.Reads);
        Check(nameof(rates.Writes), rates.Writes);
        Check(nameof(rates.Hooks), rates.Hooks);
        Check(nameof(rates.WrongTokens), rates.WrongTokens);

        void Check(string kind, RateLimit rate)
        {
            var results = new List<ValidationResult>();
            if (!Validator.TryValidateObject(rate, new ValidationContext(rate), results, validateAllProperties: true))
            {
                problems.AddRange(results.Select(r => $"{nameof(ApiOptions.RateLimits)}:{kind}: {r.ErrorMessage}"));
            }
        }
    }
}
