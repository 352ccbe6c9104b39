using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Users;

/// <summary><c>/v1/user</c>: the signed-in customer.</summary>
internal sealed class UserEndpoints(IGrainFactory grains)
{
    internal void Map(IEndpointRouteBuilder routes) => routes.MapApi(GetAsync, new ApiRoute
    {
        Method = HttpMethods.Get,
        Pattern = "/v1/user",
        Name = "getUser",
        Tag = "Users",
        Summary = "The signed-in user and the proven addresses",
        Access = Access.User,
        Rate = RateClass.Reads,
        Replies = [new(StatusCodes.Status200OK, "The user.", typeof(UserBody))],
    });

    private async Task GetAsync(HttpContext context)
    {
        var user = Caller.UserOf(context);
        var view = await grains.GetGrain<IUserGrain>(user.Value).GetAsync()
            ?? throw new InvalidOperationException($"{user} has a session but does not exist.");
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status200OK, UserBody.Of(view), ApiJsonContext.Default.UserBody);
    }
}
