using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Client.Api.Quotes;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Copy;

/// <summary>The routes of subscriptions and what is said about them.</summary>
internal sealed partial class SubscriptionEndpoints
{
    private const string Tag = "Copy trading";
    private const string ListPattern = "/v1/subscriptions";
    private const string ItemPattern = ListPattern + "/{id}";

    private static ApiRoute CreateRoute => new()
    {
        Method = HttpMethods.Post,
        Pattern = ListPattern,
        Name = "createSubscription",
        Tag = Tag,
        Summary = "Has an account of yours copy a provider",
        Description = "Repeated with the same Idempotency-Key and body it gives the same subscription.",
        Access = Access.User,
        Rate = RateClass.Writes,
        Request = typeof(SubscriptionRequest),
        Parameters = [IdempotencyKeys.Parameter],
        Replies =
        [
            new(StatusCodes.Status201Created, "The subscription; Location names it.", typeof(SubscriptionBody)),
        ],
        Errors =
        [
            ErrorCodes.IdempotencyKeyMalformed, ErrorCodes.IdempotencyKeyReused, ErrorCodes.TradingAccountUnknown,
            ErrorCodes.TradingAccountRole, ErrorCodes.ProviderUnknown, ErrorCodes.ProviderDenied,
            ErrorCodes.ProviderFull, ErrorCodes.SettingsMalformed, ErrorCodes.LimitExceeded,
            ErrorCodes.SubscriptionIdClash, ErrorCodes.FeeNotAccepted, ErrorCodes.FeeCurrencyUnsupported,
            ErrorCodes.FeeTermsMalformed, ErrorCodes.AssetUnknown,
        ],
    };

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi(CreateAsync, CreateRoute);
        routes.MapApi(ListAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = ListPattern,
            Name = "listSubscriptions",
            Tag = Tag,
            Summary = "Your subscriptions, newest first",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters = [Paging.LimitParameter, Paging.CursorParameter],
            Replies = [new(StatusCodes.Status200OK, "A page of subscriptions.", typeof(SubscriptionPageBody))],
            Errors = [ErrorCodes.PageSizeOutOfRange, ErrorCodes.CursorMalformed],
        });
        routes.MapApi(GetAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = ItemPattern,
            Name = "getSubscription",
            Tag = Tag,
            Summary = "A subscription as it is now, with its settings and open copies",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters = [OwnSubscriptions.Id],
            Replies = [new(StatusCodes.Status200OK, "The subscription.", typeof(SubscriptionBody))],
            Errors = [ErrorCodes.SubscriptionUnknown],
        });
        routes.MapApi(ChangeAsync, new ApiRoute
        {
            Method = HttpMethods.Put,
            Pattern = ItemPattern + "/settings",
            Name = "changeSubscriptionSettings",
            Tag = Tag,
            Summary = "Other settings, for what is decided from now on",
            Description = "All are replaced; what is left out has its default. What is open keeps its volumes.",
            Access = Access.User,
            Rate = RateClass.Writes,
            Request = typeof(SettingsRequest),
            Parameters = [OwnSubscriptions.Id],
            Replies = [new(StatusCodes.Status200OK, "The subscription.", typeof(SubscriptionBody))],
            Errors = [ErrorCodes.SubscriptionUnknown, ErrorCodes.SubscriptionOver, ErrorCodes.SettingsMalformed],
        });
        MapCommands(routes);
    }

    private void MapCommands(IEndpointRouteBuilder routes)
    {
        MapCommand(
            routes,
            context => CommandAsync(context, SubscriptionCommand.Pause),
            "pause",
            "pauseSubscription",
            "Opens nothing new; what is open is followed");
        MapCommand(
            routes,
            context => CommandAsync(context, SubscriptionCommand.Resume),
            "resume",
            "resumeSubscription",
            "Opens again, also after a limit of loss was met");
        MapCommand(
            routes,
            context => CommandAsync(context, SubscriptionCommand.CloseAll),
            "close-all",
            "closeAllCopies",
            "Closes all copies now, and opens nothing new until it is resumed");
        MapCommand(
            routes,
            context => CommandAsync(context, SubscriptionCommand.End),
            "end",
            "endSubscription",
            "Opens nothing new, and ends when the last copy is closed with the provider");
        MapCommand(
            routes,
            context => CommandAsync(context, SubscriptionCommand.EndNow),
            "end-now",
            "endSubscriptionNow",
            "Closes all copies now, and ends");
    }

    private static void MapCommand(
        IEndpointRouteBuilder routes, RequestDelegate handler, string word, string name, string summary) =>
        routes.MapApi(handler, new ApiRoute
        {
            Method = HttpMethods.Post,
            Pattern = $"{ItemPattern}/{word}",
            Name = name,
            Tag = Tag,
            Summary = summary,
            Description = "It takes no body. With the answer it is stored; repeat it as you like.",
            Access = Access.User,
            Rate = RateClass.Writes,
            Parameters = [OwnSubscriptions.Id],
            Replies = [new(StatusCodes.Status200OK, "The subscription.", typeof(SubscriptionBody))],
            Errors = [ErrorCodes.SubscriptionUnknown, ErrorCodes.SubscriptionOver],
        });
}
