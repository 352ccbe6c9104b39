using System.Globalization;
using Microsoft.AspNetCore.Http;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.PerformanceFees;

/// <summary>
/// <c>/v1/performance-fees</c>: what subscribers are charged and providers earn, and
/// <c>/v1/operator/performance-fees</c>. <c>FeeEndpoints.Map.cs</c> lists them.
/// </summary>
internal sealed partial class FeeEndpoints(IGrainFactory grains, IListingStore listing, FeeMapper mapper)
{
    private const string IdParameter = "id";
    private const string RoleParameter = "role";
    private const string EquityParameter = "equity";
    private const string DepositsParameter = "deposits";
    private const string WithdrawalsParameter = "withdrawals";

    private async Task ListAsync(HttpContext context)
    {
        var request = Paging.Read(context.Request.Query, text => SubscriptionId.TryParse(text, out _));
        var refusal = ReadRole(context.Request, out var isSubscriber);
        if ((request.Refusal ?? refusal) is { } malformed)
        {
            await Problems.WriteAsync(context, malformed);
            return;
        }

        // One more than asked for tells whether there is a next page.
        var page = request.Value!;
        var rows = await listing.PageByOwnerAsync(
            isSubscriber ? ListingKinds.PerformanceFee : ListingKinds.PerformanceFeeOfProvider,
            Caller.UserOf(context).Value,
            page.After,
            page.Limit + 1,
            context.RequestAborted);
        var shown = Math.Min(rows.Count, page.Limit);
        var views = await Task.WhenAll(rows.Take(shown).Select(row => Fee(new SubscriptionId(row.Id)).GetAsync()));
        var body = new PerformanceFeePageBody
        {
            Items = [.. views.OfType<PerformanceFeeView>().Select(view => mapper.Map(view, isSubscriber))],
            NextCursor = rows.Count > shown ? Paging.Encode(ListingCursor.AfterCreated(rows[shown - 1])) : null,
        };
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status200OK, body, ApiJsonContext.Default.PerformanceFeePageBody);
    }

    private async Task GetAsync(HttpContext context)
    {
        if (await FindAsync(context, before: null, max: 0) is { } found)
        {
            var body = mapper.Map(found.Fees, IsSubscriber(context, found.Fees));
            await JsonReply.WriteAsync(
                context.Response, StatusCodes.Status200OK, body, ApiJsonContext.Default.PerformanceFeeBody);
        }
    }

    private async Task ListPeriodsAsync(HttpContext context)
    {
        if (await ReadPageAsync(context) is { } page
            && await FindAsync(context, page.Before, page.Limit + 1) is { } found)
        {
            await JsonReply.WriteAsync(
                context.Response,
                StatusCodes.Status200OK,
                Page(found, page.Limit, IsSubscriber(context, found.Fees)),
                ApiJsonContext.Default.FeePeriodPageBody);
        }
    }

    private async Task PreviewAsync(HttpContext context)
    {
        if (await FindAsync(context, before: null, max: 0) is not { } found)
        {
            return;
        }

        if (!IsSubscriber(context, found.Fees))
        {
            await WriteUnknownAsync(context);
            return;
        }

        var query = context.Request.Query;
        UInt128 deposits = 0, withdrawals = 0;
        if ((ReadEquity(query, out var equity)
            ?? ReadUnits(query, DepositsParameter, out deposits)
            ?? ReadUnits(query, WithdrawalsParameter, out withdrawals)) is { } malformed)
        {
            await Problems.WriteAsync(context, malformed);
            return;
        }

        var outcome = await Fee(found.Fees.Id).PreviewAsync(
            new PerformanceFeeFigures { Equity = equity, Deposits = deposits, Withdrawals = withdrawals });
        await (outcome.Value is { } charge
            ? JsonReply.WriteAsync(
                context.Response,
                StatusCodes.Status200OK,
                mapper.Map(found.Fees.Terms, charge, isSubscriber: true),
                ApiJsonContext.Default.FeeChargeBody)
            : Problems.WriteAsync(context, outcome.Refusal!));
    }

    private async Task LookAsync(HttpContext context)
    {
        if (await ReadPageAsync(context) is not { } page)
        {
            return;
        }

        if (!SubscriptionId.TryParse(context.Request.RouteValues[IdParameter] as string, out var id)
            || await Fee(id).GetStatementAsync(page.Before, page.Limit + 1) is not { } found)
        {
            await WriteUnknownAsync(context);
            return;
        }

        var body = new OperatorPerformanceFeeBody
        {
            SubscriberWallet = found.Fees.Terms.Subscriber.Value,
            ProviderWallet = found.Fees.Terms.Provider.Value,
            RetryAt = found.Fees.RetryAt,
            Fee = mapper.Map(found.Fees, isSubscriber: true),
            Statement = Page(found, page.Limit, isSubscriber: true),
        };
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status200OK, body, ApiJsonContext.Default.OperatorPerformanceFeeBody);
    }

    private FeePeriodPageBody Page(FeeStatement found, int limit, bool isSubscriber) => new()
    {
        Items =
        [
            .. found.Periods.Take(limit).Select(period => mapper.Map(found.Fees.Terms, period, isSubscriber)),
        ],
        NextCursor = found.Periods.Count > limit
            ? found.Periods[limit - 1].Period.ToString(CultureInfo.InvariantCulture)
            : null,
    };

    /// <summary>Null when an answer was given instead: there is no such fee, or it is others'.</summary>
    private async Task<FeeStatement?> FindAsync(HttpContext context, int? before, int max)
    {
        var user = Caller.UserOf(context);
        if (SubscriptionId.TryParse(context.Request.RouteValues[IdParameter] as string, out var id)
            && await Fee(id).GetStatementAsync(before, max) is { } found
            && (found.Fees.Terms.Subscriber.User == user || found.Fees.Terms.Provider.User == user))
        {
            return found;
        }

        await WriteUnknownAsync(context);
        return null;
    }

    private static bool IsSubscriber(HttpContext context, PerformanceFeeView fees) =>
        fees.Terms.Subscriber.User == Caller.UserOf(context);

    /// <summary>Null when an answer was given instead: it cannot be read.</summary>
    private static async Task<(int? Before, int Limit)?> ReadPageAsync(HttpContext context)
    {
        int? before = null;
        var refusal = Paging.ReadLimit(context.Request.Query, out var limit)
            ?? Paging.ReadCursor(
                context.Request.Query,
                text =>
                {
                    var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
                    before = number;
                    return isNumber && number is >= 1 and <= PerformanceFeeConstants.PeriodsMax;
                });
        if (refusal is null)
        {
            return (before, limit);
        }

        await Problems.WriteAsync(context, refusal);
        return null;
    }

    private static Refusal? ReadRole(HttpRequest request, out bool isSubscriber)
    {
        var asked = request.Query[RoleParameter];
        isSubscriber = asked is [] or ["subscriber"];
        return isSubscriber || asked is ["provider"]
            ? null
            : new Refusal
            {
                Code = ErrorCodes.RequestMalformed,
                Field = RoleParameter,
                Detail = "role is subscriber or provider.",
            };
    }

    private static Refusal? ReadEquity(IQueryCollection query, out Int128 equity)
    {
        equity = 0;
        var text = query[EquityParameter];
        return text.Count == 1
            && Int128.TryParse(text[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out equity)
                ? null
                : Malformed(EquityParameter);
    }

    private static Refusal? ReadUnits(IQueryCollection query, string name, out UInt128 units)
    {
        units = 0;
        var text = query[name];
        return text.Count == 0
            || (text.Count == 1
                && UInt128.TryParse(text[0], NumberStyles.None, CultureInfo.InvariantCulture, out units))
                ? null
                : Malformed(name);
    }

    private static Refusal Malformed(string field) => new()
    {
        Code = ErrorCodes.AmountMalformed,
        Field = field,
        Detail = $"{field} is an amount in the asset's base unit, digits only.",
    };

    private static Task WriteUnknownAsync(HttpContext context) => Problems.WriteAsync(
        context,
        ErrorCodes.NotFound,
        null,
        "There is no such subscription with a performance fee. GET /v1/performance-fees lists yours.");

    private IPerformanceFeeGrain Fee(SubscriptionId id) => grains.GetGrain<IPerformanceFeeGrain>(id.Value);
}
