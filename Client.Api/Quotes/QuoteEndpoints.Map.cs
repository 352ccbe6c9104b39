using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.History;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Quotes;

/// <summary>The routes of quotes and what is said about them.</summary>
internal sealed partial class QuoteEndpoints
{
    private const string Tag = "Quotes";
    private const string ItemPattern = "/v1/quotes/{id}";

    private static readonly ApiParameter Id = new(ParameterPlace.Path, IdParameter, "The quote's id.", Required: true);

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi(CreateAsync, CreateRoute);
        routes.MapApi(ListAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = "/v1/quotes",
            Name = "listQuotes",
            Tag = Tag,
            Summary = "Your quotes, newest first",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters = [Paging.LimitParameter, Paging.CursorParameter],
            Replies = [new(StatusCodes.Status200OK, "A page of quotes.", typeof(QuotePageBody))],
            Errors = [ErrorCodes.PageSizeOutOfRange, ErrorCodes.CursorMalformed],
        });
        routes.MapApi(GetAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = ItemPattern,
            Name = "getQuote",
            Tag = Tag,
            Summary = "A quote as it is now",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters = [Id],
            Replies = [new(StatusCodes.Status200OK, "The quote.", typeof(QuoteBody))],
            Errors = [ErrorCodes.QuoteUnknown],
        });
        MapStories(routes);
        routes.MapApi(CommitAsync, new ApiRoute
        {
            Method = HttpMethods.Post,
            Pattern = ItemPattern + "/commit",
            Name = "hintPayment",
            Tag = Tag,
            Summary = "A hint that the quote has been paid",
            Description = "Makes the platform read the chain now. Changes nothing by itself; repeat it as you like.",
            Access = Access.User,
            Rate = RateClass.Writes,
            Parameters = [Id],
            Request = typeof(CommitRequest),
            RequestOptional = true,
            Replies = [new(StatusCodes.Status202Accepted, "The quote, as it was before.", typeof(QuoteBody))],
            Errors = [ErrorCodes.QuoteUnknown],
        });
    }

    /// <summary>What happened to a quote: its steps while it lives, and what was kept of them for good.</summary>
    private void MapStories(IEndpointRouteBuilder routes)
    {
        routes.MapApi(GetTimelineAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = ItemPattern + "/timeline",
            Name = "getQuoteTimeline",
            Tag = Tag,
            Summary = "Each step of a quote with its time and transaction",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters = [Id],
            Replies = [new(StatusCodes.Status200OK, "The steps, oldest first.", typeof(TimelineBody))],
            Errors = [ErrorCodes.QuoteUnknown],
        });
        routes.MapApi(GetHistoryAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = ItemPattern + "/history",
            Name = "getQuoteHistory",
            Tag = Tag,
            Summary = "What the append-only history has of a quote, newest first",
            Access = Access.User,
            Rate = RateClass.Reads,
            Parameters = [Id, Paging.LimitParameter, Paging.CursorParameter],
            Replies = [new(StatusCodes.Status200OK, "A page of events.", typeof(HistoryPageBody))],
            Errors = [ErrorCodes.QuoteUnknown, ErrorCodes.PageSizeOutOfRange, ErrorCodes.CursorMalformed],
        });
    }

    private static ApiRoute CreateRoute => new()
    {
        Method = HttpMethods.Post,
        Pattern = "/v1/quotes",
        Name = "createQuote",
        Tag = Tag,
        Summary = "A price-locked quote",
        Description = "Repeated with the same Idempotency-Key and body it gives the same quote and status.",
        Access = Access.User,
        Rate = RateClass.Writes,
        Request = typeof(QuoteRequest),
        Parameters =
        [
            new(
                ParameterPlace.Header,
                IdempotencyKeys.HeaderName,
                "Your name for this request, 1 to 255 visible ASCII characters. Without one a repeat is a new quote."),
        ],
        Replies = [new(StatusCodes.Status201Created, "The quote; Location names it.", typeof(QuoteBody))],
        Errors =
        [
            ErrorCodes.IdempotencyKeyMalformed, ErrorCodes.IdempotencyKeyReused, ErrorCodes.AssetUnknown,
            ErrorCodes.AssetSame, ErrorCodes.AmountAmbiguous, ErrorCodes.AmountMalformed, ErrorCodes.AmountNegative,
            ErrorCodes.AmountZero, ErrorCodes.AmountTooPrecise, ErrorCodes.AmountOverflow,
            ErrorCodes.AmountBelowMinimum, ErrorCodes.AmountAboveMaximum, ErrorCodes.AmountBelowFees,
            ErrorCodes.AddressMalformed, ErrorCodes.AddressWrongNetwork, ErrorCodes.AddressNotProven,
            ErrorCodes.RecipientNotPayable, ErrorCodes.MemoTooLong, ErrorCodes.LimitExceeded,
            ErrorCodes.TrustBlocked,
            ErrorCodes.PriceUnavailable, ErrorCodes.PriceStale, ErrorCodes.PriceUncertain,
            ErrorCodes.TreasuryShort, ErrorCodes.ChainUnavailable,
        ],
    };
}
