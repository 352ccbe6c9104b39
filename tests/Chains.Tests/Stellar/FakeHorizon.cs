using System.Text;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Stellar.Horizon;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Tests.Stellar;

/// <summary>A server that answers as told; what nobody told it is not found, as Horizon says that.</summary>
internal sealed class FakeHorizon : IRestTransport
{
    private const string NotFoundProblem =
        """{"type":"https://stellar.org/horizon-errors/not_found","title":"Resource Missing","status":404}""";

    private readonly Dictionary<string, RestReply> _replies = new(StringComparer.Ordinal);

    public List<string> Asked { get; } = [];

    public Task<RestReply> GetAsync(string pathAndQuery, CancellationToken cancellationToken = default)
    {
        Asked.Add(pathAndQuery);
        return Task.FromResult(_replies.GetValueOrDefault(pathAndQuery) ?? Reply(404, NotFoundProblem));
    }

    public Task<RestReply> PostFormAsync(
        string path, IReadOnlyDictionary<string, string> form, CancellationToken cancellationToken = default) =>
        _replies.TryGetValue("POST " + path, out var reply)
            ? Task.FromResult(reply)
            : throw new ChainUnavailableException("stellar", "no answer");

    internal FakeHorizon On(string path, string json, int status = 200, uint? latestLedger = null)
    {
        _replies[path] = latestLedger is null ? Reply(status, json) : Reply(status, json) with
        {
            Headers = new Dictionary<string, string> { [HorizonClient.LatestLedgerHeader] = $"{latestLedger}" },
        };
        return this;
    }

    internal FakeHorizon OnRoot(
        DateTimeOffset closedAt, string passphrase = StellarFixtures.Testnet, uint latest = 1000, uint elder = 1) =>
        On(string.Empty, new JsonObject
        {
            ["network_passphrase"] = passphrase,
            ["history_elder_ledger"] = elder,
            ["history_latest_ledger"] = latest,
            ["history_latest_ledger_closed_at"] = Time(closedAt),
        }.ToJsonString());

    internal FakeHorizon OnLedger(uint sequence, DateTimeOffset closedAt) =>
        On($"ledgers/{sequence}", Ledger(sequence, closedAt).ToJsonString());

    internal FakeHorizon OnLatestLedger(uint sequence, DateTimeOffset closedAt) =>
        On("ledgers?order=desc&limit=1", Page(Ledger(sequence, closedAt)));

    internal FakeHorizon OnAccount(string id, ulong sequence, uint? latestLedger) => On(
        "accounts/" + id,
        new JsonObject
        {
            ["account_id"] = id,
            ["sequence"] = $"{sequence}",
            ["subentry_count"] = 0,
            ["balances"] = new JsonArray(new JsonObject { ["asset_type"] = "native", ["balance"] = "100.0000000" }),
        }.ToJsonString(),
        latestLedger: latestLedger);

    internal static string Page(params JsonNode?[] records) => new JsonObject
    {
        ["_embedded"] = new JsonObject { ["records"] = new JsonArray(records) },
    }.ToJsonString();

    internal static JsonObject Transaction(
        string hash, string source, ulong sequence, uint ledger, string? envelope = null) => new()
        {
            ["hash"] = hash,
            ["paging_token"] = $"{((long)ledger << 32) + 4096}",
            ["successful"] = true,
            ["ledger"] = ledger,
            ["created_at"] = "2026-09-01T12:00:00Z",
            ["source_account"] = source,
            ["fee_account"] = source,
            ["source_account_sequence"] = $"{sequence}",
            ["fee_charged"] = "100",
            ["memo_type"] = "none",
            ["envelope_xdr"] = envelope,
        };

    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(
        "yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static JsonObject Ledger(uint sequence, DateTimeOffset closedAt) => new()
    {
        ["sequence"] = sequence,
        ["hash"] = $"hash{sequence}",
        ["closed_at"] = Time(closedAt),
        ["base_fee_in_stroops"] = 100,
        ["base_reserve_in_stroops"] = 5_000_000,
    };

    private static RestReply Reply(int status, string json) => new(status, Encoding.UTF8.GetBytes(json));
}
