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
                ErrorCodes.TradingAccountUnknown, ErrorCodes.TradingAccountRole,
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
    }
}
