using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Catalog;

/// <summary><c>/v1/assets</c> and <c>/v1/chains</c>: what the platform deals in, for anybody.</summary>
internal sealed class CatalogEndpoints(
    AssetCatalog catalog, ChainStatusReader reader, TimeProvider time, IOptions<ApiOptions> options)
{
    private const string Tag = "Catalogue";

    /// <summary>The allow list does not change while the process runs.</summary>
    private readonly byte[] assets = JsonSerializer.SerializeToUtf8Bytes(
        new AssetListBody { Items = [.. catalog.Assets.Select(AssetBody.Of)] }, ApiJsonContext.Default.AssetListBody);

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi(ListAssetsAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/assets",
            Name = "listAssets",
            Tag = Tag,
            Summary = "The accepted assets with their limits",
            Access = Access.Anybody,
            Rate = RateClass.Reads,
            Replies = [new(StatusCodes.Status200OK, "The assets.", typeof(AssetListBody))],
        });
        routes.MapApi(ListChainsAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/chains",
            Name = "listChains",
            Tag = Tag,
            Summary = "The chains and how they are doing",
            Access = Access.Anybody,
            Rate = RateClass.Reads,
            Replies = [new(StatusCodes.Status200OK, "The chains.", typeof(ChainListBody))],
        });
    }

    private Task ListAssetsAsync(HttpContext context) => JsonReply.WriteAsync(context.Response, assets);

    private async Task ListChainsAsync(HttpContext context)
    {
        var statuses = await reader.ReadAsync();
        var now = time.GetUtcNow();
        var body = new ChainListBody { Items = [.. statuses.Select(status => Body(status, now))] };
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status200OK, body, ApiJsonContext.Default.ChainListBody);
    }

    private ChainBody Body(ChainStatus status, DateTimeOffset now)
    {
        var (condition, problem) = Describe(status, status.ConditionAt(now, options.Value.WatcherLagMax));
        var outage = status.Watcher?.Outage;
        return new ChainBody
        {
            Name = status.Chain.Name,
            ChainId = status.Chain.Id,
            Treasury = status.Chain.Treasury,
            Status = condition,
            Halted = status.IsHalted,
            CaughtUpAt = status.Watcher?.CaughtUpAt,
            Problem = problem,
            DownSince = outage?.Since,
            RetryAt = outage?.RetryAt,
            Endpoints =
            [
                .. (status.Watcher?.Endpoints ?? []).Select(endpoint => new EndpointBody
                {
                    Name = endpoint.Name,
                    State = endpoint.State,
                    Problem = endpoint.Problem,
                }),
            ],
        };
    }

    /// <summary>
    /// Our own sentences: the grains' texts name nodes and accounts, and are for operators. An outage's reason is made
    /// for anybody.
    /// </summary>
    private static (string Name, string? Problem) Describe(ChainStatus status, ChainCondition condition) =>
        condition switch
        {
            ChainCondition.Up => ("up", null),
            ChainCondition.Degraded => ("degraded", "The chain is read late: payments are recognised with a delay."),
            ChainCondition.Down => ("down", status.Watcher!.Outage!.Reason),
            ChainCondition.Halted =>
                ("halted", "Nothing is paid out on this chain until an operator has looked at it."),
            _ => ("unknown", "The platform cannot tell at the moment."),
        };
}
