using System.Collections.Frozen;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Diagnostics;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Hooks;

/// <summary>
/// <c>/v1/hooks/{chain}</c>: somebody who watches the chain says that something arrived. A webhook is a hint: it wakes
/// our own watcher, which reads the chain, and its content is not even looked at.
/// </summary>
internal sealed class HookEndpoints
{
    private const string ChainParameter = "chain";
    private const string ChallengeScheme = "Standard-Webhooks";

    private readonly FrozenDictionary<string, Hook> hooks;
    private readonly WatcherBell bell;
    private readonly TimeProvider time;
    private readonly TimeSpan tolerance;
    private readonly ILogger<HookEndpoints> logger;

    public HookEndpoints(
        IOptions<ApiOptions> options,
        AssetCatalog catalog,
        WatcherBell bell,
        TimeProvider time,
        ILogger<HookEndpoints> logger)
    {
        var api = options.Value;
        this.bell = bell;
        this.time = time;
        this.logger = logger;
        tolerance = api.HookTolerance;
        hooks = api.HookSecrets.ToFrozenDictionary(
            pair => pair.Key, pair => Open(pair.Key, pair.Value, api, catalog, time), StringComparer.Ordinal);
    }

    internal void Map(IEndpointRouteBuilder routes) => routes.MapApi(ReceiveAsync, new ApiRoute
    {
        Method = HttpMethods.Post,
        Pattern = "/v1/hooks/{chain}",
        Name = "receiveHook",
        Tag = "Webhooks",
        Summary = "News from a chain's indexer",
        Description = "Signed as Standard Webhooks says. Wakes the watcher of the chain; a repeat changes nothing.",
        Access = Access.SignedWebhook,
        Rate = RateClass.Hooks,
        Parameters =
        [
            new(ParameterPlace.Path, ChainParameter, "The chain's short name.", Required: true),
            new(ParameterPlace.Header, WebhookSignature.IdHeader, "The message's id.", Required: true),
            new(ParameterPlace.Header, WebhookSignature.TimestampHeader, "Unix seconds of it.", Required: true),
            new(
                ParameterPlace.Header,
                WebhookSignature.SignatureHeader,
                "v1, and the HMAC-SHA256 of id.timestamp.body in base64; several, separated by blanks.",
                Required: true),
        ],
        Replies = [new(StatusCodes.Status202Accepted, "Heard.")],
        Errors = [ErrorCodes.RequestTooLarge],
    });

    private async Task ReceiveAsync(HttpContext context)
    {
        var chain = (string)context.Request.RouteValues[ChainParameter]!;
        if (!hooks.TryGetValue(chain, out var hook))
        {
            await Problems.WriteAsync(context, ErrorCodes.NotFound, null, "No webhook is configured for this chain.");
            return;
        }

        var sent = context.Request.Headers;
        var headers = new WebhookHeaders(
            Single(sent[WebhookSignature.IdHeader]),
            Single(sent[WebhookSignature.TimestampHeader]),
            Single(sent[WebhookSignature.SignatureHeader]));
        if (await RefuseAsync(context, hook, headers) is { } problem)
        {
            logger.HookRefused(hook.Chain, problem);
            context.Response.Headers.WWWAuthenticate = ChallengeScheme;
            await Problems.WriteAsync(context, ErrorCodes.HookUnauthenticated, null, problem);
            return;
        }

        // Answered first: the sender waits for nothing of ours, and a hint may be lost.
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        await context.Response.CompleteAsync();
        if (hook.Seen.Add(headers.Id!))
        {
            await bell.RingAsync(hook.Treasury);
        }
    }

    private async Task<string?> RefuseAsync(HttpContext context, Hook hook, WebhookHeaders headers)
    {
        var reader = context.Request.BodyReader;
        ReadResult read;
        while (!(read = await reader.ReadAsync(context.RequestAborted)).IsCompleted)
        {
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        var problem = WebhookSignature.Refuse(hook.Key, headers, read.Buffer, time.GetUtcNow(), tolerance);
        reader.AdvanceTo(read.Buffer.End);
        return problem;
    }

    private static string? Single(StringValues values) => values.Count == 1 ? values[0] : null;

    private static Hook Open(string name, string secret, ApiOptions api, AssetCatalog catalog, TimeProvider time)
    {
        if (catalog.FindChain(name) is not { } chain)
        {
            var known = string.Join(", ", catalog.Chains.Select(c => c.Name));
            throw new OptionsValidationException(nameof(ApiOptions), typeof(ApiOptions),
                [$"{nameof(ApiOptions.HookSecrets)} names the chain '{name}'. It must be one of: {known}."]);
        }

        if (!WebhookSecret.TryParse(secret, out var key))
        {
            throw new OptionsValidationException(nameof(ApiOptions), typeof(ApiOptions),
                [$"{nameof(ApiOptions.HookSecrets)}:{name} is not a webhook secret."]);
        }

        // A message is accepted from one tolerance before its time to one after it.
        var memory = (2 * api.HookTolerance) + TimeSpan.FromMinutes(1);
        return new Hook(name, key, AccountId.Of(chain.Id, chain.Treasury), new SeenIds(time, memory, api.HookIdsMax));
    }

    private sealed record Hook(string Chain, byte[] Key, AccountId Treasury, SeenIds Seen);
}
