using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Client.Api.Diagnostics;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Client.Api.Users;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Auth;

/// <summary><c>/v1/auth</c>: proving an address, which signs in or, with a session, links the address.</summary>
internal sealed class AuthEndpoints(
    IGrainFactory grains,
    IEntropy entropy,
    RecentSessions recent,
    IOptions<ApiOptions> options,
    ILogger<AuthEndpoints> logger)
{
    private const string Tag = "Sign-in";

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapApi(ChallengeAsync, new ApiRoute
        {
            Method = HttpMethods.Post,
            Pattern = "/v1/auth/challenges",
            Name = "createChallenge",
            Tag = Tag,
            Summary = "A message to sign, proving an address",
            Description = "Without a token the answer signs in; with one it links the address to the signed-in user.",
            Access = Access.UserOrAnybody,
            Rate = RateClass.Auth,
            Request = typeof(ChallengeRequest),
            Replies = [new(StatusCodes.Status201Created, "The message to sign.", typeof(ChallengeBody))],
            Errors = [ErrorCodes.ChainUnknown, ErrorCodes.AddressMalformed, ErrorCodes.AddressWrongNetwork],
        });
        routes.MapApi(VerifyAsync, new ApiRoute
        {
            Method = HttpMethods.Post,
            Pattern = "/v1/auth/verifications",
            Name = "verifyChallenge",
            Tag = Tag,
            Summary = "Answers a challenge with its signature",
            Description = "Creates the user at first sight. With a token it links the address and gives no new token.",
            Access = Access.UserOrAnybody,
            Rate = RateClass.Auth,
            Request = typeof(VerificationRequest),
            Replies = [new(StatusCodes.Status200OK, "The token and the user.", typeof(VerificationBody))],
            Errors =
            [
                ErrorCodes.ChallengeUnknown, ErrorCodes.ChallengeExpired, ErrorCodes.ChallengeUsed,
                ErrorCodes.ChallengeOfOtherUser, ErrorCodes.SignatureMalformed, ErrorCodes.SignatureWrong,
                ErrorCodes.SignedMessageWrong, ErrorCodes.AddressTaken,
            ],
        });
        routes.MapApi(SignOutAsync, new ApiRoute
        {
            Method = HttpMethods.Post,
            Pattern = "/v1/auth/sign-out",
            Name = "signOut",
            Tag = Tag,
            Summary = "Ends the session of the token at once",
            Access = Access.User,
            Rate = RateClass.Writes,
            Replies = [new(StatusCodes.Status204NoContent, "The token is no longer accepted.")],
        });
    }

    private async Task ChallengeAsync(HttpContext context)
    {
        if (HasWrongCredentials(context, out var linkTo))
        {
            await RefuseCredentialsAsync(context);
            return;
        }

        var body = await JsonRequest.ReadAsync(context, ApiJsonContext.Default.ChallengeRequest);
        if ((body.Refusal ?? Check(body.Value!)) is { } malformed)
        {
            await Problems.WriteAsync(context, malformed);
            return;
        }

        var request = body.Value!;
        var challenge = grains.GetGrain<IChallengeGrain>(RandomIds.NewChallengeId(entropy));
        var issued = await challenge.IssueAsync(
            new IssueChallenge { Chain = request.Chain, Address = request.Address, LinkTo = linkTo });
        if (issued.Value is not { } view)
        {
            await Problems.WriteAsync(context, issued.Refusal!);
            return;
        }

        var reply = new ChallengeBody
        {
            ChallengeId = view.Id,
            Chain = view.Chain,
            Address = view.Address,
            Message = view.Message,
            ExpiresAt = view.ExpiresAt,
            Transaction = view.Transaction,
        };
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status201Created, reply, ApiJsonContext.Default.ChallengeBody);
    }

    private async Task VerifyAsync(HttpContext context)
    {
        if (HasWrongCredentials(context, out var linkTo))
        {
            await RefuseCredentialsAsync(context);
            return;
        }

        var body = await JsonRequest.ReadAsync(context, ApiJsonContext.Default.VerificationRequest);
        if ((body.Refusal ?? Check(body.Value!)) is { } malformed)
        {
            await Problems.WriteAsync(context, malformed);
            return;
        }

        var request = body.Value!;
        var redeemed = await grains.GetGrain<IChallengeGrain>(request.ChallengeId).RedeemAsync(new RedeemChallenge
        {
            Signature = request.Signature ?? string.Empty,
            SignedTransaction = request.SignedTransaction,
            SignedMessage = request.SignedMessage,
            PublicKey = request.PublicKey,
            LinkTo = linkTo,
        });
        if (redeemed.Value is not { } user)
        {
            await Problems.WriteAsync(context, redeemed.Refusal!);
            return;
        }

        var reply = linkTo is null ? await OpenSessionAsync(user) : Linked(user);
        await JsonReply.WriteAsync(
            context.Response, StatusCodes.Status200OK, reply, ApiJsonContext.Default.VerificationBody);
    }

    private async Task SignOutAsync(HttpContext context)
    {
        var caller = Caller.Of(context)!;
        await grains.GetGrain<ISessionGrain>(caller.SessionId!).CloseAsync();
        logger.SignedOut(caller.User!.Value);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task<VerificationBody> OpenSessionAsync(UserView user)
    {
        var (text, token) = BearerToken.NewSession(entropy);
        var expiresAt = await grains.GetGrain<ISessionGrain>(token.Id).OpenAsync(new OpenSession
        {
            User = user.Id,
            SecretHash = token.Hash,
            Lifetime = options.Value.SessionLifetime,
        });
        recent.Add(token.Id);
        logger.SignedIn(user.Id);
        return new VerificationBody
        {
            Token = text,
            TokenType = BearerHandler.SchemeName,
            ExpiresAt = expiresAt,
            User = UserBody.Of(user),
        };
    }

    private VerificationBody Linked(UserView user)
    {
        logger.AddressLinked(user.Id);
        return new VerificationBody { User = UserBody.Of(user) };
    }

    /// <summary>
    /// Credentials that do not hold are refused also where none are needed: who means to link an address must not end
    /// up signed in as somebody new.
    /// </summary>
    private static bool HasWrongCredentials(HttpContext context, out UserId? user)
    {
        var caller = Caller.Of(context);
        user = caller?.User;
        return caller is not null && user is null;
    }

    private static Task RefuseCredentialsAsync(HttpContext context) => Caller.Of(context)!.Operator is null
        ? AccessProblems.WriteUnauthenticatedAsync(context)
        : AccessProblems.WriteForbiddenAsync(context);

    private static Refusal? Check(ChallengeRequest request) =>
        TextRules.Check("chain", request.Chain) ?? TextRules.Check("address", request.Address);

    private static Refusal? Check(VerificationRequest request)
    {
        if (!RandomIds.IsChallengeId(request.ChallengeId))
        {
            return new Refusal
            {
                Code = ErrorCodes.ChallengeUnknown,
                Field = "challengeId",
                Detail = "There is no such challenge. Ask for a new one: POST /v1/auth/challenges.",
            };
        }

        if (request.Signature is null == request.SignedTransaction is null)
        {
            return new Refusal
            {
                Code = ErrorCodes.RequestMalformed,
                Field = "signature",
                Detail = "Give exactly one of signature and signedTransaction.",
            };
        }

        return TextRules.Check("signature", request.Signature)
            ?? TextRules.Check("signedTransaction", request.SignedTransaction, ApiConstants.SignedMessageLengthMax)
            ?? TextRules.Check("publicKey", request.PublicKey)
            ?? TextRules.Check("signedMessage", request.SignedMessage, ApiConstants.SignedMessageLengthMax);
    }
}
