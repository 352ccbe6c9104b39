using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.Horizon;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Devnet.Faults;
using OrleansTrading.Devnet.Shared;

namespace OrleansTrading.Devnet.Stellar.Api;

/// <summary>Horizon's resources over the local network; also the port for clients in the same process.</summary>
internal sealed class HorizonApi : IRestTransport
{
    private const string InProcessUrl = "http://stellar.devnet";

    private static readonly IReadOnlyDictionary<string, string> NoFields = new Dictionary<string, string>();

    private readonly StellarDevnet _network;
    private readonly HistoryResources _history;
    private readonly SubmissionResources _submissions;
    private readonly FaultGate _gate;

    internal HorizonApi(StellarDevnet network, FaultGate gate)
    {
        _network = network;
        _gate = gate;
        _history = new HistoryResources(network.Network.Passphrase);
        _submissions = new SubmissionResources(network);
    }

    /// <inheritdoc/>
    public Task<RestReply> GetAsync(string pathAndQuery, CancellationToken cancellationToken = default) =>
        SendAsync("GET", pathAndQuery, NoFields, cancellationToken);

    /// <inheritdoc/>
    public Task<RestReply> PostFormAsync(
        string path, IReadOnlyDictionary<string, string> form, CancellationToken cancellationToken = default) =>
        SendAsync("POST", path, form, cancellationToken);

    internal StellarDevnet Network => _network;

    /// <summary>Reads what is asked for, without faults.</summary>
    internal HorizonReply Read(HorizonRequest request) =>
        _network.Read(view => Read(view, request, RequestFaults.None));

    /// <summary>Answers with the faults that the request meets.</summary>
    internal Task<Served<HorizonReply>> ServeAsync(HorizonRequest request, CancellationToken cancellationToken)
    {
        var (place, possible) = StellarFaults.Of(request);
        return _gate.ServeAsync(
            place, possible, met => HandleAsync(request, met, cancellationToken), cancellationToken);
    }

    private Task<HorizonReply> HandleAsync(
        HorizonRequest request, RequestFaults met, CancellationToken cancellationToken) =>
        (request.Method, request.Segments) switch
        {
            ("POST", ["transactions"]) => _submissions.SubmitAsync(request, met, cancellationToken),
            ("POST", ["transactions_async"]) => Task.FromResult(_submissions.SubmitAtOnce(request, met)),
            ("POST", ["devnet", "mint"]) => _submissions.MintAsync(request, cancellationToken),
            ("GET" or "POST", ["friendbot"]) => _submissions.FundAsync(request, cancellationToken),
            ("GET", _) => Task.FromResult(_network.Read(met, view => Read(view, request, met))),
            _ => Task.FromResult(HorizonProblems.NotFound()),
        };

    private HorizonReply Read(LedgerView view, HorizonRequest request, RequestFaults met) => request.Segments switch
    {
        [] => new HorizonReply(200, HorizonJson.Root(request.BaseUrl, PassphraseFor(met), view)),
        ["fee_stats"] => new HorizonReply(200, HorizonJson.FeeStats(view, Math.Max(met.SizeOf(FaultKind.FeeSpike), 1))),
        ["accounts", var id] => ReadAccount(view, request, id),
        ["accounts", var id, "data", var key] => view.State.Find(id)?.Data.TryGetValue(key, out var value) == true
            ? new HorizonReply(200, new JsonObject { ["value"] = Convert.ToBase64String(value) }, view.LatestLedger)
            : HorizonProblems.NotFound(),
        ["claimable_balances", ..] => ClaimableJson.Read(view, request),
        ["paths", ..] => PathJson.Read(request),
        _ => _history.Read(view, request),
    };

    private string PassphraseFor(RequestFaults met) => met.Has(FaultKind.WrongNetwork)
        ? "Another Local Network"
        : _network.Network.Passphrase;

    private static HorizonReply ReadAccount(LedgerView view, HorizonRequest request, string id)
    {
        if (!StellarAddresses.Check(id).IsValid)
        {
            return HorizonProblems.BadRequest("account_id", "Account ID must start with `G` and contain 56 alphanum");
        }

        return view.State.Find(id) is { } account
            ? new HorizonReply(200, HorizonJson.Account(request.BaseUrl, account), view.LatestLedger)
            : HorizonProblems.NotFound();
    }

    private async Task<RestReply> SendAsync(
        string method,
        string pathAndQuery,
        IReadOnlyDictionary<string, string> form,
        CancellationToken cancellationToken)
    {
        var parts = pathAndQuery.Split('?', 2);
        var segments = parts[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        var query = parts.Length == 1 ? NoFields : ParseQuery(parts[1]);
        var (delivery, answered) = await ServeAsync(
            new HorizonRequest(method, segments, query, form, InProcessUrl), cancellationToken);

        // A transport repeats reads that were refused for their rate, and hands on what a form was answered.
        if (delivery == Delivery.Silent || (delivery == Delivery.RateLimited && method == "GET"))
        {
            throw RpcFace.Unavailable(StellarConstants.Name, $"{method} {parts[0]}", delivery);
        }

        var reply = delivery == Delivery.RateLimited ? HorizonProblems.RateLimited() : answered!;
        var answer = new RestReply(reply.Status, Encoding.UTF8.GetBytes(reply.Body.ToJsonString()));
        return reply.LatestLedger is { } ledger
            ? answer with
            {
                Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
                {
                    [HorizonClient.LatestLedgerHeader] = ledger.ToString(CultureInfo.InvariantCulture),
                },
            }
            : answer;
    }

    private static Dictionary<string, string> ParseQuery(string query)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = field.Split('=', 2);
            fields[Uri.UnescapeDataString(pair[0])] = pair.Length == 2 ? Uri.UnescapeDataString(pair[1]) : string.Empty;
        }

        return fields;
    }
}
