using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Diagnostics;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Risk;

/// <summary><c>/v1/operator/limits</c> and <c>/v1/operator/breakers</c>.</summary>
internal sealed partial class RiskEndpoints(
    IGrainFactory grains, AssetCatalog catalog, TimeProvider time, ILogger<RiskEndpoints> logger)
{
    private const string ChainParameter = "chain";
    private const int NoteLengthMax = 200;

    private async Task ListLimitsAsync(HttpContext context)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var names = catalog.Assets.Select(asset => LimitKeys.OfAsset(asset.Alias))
            .Concat(catalog.Chains.Select(chain => LimitKeys.OfChain(chain.Name)))
            .Prepend(LimitKeys.Platform)
            .Append(LimitKeys.Withdrawals)
            .Concat(catalog.Assets.Select(asset => LimitKeys.OfWithdrawnAsset(asset.Alias)))
            .Concat(catalog.Chains.Select(chain => LimitKeys.OfWithdrawnChain(chain.Name)));
        var uses = await Task.WhenAll(names.Select(
            name => grains.GetGrain<ILimitCounterGrain>(LimitKeys.Counter(name, today)).GetAsync()));
        var body = new LimitListBody
        {
            Items = [.. uses.Where(use => use.LimitUsdCents is not null || use.LeasedUsdCents > 0).Select(Map)],
        };
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status200OK, body, ApiJsonContext.Default.LimitListBody);
    }

    private async Task ListBreakersAsync(HttpContext context)
    {
        var views = await Task.WhenAll(
            catalog.Chains.Select(chain => grains.GetGrain<IBreakerGrain>(chain.Name).GetAsync()));
        await JsonReply.WriteAsync(
            context.Response,
            StatusCodes.Status200OK,
            new BreakerListBody { Items = [.. views.Select(Map)] },
            ApiJsonContext.Default.BreakerListBody);
    }

    private async Task OpenAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } chain)
        {
            return;
        }

        var body = await JsonRequest.ReadAsync(context, ApiJsonContext.Default.BreakerOpenRequest);
        if ((body.Refusal ?? Check(body.Value!.Note) ?? Check(body.Value.Until)) is { } malformed)
        {
            await Problems.WriteAsync(context, malformed);
            return;
        }

        var by = Caller.Of(context)!.Operator!;
        logger.BreakerAsked(by, "open", chain);
        await grains.GetGrain<IBreakerGrain>(chain).OpenAsync(by, body.Value!.Note, body.Value.Until);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task CloseAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } chain)
        {
            return;
        }

        var body = await JsonRequest.ReadAsync(context, ApiJsonContext.Default.BreakerCloseRequest);
        if ((body.Refusal ?? Check(body.Value!.Note)) is { } malformed)
        {
            await Problems.WriteAsync(context, malformed);
            return;
        }

        var by = Caller.Of(context)!.Operator!;
        logger.BreakerAsked(by, "close", chain);
        await grains.GetGrain<IBreakerGrain>(chain).CloseAsync($"{by}: {body.Value!.Note}");
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task<string?> FindAsync(HttpContext context)
    {
        if (catalog.FindChain(context.Request.RouteValues[ChainParameter] as string) is { } chain)
        {
            return chain.Name;
        }

        await Problems.WriteAsync(
            context, ErrorCodes.NotFound, null, "There is no such chain. GET /v1/chains lists them.");
        return null;
    }

    /// <summary>A note goes into the log, where a line of its own could be forged with a line break.</summary>
    private static Refusal? Check(string note) => note.Length is >= 1 and <= NoteLengthMax && !note.Any(char.IsControl)
        ? null
        : Malformed("note", $"The note is 1 to {NoteLengthMax} characters on one line: why.");

    private Refusal? Check(DateTimeOffset? until) => until is null || until > time.GetUtcNow()
        ? null
        : Malformed("until", "The time lies in the past. Leave it out to keep the breaker open until it is closed.");

    private static Refusal Malformed(string field, string detail) =>
        new() { Code = ErrorCodes.RequestMalformed, Field = field, Detail = detail };

    private static LimitBody Map(LimitUse use) => new()
    {
        Name = use.Name,
        LimitUsdCents = use.LimitUsdCents?.ToString(CultureInfo.InvariantCulture),
        UsedUsdCents = use.UsedUsdCents.ToString(CultureInfo.InvariantCulture),
        LeasedUsdCents = use.LeasedUsdCents.ToString(CultureInfo.InvariantCulture),
        Holders = use.Holders,
        ResetsAt = use.ResetsAt,
    };

    private static BreakerBody Map(BreakerView view) => new()
    {
        Chain = view.Chain,
        State = view.State switch
        {
            BreakerState.Closed => "closed",
            BreakerState.Open => "open",
            BreakerState.HalfOpen => "halfOpen",
            _ => throw new ArgumentOutOfRangeException(nameof(view), view.State, "The API has no name for this state."),
        },
        Reason = view.Reason,
        Since = view.Since,
        RetryAt = view.RetryAt,
        Failures = view.Failures,
    };
}
