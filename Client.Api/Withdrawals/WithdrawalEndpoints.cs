using Microsoft.AspNetCore.Http;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.Json;
using OrleansTrading.Client.Api.Quotes;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Withdrawals;

/// <summary>
/// <c>/v1/wallets/{id}/deposits</c> and <c>/withdrawals</c>: how money comes into the signed-in customer's wallets from
/// chains, and leaves them. <c>WithdrawalEndpoints.Map.cs</c> lists them.
/// </summary>
internal sealed partial class WithdrawalEndpoints(
    IGrainFactory grains, WithdrawalMapper mapper, WithdrawalList list, IdempotencyKeys keys)
{
    private const string WalletParameter = "id";
    private const string IdParameter = "withdrawal";

    private async Task DepositAsync(HttpContext context)
    {
        if (await FindWalletAsync(context) is not { } wallet)
        {
            return;
        }

        var body = await JsonRequest.ReadAsync(context, ApiJsonContext.Default.DepositRequest);
        var refusal = body.Refusal
            ?? TextRules.Check("asset", body.Value!.Asset)
            ?? TextRules.Check("amount", body.Value.Amount);
        var told = refusal is not null
            ? Outcome.Refused<DepositInstructions>(refusal)
            : await grains.GetGrain<IDepositGrain>(DepositCode.Of(wallet).Value).OpenAsync(new OpenDeposit
            {
                Wallet = wallet, Asset = body.Value!.Asset, Amount = body.Value.Amount,
            });
        if (told.Value is not { } instructions)
        {
            await Problems.WriteAsync(context, told.Refusal!);
            return;
        }

        await JsonReply.WriteAsync(
            context.Response,
            StatusCodes.Status200OK,
            mapper.Map(instructions),
            ApiJsonContext.Default.DepositBody);
    }

    private async Task CreateAsync(HttpContext context)
    {
        if (await FindWalletAsync(context) is not { } wallet)
        {
            return;
        }

        var key = keys.Require(
            context.Request.Headers,
            "A withdrawal needs a key, 1 to 255 visible ASCII characters, so that a repeat pays nothing twice.");
        if (key.Value is null)
        {
            await Problems.WriteAsync(context, key.Refusal!);
            return;
        }

        var body = await JsonRequest.ReadAsync(context, ApiJsonContext.Default.WithdrawalRequest);
        if ((body.Refusal ?? Check(body.Value!)) is { } malformed)
        {
            await Problems.WriteAsync(context, malformed);
            return;
        }

        var id = WithdrawalId.Derive(wallet.User, key.Value);
        var made = await grains.GetGrain<IWithdrawalGrain>(id.Value).CreateAsync(new CreateWithdrawal
        {
            Wallet = wallet,
            Asset = body.Value!.Asset,
            Amount = body.Value.Amount,
            Address = body.Value.Address,
            Memo = body.Value.Memo,
        });
        if (made.Value is not null)
        {
            // A repeat gets the same answer as the first request, status included.
            context.Response.Headers.Location = $"/v1/wallets/{wallet.Value}/withdrawals/{id.Value}";
        }

        await AnswerAsync(context, made, StatusCodes.Status201Created);
    }

    private async Task ListAsync(HttpContext context)
    {
        if (await FindWalletAsync(context) is { } wallet)
        {
            await ListAsync(context, page => list.OfWalletAsync(wallet, page, context.RequestAborted));
        }
    }

    private Task ListParkedAsync(HttpContext context) =>
        ListAsync(context, page => list.ParkedAsync(page, context.RequestAborted));

    private static async Task ListAsync(HttpContext context, Func<PageRequest, Task<WithdrawalPageBody>> readAsync)
    {
        var request = Paging.Read(context.Request.Query, text => WithdrawalId.TryParse(text, out _));
        if (request.Value is not { } page)
        {
            await Problems.WriteAsync(context, request.Refusal!);
            return;
        }

        await JsonReply.WriteAsync(
            context.Response,
            StatusCodes.Status200OK,
            await readAsync(page),
            ApiJsonContext.Default.WithdrawalPageBody);
    }

    private async Task GetAsync(HttpContext context)
    {
        if (await FindAsync(context) is { } view)
        {
            await AnswerAsync(context, Outcome.Of(view), StatusCodes.Status200OK);
        }
    }

    private async Task CancelAsync(HttpContext context)
    {
        if (await FindAsync(context) is { } view)
        {
            var cancelled = await grains.GetGrain<IWithdrawalGrain>(view.Id.Value).CancelAsync();
            await AnswerAsync(context, cancelled, StatusCodes.Status200OK);
        }
    }

    private async Task AnswerAsync(HttpContext context, Outcome<WithdrawalView> outcome, int status)
    {
        if (outcome.Value is not { } view)
        {
            await Problems.WriteAsync(context, outcome.Refusal!);
            return;
        }

        await JsonReply.WriteAsync(
            context.Response, status, mapper.Map(view), ApiJsonContext.Default.WithdrawalBody);
    }

    private static Refusal? Check(WithdrawalRequest request) =>
        TextRules.Check("asset", request.Asset)
            ?? TextRules.Check("amount", request.Amount)
            ?? TextRules.Check("address", request.Address)
            ?? TextRules.Check("memo", request.Memo);

    /// <summary>Null when an answer was given instead: there is no such wallet, or it is another user's.</summary>
    private static async Task<WalletId?> FindWalletAsync(HttpContext context)
    {
        if (WalletId.TryParse(context.Request.RouteValues[WalletParameter] as string, out var wallet)
            && wallet.User == Caller.UserOf(context))
        {
            return wallet;
        }

        await Problems.WriteAsync(
            context, ErrorCodes.NotFound, null, "You have no such wallet. GET /v1/wallets lists yours.");
        return null;
    }

    /// <summary>The caller's withdrawal that the path names; null when the refusal has been answered.</summary>
    private async Task<WithdrawalView?> FindAsync(HttpContext context)
    {
        if (await FindWalletAsync(context) is not { } wallet)
        {
            return null;
        }

        if (WithdrawalId.TryParse(context.Request.RouteValues[IdParameter] as string, out var id)
            && await grains.GetGrain<IWithdrawalGrain>(id.Value).GetAsync() is { } view
            && view.Wallet == wallet)
        {
            return view;
        }

        await Problems.WriteAsync(
            context,
            ErrorCodes.WithdrawalUnknown,
            null,
            $"This wallet has no such withdrawal. GET /v1/wallets/{wallet.Value}/withdrawals lists them.");
        return null;
    }
}
