using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OrleansTrading.Chains.Stellar.Horizon;
using OrleansTrading.Devnet.Faults;

namespace OrleansTrading.Devnet.Stellar.Api;

/// <summary>Puts Horizon's resources behind HTTP.</summary>
internal static class HorizonHttp
{
    internal static void Map(WebApplication application, HorizonApi api) =>
        application.Map("{**path}", context => AnswerAsync(context, api));

    private static async Task AnswerAsync(HttpContext context, HorizonApi api)
    {
        var request = context.Request;
        IReadOnlyDictionary<string, string> form = request.HasFormContentType
            ? (await request.ReadFormAsync(context.RequestAborted))
                .ToDictionary(field => field.Key, field => field.Value.ToString())
            : new Dictionary<string, string>();
        var asked = new HorizonRequest(
            request.Method,
            (request.Path.Value ?? string.Empty).Split('/', StringSplitOptions.RemoveEmptyEntries),
            request.Query.ToDictionary(field => field.Key, field => field.Value.ToString()),
            form,
            $"{request.Scheme}://{request.Host}");
        var (delivery, answered) = await api.ServeAsync(asked, context.RequestAborted);
        if (delivery == Delivery.Silent)
        {
            context.Abort();
            return;
        }

        var response = context.Response;
        if (delivery == Delivery.RateLimited)
        {
            answered = HorizonProblems.RateLimited();
            response.Headers.RetryAfter = FaultGate.RetryAfterSeconds;
        }

        var reply = answered!;
        if (reply.Status == StatusCodes.Status200OK && HorizonStream.IsAsked(request))
        {
            await HorizonStream.SendAsync(context, api.Network, asked, api.Read);
            return;
        }

        response.StatusCode = reply.Status;
        response.ContentType = reply.ContentType;

        // Wallets in browsers talk to Horizon directly.
        response.Headers.AccessControlAllowOrigin = "*";
        if (reply.LatestLedger is { } ledger)
        {
            response.Headers[HorizonClient.LatestLedgerHeader] = ledger.ToString(CultureInfo.InvariantCulture);
        }

        await response.Body.WriteAsync(
            Encoding.UTF8.GetBytes(reply.Body.ToJsonString()), context.RequestAborted);
    }
}
