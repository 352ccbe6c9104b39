using System.Text.Json.Nodes;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Devnet.Stellar.Api;

/// <summary>Horizon's refusals (RFC 7807 problems), in its own words.</summary>
internal static class HorizonProblems
{
    private const string Prefix = "https://stellar.org/horizon-errors/";

    internal static HorizonReply NotFound() => Of(
        404,
        "not_found",
        "Resource Missing",
        "The resource at the url requested was not found.  This usually occurs for one of two reasons:  The url "
        + "requested is not valid, or no data in our database could be found with the parameters provided.");

    internal static HorizonReply BadRequest(string field, string reason) => Of(
        400,
        "bad_request",
        "Bad Request",
        "The request you sent was invalid in some way.",
        new JsonObject { ["invalid_field"] = field, ["reason"] = reason });

    internal static HorizonReply RateLimited() => Of(
        429,
        "rate_limit_exceeded",
        "Rate Limit Exceeded",
        "The rate limit for the requesting IP address is over its alloted limit.  The allowed limit and requests left "
        + "per time period are communicated to clients via the http response headers 'X-RateLimit-*' headers.");

    internal static HorizonReply BeforeHistory() => Of(
        410,
        "before_history",
        "Data Requested Is Before Recorded History",
        "This horizon instance is configured to only track a portion of the stellar network's latest history. This "
        + "request is asking for results prior to the recorded history known to this horizon instance.");

    internal static HorizonReply Malformed(string envelope) => Of(
        400,
        "transaction_malformed",
        "Transaction Malformed",
        "Horizon could not decode the transaction envelope in this request. A transaction should be an XDR "
        + "TransactionEnvelope struct encoded using base64.  The envelope read from this request is echoed in the "
        + "`extras.envelope_xdr` field of this response for your convenience.",
        new JsonObject { ["envelope_xdr"] = envelope });

    internal static HorizonReply SubmissionTimeout(string hash, string envelope) => Of(
        504,
        "transaction_submission_timeout",
        "Transaction Submission Timeout",
        "Your transaction submission request has timed out. This does not necessarily mean the submission has failed. "
        + "Before resubmitting, please use the transaction hash provided in `extras.hash` to poll the GET "
        + "/transactions endpoint for sometime and check if it was included in a ledger.",
        new JsonObject { ["hash"] = hash, ["envelope_xdr"] = envelope });

    internal static HorizonReply TransactionFailed(string envelope, TransactionResult result)
    {
        var codes = new JsonObject { ["transaction"] = result.CodeName };
        if (result.Inner is { } inner)
        {
            codes["inner_transaction"] = inner.Result.CodeName;
        }

        var operations = (result.Inner?.Result ?? result).Operations;
        if (operations.Count > 0)
        {
            codes["operations"] = new JsonArray(
                [.. operations.Select(operation => JsonValue.Create(operation.CodeName))]);
        }

        return Of(
            400,
            "transaction_failed",
            "Transaction Failed",
            "The transaction failed when submitted to the stellar network. The `extras.result_codes` field on this "
            + "response contains further details.  Descriptions of each code can be found at: "
            + "https://developers.stellar.org/api/errors/http-status-codes/horizon-specific/transaction-failed/",
            new JsonObject
            {
                ["envelope_xdr"] = envelope,
                ["result_codes"] = codes,
                ["result_xdr"] = Convert.ToBase64String(TransactionResultCodec.Encode(result)),
            });
    }

    private static HorizonReply Of(int status, string type, string title, string detail, JsonObject? extras = null)
    {
        var body = new JsonObject
        {
            ["type"] = Prefix + type,
            ["title"] = title,
            ["status"] = status,
            ["detail"] = detail,
        };
        if (extras is not null)
        {
            body["extras"] = extras;
        }

        return new HorizonReply(status, body);
    }
}
