using System.Text.Json.Nodes;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.Keys;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Devnet.Stellar.Ledger;

namespace OrleansTrading.Devnet.Stellar.Api;

/// <summary>Claimable balances as Horizon writes them (<c>/claimable_balances</c>).</summary>
internal static class ClaimableJson
{
    internal static HorizonReply Read(LedgerView view, HorizonRequest request) => request.Segments switch
    {
        [_, var id] => view.State.Claimables.GetValueOrDefault(IdOf(id)) is { } found
            ? new HorizonReply(200, Balance(request.BaseUrl, found), view.LatestLedger)
            : HorizonProblems.NotFound(),
        [_] => ReadAll(view, request),
        _ => HorizonProblems.NotFound(),
    };

    internal static JsonArray Claimants(IReadOnlyList<Claimant> claimants) => new([.. claimants.Select(
        claimant => (JsonNode)new JsonObject
        {
            ["destination"] = claimant.Destination, ["predicate"] = Predicate(claimant.Predicate),
        })]);

    private static HorizonReply ReadAll(LedgerView view, HorizonRequest request)
    {
        var claimant = request.Query.GetValueOrDefault("claimant");
        var sponsor = request.Query.GetValueOrDefault("sponsor");
        var asset = request.Query.GetValueOrDefault("asset");
        if (HorizonPage.Read(request.Query, long.MaxValue, out var problem) is not { } page)
        {
            return problem!;
        }

        var records = view.State.Claimables.Values
            .Where(balance => claimant is null || balance.Claimants.Any(one => one.Destination == claimant))
            .Where(balance => sponsor is null || balance.Sponsor == sponsor)
            .Where(balance => asset is null || balance.Asset.ToString() == asset)
            .Take(page.Limit)
            .Select(balance => (JsonNode)Balance(request.BaseUrl, balance));
        return new HorizonReply(
            200,
            new JsonObject { ["_embedded"] = new JsonObject { ["records"] = new JsonArray([.. records]) } },
            view.LatestLedger);
    }

    private static JsonObject Balance(string baseUrl, DevnetClaimable balance) => new()
    {
        ["_links"] = new JsonObject
        {
            ["self"] = HorizonJson.Link($"{baseUrl}/claimable_balances/{balance.Id}"),
        },
        ["id"] = balance.Id,
        ["asset"] = balance.Asset.ToString(),
        ["amount"] = StellarAmount.Format(balance.Amount),
        ["sponsor"] = balance.Sponsor,
        ["last_modified_ledger"] = balance.Ledger,
        ["claimants"] = Claimants(balance.Claimants),
        ["flags"] = new JsonObject { ["clawback_enabled"] = false },
        ["paging_token"] = $"{balance.Ledger}-{balance.Id}",
    };

    /// <summary>Newer clients name a balance by its strkey B….</summary>
    private static string IdOf(string text) =>
        Strkey.TryDecode(text, StrkeyKind.ClaimableBalance, out var payload)
            ? "000000" + Convert.ToHexStringLower(payload)
            : text;

    private static JsonObject Predicate(ClaimPredicate predicate) => predicate switch
    {
        ClaimPredicate.Unconditional => new JsonObject { ["unconditional"] = true },
        ClaimPredicate.And and => new JsonObject
        {
            ["and"] = new JsonArray(Predicate(and.Left), Predicate(and.Right)),
        },
        ClaimPredicate.Or or => new JsonObject { ["or"] = new JsonArray(Predicate(or.Left), Predicate(or.Right)) },
        ClaimPredicate.Not not => new JsonObject { ["not"] = Predicate(not.Inner) },
        ClaimPredicate.BeforeTime before => new JsonObject
        {
            ["abs_before_epoch"] = HorizonJson.Text(before.UnixSeconds),
        },
        ClaimPredicate.Within within => new JsonObject { ["rel_before"] = HorizonJson.Text(within.Seconds) },
        _ => throw new InvalidOperationException($"{predicate.GetType().Name} has no JSON here."),
    };
}
