using System.Text.Json;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Stellar.Horizon;

/// <summary>
/// Reads Horizon's answers to a submission: those of <c>/transactions_async</c> (<c>tx_status</c>) and those of
/// <c>/transactions</c> (the transaction itself, or a problem with result codes).
/// </summary>
internal static class SubmitReplies
{
    private const int DetailLengthMax = 300;
    private const int ServerErrors = 500;
    private const int RequestTimeout = 408;
    private const int TooManyRequests = 429;

    internal static SubmitResult Read(RestReply reply)
    {
        JsonElement body;
        try
        {
            body = reply.ReadJson();
        }
        catch (JsonException)
        {
            return Unknown($"HTTP {reply.Status} without JSON");
        }

        try
        {
            return body.OptionalText("tx_status") is { } status
                ? ReadStatus(status, body)
                : ReadResource(reply, body);
        }
        catch (FormatException exception)
        {
            return Unknown($"HTTP {reply.Status}, unreadable: {exception.Message}");
        }
    }

    private static SubmitResult ReadStatus(string status, JsonElement body) => status switch
    {
        "PENDING" or "DUPLICATE" => new SubmitResult(SubmitReply.Accepted, status),
        "ERROR" => new SubmitResult(
            SubmitReply.Refused,
            TransactionResultCodec.TryDecode(body.OptionalText("error_result_xdr"), out var result)
                ? result.Describe()
                : status),
        "TRY_AGAIN_LATER" => new SubmitResult(SubmitReply.Refused, status),
        _ => Unknown($"tx_status {status}"),
    };

    private static SubmitResult ReadResource(RestReply reply, JsonElement body)
    {
        if (reply.IsSuccess)
        {
            return body.OptionalText("hash") is { } hash
                ? new SubmitResult(SubmitReply.Accepted, hash)
                : Unknown($"HTTP {reply.Status} without a hash");
        }

        var detail = Describe(body);

        // Neither a gateway's timeout nor an overloaded server tells whether the bytes went through.
        return reply.Status is >= ServerErrors or RequestTimeout or TooManyRequests
            ? Unknown($"HTTP {reply.Status}, {detail}")
            : new SubmitResult(SubmitReply.Refused, detail);
    }

    private static string Describe(JsonElement problem)
    {
        var title = problem.OptionalText("title") ?? "no title";
        if (problem.Field("extras")?.Field("result_codes") is not { } codes)
        {
            return Limit(title);
        }

        var transaction = codes.OptionalText("transaction") ?? title;
        return codes.Field("operations") is { ValueKind: JsonValueKind.Array } operations
            ? Limit($"{transaction}: {string.Join(", ", operations.EnumerateArray().Select(code => code.ToString()))}")
            : Limit(transaction);
    }

    private static SubmitResult Unknown(string detail) => new(SubmitReply.Unknown, Limit(detail));

    private static string Limit(string text) => text.Length > DetailLengthMax ? text[..DetailLengthMax] : text;
}
