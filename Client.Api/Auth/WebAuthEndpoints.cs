using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Chains.Stellar.WebAuth;
using OrleansTrading.Client.Api.Diagnostics;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Auth;

/// <summary>
/// Stellar Web Authentication (SEP-10) as wallets expect it, and the <c>stellar.toml</c> (SEP-1) that leads them to it.
/// Its token is a JSON Web Token and a session of this API like any other: a sign-out ends it at once.
/// </summary>
internal sealed class WebAuthEndpoints(
    IGrainFactory grains,
    IEntropy entropy,
    RecentSessions recent,
    IOptions<ApiOptions> options,
    ILogger<WebAuthEndpoints> logger)
{
    internal const string Path = "/v1/auth/sep10";
    internal const string TomlPath = "/.well-known/stellar.toml";

    private const string Tag = "Sign-in";
    private const string AccountParameter = "account";
    private const string MemoParameter = "memo";
    private const string HomeDomainParameter = "home_domain";
    private const string TransactionField = "transaction";
    private const string FormType = "application/x-www-form-urlencoded";

    /// <summary>Any key will do: the description is the same for all.</summary>
    private const string DescriptionKey = "w_";

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi(ChallengeAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = Path,
            Name = "getWebAuthChallenge",
            Tag = Tag,
            Summary = "A challenge of Stellar Web Authentication (SEP-10)",
            Access = Access.Anybody,
            Rate = RateClass.Auth,
            Parameters =
            [
                new(ParameterPlace.Query, AccountParameter, "The account that signs in, G….", Required: true),
                new(ParameterPlace.Query, MemoParameter, "Refused: an account is one user here."),
                new(ParameterPlace.Query, HomeDomainParameter, "The domain to sign in to; ours where it is left out."),
            ],
            Replies = [new(StatusCodes.Status200OK, "The transaction to sign.", typeof(WebAuthChallengeBody))],
            Errors =
            [
                ErrorCodes.RequestMalformed, ErrorCodes.AddressMalformed, ErrorCodes.AddressWrongNetwork,
                ErrorCodes.NotFound,
            ],
        });
        routes.MapApi(TokenAsync, new ApiRoute
        {
            Method = HttpMethods.Post,
            Pattern = Path,
            Name = "getWebAuthToken",
            Tag = Tag,
            Summary = "Answers a challenge of Stellar Web Authentication with its signatures",
            Description = "Also as application/x-www-form-urlencoded. Creates the user at first sight.",
            Access = Access.Anybody,
            Rate = RateClass.Auth,
            Request = typeof(WebAuthAnswerBody),
            MoreRequestTypes = [FormType],
            Replies = [new(StatusCodes.Status200OK, "The token.", typeof(WebAuthTokenBody))],
            Errors = [ErrorCodes.ChallengeUsed, ErrorCodes.SignatureWrong, ErrorCodes.NotFound],
        });
        routes.MapApi(TomlAsync, new ApiRoute
        {
            Method = HttpMethods.Get,
            Pattern = TomlPath,
            Name = "getStellarToml",
            Tag = Tag,
            Summary = "Where Stellar wallets find Web Authentication (SEP-1)",
            Access = Access.Anybody,
            Rate = RateClass.None,
            Replies = [new(StatusCodes.Status200OK, "A TOML text.")],
            Errors = [ErrorCodes.NotFound],
        });
    }

    private async Task ChallengeAsync(HttpContext context)
    {
        AllowBrowsers(context);
        var query = context.Request.Query;
        if (query[AccountParameter] is not [{ Length: > 0 } account])
        {
            await RefuseAsync(context, AccountParameter, "Name one account: account=G….");
            return;
        }

        if (query[MemoParameter].Count > 0)
        {
            await RefuseAsync(
                context, MemoParameter, "Customers of a shared account cannot sign in here; leave it out.");
            return;
        }

        var server = await DescribeAsync();
        if (server.Value is { } view && query[HomeDomainParameter] is [var domain] && domain != view.HomeDomain)
        {
            await RefuseAsync(context, HomeDomainParameter, $"This server signs in to {view.HomeDomain}.");
            return;
        }

        if ((server.Refusal ?? TextRules.Check(AccountParameter, account)) is { } refusal)
        {
            await Problems.WriteAsync(context, refusal);
            return;
        }

        var nonce = new byte[StellarWebAuth.NonceBytes];
        entropy.Fill(nonce);
        var issued = await grains.GetGrain<IWebAuthGrain>(WebAuthId.Of(nonce)).IssueAsync(
            new IssueWebAuth { Account = account, Nonce = nonce });
        if (issued.Value is not { } challenge)
        {
            await Problems.WriteAsync(context, issued.Refusal!);
            return;
        }

        var body = new WebAuthChallengeBody
        {
            Transaction = challenge.Transaction, NetworkPassphrase = challenge.NetworkPassphrase,
        };
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status200OK, body, ApiJsonContext.Default.WebAuthChallengeBody);
    }

    private async Task TokenAsync(HttpContext context)
    {
        AllowBrowsers(context);
        var read = await ReadAsync(context);
        if (read.Value is not { } answer)
        {
            await Problems.WriteAsync(context, read.Refusal!);
            return;
        }

        if (StellarWebAuth.PeekNonce(answer.Transaction) is not { } nonce)
        {
            await Problems.WriteAsync(
                context,
                ErrorCodes.SignatureWrong,
                TransactionField,
                $"This is no challenge. Ask for one: GET {Path}.");
            return;
        }

        var redeemed = await grains.GetGrain<IWebAuthGrain>(WebAuthId.Of(nonce)).RedeemAsync(new RedeemWebAuth
        {
            Transaction = answer.Transaction,
            TokenId = RandomIds.NewId(entropy),
            Lifetime = options.Value.SessionLifetime,
        });
        if (redeemed.Value is not { } proven)
        {
            await Problems.WriteAsync(context, redeemed.Refusal!);
            return;
        }

        var token = BearerToken.OfJwt(proven.Token)
            ?? throw new InvalidOperationException("The token that was made is not one that is accepted.");
        await grains.GetGrain<ISessionGrain>(token.Id).OpenAsync(new OpenSession
        {
            User = proven.User.Id,
            SecretHash = token.Hash,
            Lifetime = options.Value.SessionLifetime,
        });
        recent.Add(token.Id);
        logger.SignedIn(proven.User.Id);
        await JsonReply.WriteAsync(
            context.Response,
            StatusCodes.Status200OK,
            new WebAuthTokenBody { Token = proven.Token },
            ApiJsonContext.Default.WebAuthTokenBody);
    }

    private async Task TomlAsync(HttpContext context)
    {
        AllowBrowsers(context);
        var described = await DescribeAsync();
        if (described.Value is not { } server)
        {
            await Problems.WriteAsync(context, described.Refusal!);
            return;
        }

        // None of the values can hold a quote or a line's end: they are checked when the server starts.
        var text = "VERSION=\"2.7.0\"\n"
            + $"NETWORK_PASSPHRASE=\"{server.NetworkPassphrase}\"\n"
            + $"SIGNING_KEY=\"{server.SigningKey}\"\n"
            + $"WEB_AUTH_ENDPOINT=\"https://{server.WebAuthDomain}{Path}\"\n";
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
    }

    private Task<Outcome<WebAuthServerView>> DescribeAsync() =>
        grains.GetGrain<IWebAuthGrain>(DescriptionKey).DescribeAsync();

    /// <summary>A wallet in a browser asks from its own page. Nothing here goes by cookies.</summary>
    private static void AllowBrowsers(HttpContext context) =>
        context.Response.Headers.AccessControlAllowOrigin = "*";

    private static async ValueTask<Outcome<WebAuthAnswerBody>> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        var isForm = request.ContentType?.Split(';')[0].Trim()
            .Equals(FormType, StringComparison.OrdinalIgnoreCase) == true;
        if (!isForm)
        {
            return await JsonRequest.ReadAsync(context, ApiJsonContext.Default.WebAuthAnswerBody);
        }

        try
        {
            // The server's limit on bodies holds for forms, too.
            var form = await request.ReadFormAsync(context.RequestAborted);
            if (form[TransactionField] is [{ Length: > 0 } transaction])
            {
                return Outcome.Of(new WebAuthAnswerBody { Transaction = transaction });
            }
        }
        catch (InvalidDataException)
        {
            // More fields than a form may have. It is refused below like any other that is not this one.
        }

        return Outcome.Refused<WebAuthAnswerBody>(
            ErrorCodes.RequestMalformed, TransactionField, "Send one field: transaction=<XDR in base64>.");
    }

    private static Task RefuseAsync(HttpContext context, string field, string detail) =>
        Problems.WriteAsync(context, ErrorCodes.RequestMalformed, field, detail);
}
