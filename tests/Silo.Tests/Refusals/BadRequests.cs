using System.Text.Json.Nodes;
using OrleansTrading.Silo.Tests.Customers;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests.Refusals;

/// <summary>The table of bad input.</summary>
internal static class BadRequests
{
    private const string NobodysSolana = "9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin";
    private const string NobodysStellar = "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ";
    private const string UnknownQuote = "/v1/quotes/q_aaaaaaaaaaaaaaaaaaaaaaaaaa";

    /// <summary>Well formed, and nobody's.</summary>
    private static readonly string StrangeToken = $"ots_{new string('a', 26)}_{new string('a', 52)}";

    internal static IReadOnlyList<BadRequest> All { get; } =
        [.. Assets, .. Amounts, .. Addresses, .. Bodies, .. Access, .. Pages, .. Challenges, .. Hooks];

    private static IEnumerable<BadRequest> Assets =>
    [
        BadRequest.Quote("unknown asset to pay", "asset_unknown", "pay.asset",
            (body, _) => body["pay"]!["asset"] = "solana/DOGE"),
        BadRequest.Quote("unknown asset to receive", "asset_unknown", "receive.asset",
            (body, _) => body["receive"]!["asset"] = "stellar:pubnet/slip44:148"),
        BadRequest.Quote("same asset", "asset_same", "receive.asset",
            (body, _) => body["pay"]!["asset"] = "stellar/XLM"),
        BadRequest.Quote("memo too long", "memo_too_long", "receive.memo",
            (body, _) => body["receive"]!["memo"] = BadRequest.Long(29)),
    ];

    private static IEnumerable<BadRequest> Amounts =>
    [
        BadRequest.Amount("zero", "amount_zero", "0"),
        BadRequest.Amount("zero with decimals", "amount_zero", "0.000000"),
        BadRequest.Amount("negative amount", "amount_negative", "-1"),
        BadRequest.Amount("too many decimals", "amount_too_precise", "1.1234567"),
        BadRequest.Amount("overflowing amount", "amount_overflow", "999999999999999999999999999999999999999"),
        BadRequest.Amount("amount of 128 bits in units", "amount_overflow", "340282366920938463463374607431769"),
        BadRequest.Amount("amount longer than any", "amount_malformed", BadRequest.Long(65)),
        BadRequest.Amount("amount with a comma", "amount_malformed", "1,5"),
        BadRequest.Amount("amount with an exponent", "amount_malformed", "1e3"),
        BadRequest.Amount("amount with a blank", "amount_malformed", " 1"),
        BadRequest.Amount("amount with a plus", "amount_malformed", "+1"),
        BadRequest.Amount("amount in hex", "amount_malformed", "0x10"),
        BadRequest.Amount("amount in other digits", "amount_malformed", "١٢"),
        BadRequest.Amount("amount that is no number", "amount_malformed", "NaN"),
        BadRequest.Amount("empty amount", "amount_malformed", ""),
        BadRequest.Amount("amount below the minimum", "amount_below_minimum", "0.999999"),
        BadRequest.Amount("amount above the maximum", "amount_above_maximum", "10000.000001"),
        BadRequest.Quote("both amounts", "amount_ambiguous", "pay.amount",
            (body, _) => body["receive"]!["amount"] = "10"),
        BadRequest.Quote("neither amount", "amount_ambiguous", "pay.amount",
            (body, _) => body["pay"]!.AsObject().Remove("amount")),
        BadRequest.Quote("amount as a number", "request_malformed", "pay.amount",
            (body, _) => body["pay"]!["amount"] = 10),
    ];

    private static IEnumerable<BadRequest> Addresses =>
    [
        Receiver("malformed address", "address_malformed", _ => "not an address"),
        Receiver("address with a wrong checksum", "address_malformed",
            shared => shared.Alice.Stellar.Address[..^1] + (shared.Alice.Stellar.Address[^1] == 'A' ? 'B' : 'A')),
        Receiver("Solana address for Stellar", "address_wrong_network", shared => shared.Alice.Solana.Address),
        Receiver("unproven address", "address_not_proven", _ => NobodysStellar),
        Receiver("address that somebody else has proven", "address_not_proven", shared => shared.Bob.Stellar.Address),
        BadRequest.Quote("Stellar address for a refund on Solana", "address_wrong_network", "refundAddress",
            (body, shared) => body["refundAddress"] = shared.Alice.Stellar.Address),
        BadRequest.Quote("unproven refund address", "address_not_proven", "refundAddress",
            (body, _) => body["refundAddress"] = NobodysSolana),
    ];

    private static IEnumerable<BadRequest> Bodies =>
    [
        BadRequest.Text("malformed JSON", 400, "request_malformed", null, "{\"pay\":"),
        BadRequest.Text("no body", 400, "request_malformed", null, string.Empty),
        BadRequest.Text("array for a body", 400, "request_malformed", null, "[]"),
        BadRequest.Text("null for a body", 400, "request_malformed", null, "null"),
        BadRequest.Text("deep nesting", 400, "request_malformed", null, new string('[', 5_000)),
        BadRequest.Text("member named twice", 400, "request_malformed", null, """{"pay":{},"pay":{}}"""),
        BadRequest.Text("another media type", 415, "media_type_unsupported", "Content-Type", "{}", "text/plain"),
        BadRequest.Text("body too large", 413, "request_too_large", null, $"{{\"pay\":\"{BadRequest.Long(70_000)}\"}}"),
        BadRequest.Quote("unknown member", "request_malformed", "pay.amuont",
            (body, _) => body["pay"]!["amuont"] = "10"),
        BadRequest.Quote("missing member", "request_malformed", "receive.address",
            (body, _) => body["receive"]!.AsObject().Remove("address")),
        BadRequest.Quote("text longer than any", "request_malformed", "receive.address",
            (body, _) => body["receive"]!["address"] = BadRequest.Long(513)),
        BadRequest.Key("idempotency key with a blank", "a b"),
        BadRequest.Key("idempotency key that is too long", BadRequest.Long(256)),
        BadRequest.Key("empty idempotency key", string.Empty),
    ];

    private static IEnumerable<BadRequest> Access =>
    [
        BadRequest.Read("no token", 401, "unauthenticated", null, "/v1/quotes", _ => null),
        BadRequest.Read("token that is none", 401, "unauthenticated", null, "/v1/quotes", _ => "secret"),
        BadRequest.Read("nobody's token", 401, "unauthenticated", null, "/v1/quotes", _ => StrangeToken),
        BadRequest.Read("token with another secret", 401, "unauthenticated", null, "/v1/quotes",
            shared => shared.Alice.Token[..^1] + (shared.Alice.Token[^1] == 'a' ? 'b' : 'a')),
        BadRequest.Read("operator as a customer", 403, "forbidden", null, "/v1/quotes", shared => shared.OperatorKey),
        BadRequest.Read("customer as an operator", 403, "forbidden", null, "/v1/operator/treasury",
            shared => shared.Alice.Token),
        BadRequest.Read("operator's key with another secret", 401, "unauthenticated", null, "/v1/operator/treasury",
            shared => shared.OperatorKey + "0"),
        BadRequest.Read("unknown quote", 404, "quote_unknown", null, UnknownQuote, shared => shared.Alice.Token),
        BadRequest.Read("id that is none", 404, "quote_unknown", null, "/v1/quotes/..%2F..%2Fuser",
            shared => shared.Alice.Token),
        BadRequest.Foreign("foreign quote", "GET", string.Empty),
        BadRequest.Foreign("foreign timeline", "GET", "/timeline"),
        BadRequest.Foreign("foreign history", "GET", "/history"),
        BadRequest.Foreign("foreign commit", "POST", "/commit"),
        BadRequest.Read("unknown route", 404, "not_found", null, "/v1/money", shared => shared.Alice.Token),
        new("unknown method", 405, "method_not_allowed", null, shared =>
            RawApi.Request("DELETE", $"/v1/quotes/{shared.BobsQuote}", null, shared.Alice.Token)),
    ];

    private static IEnumerable<BadRequest> Pages =>
    [
        Page("cursor that is none", "cursor_malformed", "cursor", "cursor=xyz"),
        Page("cursor of another shape", "cursor_malformed", "cursor", "cursor=AQAAAAAAAAAAcV8"),
        Page("empty cursor", "cursor_malformed", "cursor", "cursor="),
        Page("two cursors", "cursor_malformed", "cursor", "cursor=a&cursor=b"),
        Page("limit of zero", "page_size_out_of_range", "limit", "limit=0"),
        Page("limit above the most", "page_size_out_of_range", "limit", "limit=101"),
        Page("negative limit", "page_size_out_of_range", "limit", "limit=-1"),
        Page("limit that is no number", "page_size_out_of_range", "limit", "limit=ten"),
        History("cursor of a list for the history", "cursor_malformed", "cursor", "cursor=AQAAAAAAAAAAcV8"),
        History("page of the history above the most", "page_size_out_of_range", "limit", "limit=101"),
        History("history of an owner and a subject", "request_malformed", "subject", "owner=platform&subject=x"),
        History("history of an empty owner", "request_malformed", "owner", "owner="),
        History("history of two subjects", "request_malformed", "subject", "subject=x&subject=y"),
    ];

    private static IEnumerable<BadRequest> Challenges =>
    [
        BadRequest.Challenge("unknown chain", "chain_unknown", "chain", "dogecoin", _ => NobodysSolana),
        BadRequest.Challenge("malformed address to prove", "address_malformed", "address", "solana", _ => "0x1234"),
        BadRequest.Challenge("Stellar address to prove on Solana", "address_wrong_network", "address", "solana",
            _ => NobodysStellar),
        BadRequest.Challenge("Solana address to prove on Stellar", "address_wrong_network", "address", "stellar",
            _ => NobodysSolana),
        new("unknown challenge", 404, "challenge_unknown", "challengeId", _ => RawApi.Request(
            "POST",
            "/v1/auth/verifications",
            new JsonObject { ["challengeId"] = "c_aaaaaaaaaaaaaaaaaaaaaaaaaa", ["signature"] = BadRequest.Long(88) },
            null)),
    ];

    private static IEnumerable<BadRequest> Hooks =>
    [
        BadRequest.Hook("webhook signed with another secret", hook => hook with { Secret = SignedHook.NewSecret() }),
        BadRequest.Hook("webhook signed for another body", hook => hook,
            "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4="),
        BadRequest.Hook("webhook with a signature that is none", hook => hook, "v1,secret"),
        BadRequest.Hook("expired webhook", hook => hook with { At = BadRequest.In(-6) }),
        BadRequest.Hook("webhook from the future", hook => hook with { At = BadRequest.In(6) }),
        new("webhook without headers", 401, "hook_unauthenticated", null,
            _ => RawApi.Request("POST", "/v1/hooks/solana", new JsonObject(), null)),
        new("webhook for a chain without a secret", 404, "not_found", null,
            shared => new SignedHook { Secret = shared.HookSecret }.ToRequest("stellar")),
    ];

    private static BadRequest Receiver(string name, string code, Func<SharedStage, string> address) =>
        BadRequest.Quote(name, code, "receive.address",
            (body, shared) => body["receive"]!["address"] = address(shared));

    private static BadRequest Page(string name, string code, string field, string query) =>
        BadRequest.Read(name, 400, code, field, $"/v1/quotes?{query}", shared => shared.Alice.Token);

    private static BadRequest History(string name, string code, string field, string query) =>
        BadRequest.Read(name, 400, code, field, $"/v1/operator/history?{query}", shared => shared.OperatorKey);
}
