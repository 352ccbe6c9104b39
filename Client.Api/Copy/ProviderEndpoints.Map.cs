using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Client.Api.Quotes;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Copy;

/// <summary>The routes of providers and what is said about them.</summary>
internal sealed partial class ProviderEndpoints
{
    private const string Tag = "Copy trading";
    private const string ListPattern = "/v1/providers";
    private const string ItemPattern = ListPattern + "/{id}";

    private static readonly ApiParameter Id =
        new(ParameterPlace.Path, IdParameter, "The provider's id.", Required: true);

    private static ApiRoute PublishRoute => new()
    {
        Method = HttpMethods.Post,
        Pattern = ItemPattern + "/signals",
        Name = "publishSignal",
        Tag = Tag,
        Summary = "Publishes what a provider of yours did",
        Description = "With the answer it is stored, and each subscription is told soon after. Repeated with the same"
            + " Idempotency-Key and body it gives the same signal; the last 256 keys of a provider are remembered.",
        Access = Access.User,
        Rate = RateClass.Writes,
        Request = typeof(SignalRequest),
        Parameters = [Id, IdempotencyKeys.Parameter],
        Replies = [new(StatusCodes.Status201Created, "The signal.", typeof(SignalBody))],
        Errors =
        [
            ErrorCodes.ProviderUnknown, ErrorCodes.IdempotencyKeyMalformed, ErrorCodes.IdempotencyKeyReused,
            ErrorCodes.SignalMalformed, ErrorCodes.TicketUnknown, ErrorCodes.TicketUsed, ErrorCodes.LimitExceeded,
        ],
    };

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi(CreateAsync, new ApiRoute
        {
            Method = HttpMethods.Post,
            Pattern = ListPattern,
            Name = "createProvider",
            Tag = Tag,
            Summary = "Makes you a provider, whom others may copy",
            Description = "Repeated with the same Idempotency-Key and body it gives the same provider.",
            Access = Access.User,
            Rate = RateClass.Writes,
            Request = typeof(ProviderRequest),
            Parameters = [IdempotencyKeys.Parameter],
            Replies = [new(StatusCodes.Status201Created, "The provider; Location names it.", typeof(ProviderBody))],
            Errors =
            [
                ErrorCodes.IdempotencyKeyMalformed, ErrorCodes.IdempotencyKeyReused, ErrorCodes.ProviderMalformed,
                ErrorCodes.TradingAccountUnknown, ErrorCodes.TradingAccountRole, ErrorCodes.AssetUnknown,
                ErrorCodes.FeeTermsMalformed,
            ],
        });
        routes.MapApi(ListAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = ListPattern,
            Name = "listProviders",
            Tag = Tag,
            Summary = "Your providers, newest first",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters = [Paging.LimitParameter, Paging.CursorParameter],
            Replies = [new(StatusCodes.Status200OK, "A page of providers.", typeof(ProviderPageBody))],
            Errors = [ErrorCodes.PageSizeOutOfRange, ErrorCodes.CursorMalformed],
        });
        routes.MapApi(GetAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = ItemPattern,
            Name = "getProvider",
            Tag = Tag,
            Summary = "A provider: of others' its name, since when, and how many positions are open",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters = [Id],
            Replies = [new(StatusCodes.Status200OK, "The provider.", typeof(ProviderBody))],
            Errors = [ErrorCodes.ProviderUnknown],
        });
        routes.MapApi(AdmitAsync, new ApiRoute
        {
            Method = HttpMethods.Put,
            Pattern = ItemPattern + "/admission",
            Name = "admitSubscribers",
            Tag = Tag,
            Summary = "Says who may copy a provider of yours from now on",
            Description = "Both lists are replaced. Nobody's present subscription ends by it.",
            Access = Access.User,
            Rate = RateClass.Writes,
            Request = typeof(AdmissionRequest),
            Parameters = [Id],
            Replies = [new(StatusCodes.Status200OK, "The provider.", typeof(ProviderBody))],
            Errors = [ErrorCodes.ProviderUnknown, ErrorCodes.ProviderMalformed],
        });
        routes.MapApi(PublishAsync, PublishRoute);
        MapFee(routes);
        MapHistory(routes);
    }

    private void MapFee(IEndpointRouteBuilder routes)
    {
        routes.MapApi(SetFeeAsync, new ApiRoute
        {
            Method = HttpMethods.Put,
            Pattern = ItemPattern + "/fee",
            Name = "setProviderFee",
            Tag = Tag,
            Summary = "Says what a provider of yours takes of the new profit of who begins to copy from now on",
            Description = "Present subscriptions keep what they were agreed with.",
            Access = Access.User,
            Rate = RateClass.Writes,
            Request = typeof(CopyFeeRequest),
            Parameters = [Id],
            Replies = [new(StatusCodes.Status200OK, "The provider.", typeof(ProviderBody))],
            Errors = [ErrorCodes.ProviderUnknown, ErrorCodes.AssetUnknown, ErrorCodes.FeeTermsMalformed],
        });
        routes.MapApi(RemoveFeeAsync, new ApiRoute
        {
            Method = HttpMethods.Delete,
            Pattern = ItemPattern + "/fee",
            Name = "removeProviderFee",
            Tag = Tag,
            Summary = "Lets those who begin from now on copy a provider of yours without a fee",
            Description = "Present subscriptions keep what they were agreed with. Repeat it as you like.",
            Access = Access.User,
            Rate = RateClass.Writes,
            Parameters = [Id],
            Replies = [new(StatusCodes.Status200OK, "The provider.", typeof(ProviderBody))],
            Errors = [ErrorCodes.ProviderUnknown],
        });
    }

    private void MapHistory(IEndpointRouteBuilder routes)
    {
        routes.MapApi(GetStatisticsAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = ItemPattern + "/statistics",
            Name = "getProviderStatistics",
            Tag = Tag,
            Summary = "What a provider has done since it began, and what it has open, with its loss",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters = [Id],
            Replies = [new(StatusCodes.Status200OK, "The statistics.", typeof(ProviderStatisticsBody))],
            Errors = [ErrorCodes.ProviderUnknown],
        });
        routes.MapApi(ListSignalsAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = ItemPattern + "/signals",
            Name = "listSignals",
            Tag = Tag,
            Summary = "A provider's signals, newest first; of others' those that closed something",
            Description = "A page of others' signals may show fewer than asked for, or none, and still have a next"
                + " one.",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters = [Id, Paging.LimitParameter, Paging.CursorParameter],
            Replies = [new(StatusCodes.Status200OK, "A page of signals.", typeof(SignalPageBody))],
            Errors =
            [
                ErrorCodes.ProviderUnknown, ErrorCodes.ProviderDenied, ErrorCodes.PageSizeOutOfRange,
                ErrorCodes.CursorMalformed,
            ],
        });
    }
}
