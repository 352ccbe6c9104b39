using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace OrleansTrading.Silo.Keys.Vault;

/// <summary>
/// The two calls of a transit engine that signing needs (developer.hashicorp.com/vault/api-docs/secret/transit): read a
/// key's public half, sign with it. Messages tell the server and the key's name; never the token, the input or the
/// answer.
/// </summary>
internal sealed class VaultTransit : IDisposable
{
    private const int AnswerBytesMax = 64 * 1024;
    private const int TokenBytesMax = 4096;
    private const string SignaturePrefix = "vault:v";
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    private readonly VaultOptions _options;
    private readonly HttpClient _client;
    private readonly ResiliencePipeline _calls;

    internal VaultTransit(VaultOptions options, TimeProvider time, HttpMessageHandler? handler = null)
    {
        options.Validate();
        _options = options;
        _client = new HttpClient(handler ?? new SocketsHttpHandler
        {
            // A redirect would carry the token to a host nobody configured.
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = AnswerBytesMax,
        };
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (options.AttemptsMax > 1)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.AttemptsMax - 1,
                Delay = RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = new PredicateBuilder()
                    .Handle<VaultFailedException>(failure => failure.MayPass)
                    .Handle<HttpRequestException>()
                    .Handle<TimeoutRejectedException>(),
            });
        }

        _calls = builder.AddTimeout(options.Timeout).Build();
    }

    /// <summary>A key's Ed25519 public halves by version.</summary>
    internal async Task<IReadOnlyDictionary<int, byte[]>> ReadPublicKeysAsync(
        string key, CancellationToken cancellationToken)
    {
        var data = await CallAsync(HttpMethod.Get, "keys", key, body: null, cancellationToken);
        try
        {
            if (data.GetProperty("type").GetString() != "ed25519")
            {
                throw Failed("keys", key, $"it is of type {data.GetProperty("type").GetString()}, not ed25519");
            }

            return data.GetProperty("keys").EnumerateObject().ToDictionary(
                version => int.Parse(version.Name, NumberStyles.None, CultureInfo.InvariantCulture),
                version => version.Value.GetProperty("public_key").GetBytesFromBase64());
        }
        catch (Exception exception) when (IsMalformed(exception))
        {
            throw Failed("keys", key, "its answer has no ed25519 public key");
        }
    }

    /// <summary>Signs with one version of a key.</summary>
    /// <returns>The signature, unverified.</returns>
    internal async Task<byte[]> SignAsync(
        string key, int version, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var body = new VaultSignRequest(Convert.ToBase64String(message.Span), version);
        var data = await CallAsync(HttpMethod.Post, "sign", key, body, cancellationToken);
        try
        {
            var text = data.GetProperty("signature").GetString()!;
            var prefix = SignaturePrefix + version.ToString(CultureInfo.InvariantCulture) + ":";
            return text.StartsWith(prefix, StringComparison.Ordinal)
                ? Convert.FromBase64String(text[prefix.Length..])
                : throw Failed("sign", key, $"its answer is no signature of version {version}");
        }
        catch (Exception exception) when (IsMalformed(exception))
        {
            throw Failed("sign", key, "its answer has no signature");
        }
    }

    public void Dispose() => _client.Dispose();

    private static bool IsMalformed(Exception exception) =>
        exception is not VaultFailedException
        && (exception is KeyNotFoundException or InvalidOperationException or FormatException or OverflowException);

    private async Task<JsonElement> CallAsync(
        HttpMethod method, string what, string key, VaultSignRequest? body, CancellationToken cancellationToken)
    {
        try
        {
            return await _calls.ExecuteAsync(
                async token => await AttemptAsync(method, what, key, body, token), cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw Failed(what, key, $"no answer ({exception.HttpRequestError})");
        }
        catch (TimeoutRejectedException)
        {
            throw Failed(what, key, $"no answer within {_options.Timeout}");
        }
        catch (JsonException)
        {
            throw Failed(what, key, "its answer is not JSON");
        }
    }

    private async Task<JsonElement> AttemptAsync(
        HttpMethod method, string what, string key, VaultSignRequest? body, CancellationToken cancellationToken)
    {
        var address = new Uri(_options.Address!, $"/v1/{_options.Mount}/{what}/{Uri.EscapeDataString(key)}");
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.TryAddWithoutValidation("X-Vault-Request", "true");
        if (!request.Headers.TryAddWithoutValidation("X-Vault-Token", ReadToken()))
        {
            throw Failed(what, key, $"the token in {_options.TokenFile} cannot be sent");
        }

        if (_options.Namespace is { } space)
        {
            request.Headers.TryAddWithoutValidation("X-Vault-Namespace", space);
        }

        if (body is not null)
        {
            request.Content = JsonContent.Create(body, VaultJson.Default.VaultSignRequest);
        }

        using var response = await _client.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw Failed(
                what, key, $"it answered HTTP {(int)response.StatusCode}{Hint(response.StatusCode)}", response);
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
                ? data.Clone()
                : throw Failed(what, key, "its answer has no data");
    }

    private static string Hint(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Forbidden => ". Its policy must allow this token to read keys/ and to update sign/ of this key",
        HttpStatusCode.NotFound => ". Make the key there, of type ed25519, or correct the mount",
        HttpStatusCode.ServiceUnavailable => ". It may be sealed",
        _ => string.Empty,
    };

    private string ReadToken()
    {
        if (!File.Exists(_options.TokenFile))
        {
            throw new VaultFailedException($"There is no token file {_options.TokenFile} (Keys:Vault:TokenFile).");
        }

        PrivateMode.Require(_options.TokenFile);
        var token = new FileInfo(_options.TokenFile).Length <= TokenBytesMax
            ? File.ReadAllText(_options.TokenFile).Trim()
            : string.Empty;
        return token.Length > 0 && token.All(letter => letter is > ' ' and <= '~')
            ? token
            : throw new VaultFailedException($"{_options.TokenFile} holds no token on one line.");
    }

    private VaultFailedException Failed(
        string what, string key, string cause, HttpResponseMessage? response = null) =>
        new($"The signer {_options.Address!.Authority} failed at {what}/{key}: {cause}.")
        {
            MayPass = response?.StatusCode
                is >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests,
            IsMissing = response?.StatusCode == HttpStatusCode.NotFound,
        };
}
