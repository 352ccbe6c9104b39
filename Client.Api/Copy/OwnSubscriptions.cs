using Microsoft.AspNetCore.Http;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Copy;

/// <summary>The caller's subscription that a path names, and what is needed to show it.</summary>
internal sealed class OwnSubscriptions(IGrainFactory grains)
{
    internal const string IdParameter = "id";

    internal static readonly ApiParameter Id =
        new(ParameterPlace.Path, IdParameter, "The subscription's id.", Required: true);

    /// <summary>The subscription; null when the refusal has been answered.</summary>
    internal async Task<SubscriptionView?> FindAsync(HttpContext context)
    {
        if (SubscriptionId.TryParse(context.Request.RouteValues[IdParameter] as string, out var id)
            && await grains.GetGrain<ISubscriptionGrain>(id.Value).GetAsync() is { } view
            && view.Terms.User == Caller.UserOf(context))
        {
            return view;
        }

        await Problems.WriteAsync(
            context,
            ErrorCodes.SubscriptionUnknown,
            null,
            "You have no such subscription. GET /v1/subscriptions lists yours.");
        return null;
    }

    /// <summary>The currency of an account; null while no terminal has told it.</summary>
    internal async Task<string?> CurrencyOfAsync(TradingAccountId account) =>
        (await grains.GetGrain<ITradingAccountGrain>(account.Value).GetAsync())?.Report?.Currency;
}
