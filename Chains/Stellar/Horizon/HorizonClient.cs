using System.Globalization;
using System.Text.Json;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Stellar.Horizon;

/// <summary>
/// The few questions this code asks a Horizon server. An answer that cannot be read throws
/// <see cref="ChainUnavailableException"/>, as no answer does.
/// </summary>
internal sealed class HorizonClient(IRestTransport transport)
{
    /// <summary>
    /// The ledger at whose close a state answer held; Horizon reads it in the same database snapshot.
    /// </summary>
    internal const string LatestLedgerHeader = "Latest-Ledger";

    private const int NotFound = 404;
    private const int ProblemLengthMax = 200;

    /// <summary>
    /// For one sequence of questions that only prove something together: one server answers them all.
    /// </summary>
    internal HorizonClient Pin() => new(transport.Pin());

    internal Task<HorizonRoot> GetRootAsync(CancellationToken cancellationToken) =>
        GetAsync(string.Empty, (json, _) => HorizonReader.ReadRoot(json), cancellationToken);

    internal async Task<HorizonLedger> GetLatestLedgerAsync(CancellationToken cancellationToken)
    {
        var records = await GetAsync(
            "ledgers?order=desc&limit=1",
            (json, _) => json.Records().EnumerateArray().Select(HorizonReader.ReadLedger).ToArray(),
            cancellationToken);
        return records.Length == 1
            ? records[0]
            : throw Unavailable("GET ledgers", $"it gave {records.Length} ledgers instead of one");
    }

    /// <summary>Null when this server does not have the ledger (yet).</summary>
    internal Task<HorizonLedger?> FindLedgerAsync(uint sequence, CancellationToken cancellationToken) =>
        FindAsync(
            "ledgers/" + sequence.ToString(CultureInfo.InvariantCulture),
            (json, _) => HorizonReader.ReadLedger(json),
            cancellationToken);

    /// <summary>What an operation cost at one percentile of the last ledgers, in stroops.</summary>
    internal async Task<long> GetFeeAsync(int percentile, CancellationToken cancellationToken)
    {
        var fee = await GetAsync(
            "fee_stats", (json, _) => new Number(HorizonReader.ReadFee(json, percentile)), cancellationToken);
        return fee.Value;
    }

    /// <summary>Null when the account does not exist.</summary>
    internal Task<HorizonAccount?> FindAccountAsync(string accountId, CancellationToken cancellationToken) =>
        FindAsync("accounts/" + accountId, ReadAccount, cancellationToken);

    /// <summary>Null when the account does not exist.</summary>
    internal Task<HorizonSigners?> FindSignersAsync(string accountId, CancellationToken cancellationToken) =>
        FindAsync("accounts/" + accountId, (json, _) => HorizonReader.ReadSigners(json), cancellationToken);

    /// <summary>Null when this server does not know the transaction.</summary>
    internal Task<HorizonTransaction?> FindTransactionAsync(string hash, CancellationToken cancellationToken) =>
        FindAsync("transactions/" + hash, (json, _) => HorizonReader.ReadTransaction(json), cancellationToken);

    /// <summary>A page of the transactions an account took part in, failed ones included.</summary>
    /// <param name="accountId">The account.</param>
    /// <param name="cursor">A paging token; null for the beginning (or, newest first, the end).</param>
    /// <param name="newestFirst">The order.</param>
    /// <param name="limit">At most 200.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    internal async Task<IReadOnlyList<HorizonTransaction>> GetAccountTransactionsAsync(
        string accountId, string? cursor, bool newestFirst, int limit, CancellationToken cancellationToken)
    {
        var path = $"accounts/{accountId}/transactions?include_failed=true&order={(newestFirst ? "desc" : "asc")}"
            + $"&limit={limit.ToString(CultureInfo.InvariantCulture)}"
            + (cursor is null ? string.Empty : "&cursor=" + Uri.EscapeDataString(cursor));

        // An account that never took part in anything is not found at all.
        return await FindAsync(
            path,
            (json, _) => json.Records().EnumerateArray().Select(HorizonReader.ReadTransaction).ToArray(),
            cancellationToken) ?? [];
    }

    /// <summary>What a transaction moved, in the order of its operations.</summary>
    internal async Task<IReadOnlyList<StellarMovement>> GetMovementsAsync(
        string hash, CancellationToken cancellationToken) =>
        await GetAsync(
            $"transactions/{hash}/operations?limit=200",
            (json, _) => json.Records().EnumerateArray().SelectMany(MovementReader.ReadOperation).ToArray(),
            cancellationToken);

    /// <summary>What an operation credited to an account in lumens.</summary>
    internal async Task<long> GetCreditAsync(
        string operationId, string account, CancellationToken cancellationToken)
    {
        var credit = await GetAsync(
            $"operations/{operationId}/effects?limit=200",
            (json, _) => new Number(MovementReader.ReadCredit(json, account)),
            cancellationToken);
        return credit.Value;
    }

    /// <summary>Ways to turn at most some of an asset into exactly so much of another.</summary>
    internal Task<IReadOnlyList<HorizonPath>> FindPathsToAsync(
        StellarAsset from, StellarAsset to, long amount, CancellationToken cancellationToken) =>
        FindPathsAsync(
            $"paths/strict-receive?source_assets={Uri.EscapeDataString(from.ToString())}&{Describe(to, "destination")}"
            + $"&destination_amount={StellarAmount.Format(amount)}",
            cancellationToken);

    /// <summary>Ways to turn exactly so much of an asset into another.</summary>
    internal Task<IReadOnlyList<HorizonPath>> FindPathsFromAsync(
        StellarAsset from, long amount, StellarAsset to, CancellationToken cancellationToken) =>
        FindPathsAsync(
            $"paths/strict-send?{Describe(from, "source")}&source_amount={StellarAmount.Format(amount)}"
            + $"&destination_assets={Uri.EscapeDataString(to.ToString())}",
            cancellationToken);

    internal Task<RestReply> SubmitAsync(byte[] envelope, CancellationToken cancellationToken) =>
        transport.PostFormAsync(
            "transactions_async",
            new Dictionary<string, string> { ["tx"] = Convert.ToBase64String(envelope) },
            cancellationToken);

    internal static ChainUnavailableException Unavailable(string what, string cause, Exception? inner = null) =>
        new(StellarConstants.Name, $"{StellarConstants.Name}: {what} got no usable answer: {cause}.", inner);

    private static HorizonAccount ReadAccount(JsonElement json, RestReply reply)
    {
        uint? asOfLedger = reply.Headers.TryGetValue(LatestLedgerHeader, out var header)
            && uint.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var ledger)
            ? ledger
            : null;
        return HorizonReader.ReadAccount(json, asOfLedger);
    }

    private async Task<IReadOnlyList<HorizonPath>> FindPathsAsync(string path, CancellationToken cancellationToken) =>
        await GetAsync(
            path,
            (json, _) => json.Records().EnumerateArray().Select(HorizonReader.ReadPath).ToArray(),
            cancellationToken);

    private static string Describe(StellarAsset asset, string role) => asset.IsNative
        ? $"{role}_asset_type=native"
        : $"{role}_asset_type=credit_alphanum{(asset.Code.Length <= StellarAsset.ShortCodeLengthMax ? 4 : 12)}"
            + $"&{role}_asset_code={asset.Code}&{role}_asset_issuer={asset.Issuer}";

    private async Task<T> GetAsync<T>(
        string path, Func<JsonElement, RestReply, T> read, CancellationToken cancellationToken)
        where T : class =>
        await FindAsync(path, read, cancellationToken)
            ?? throw Unavailable($"GET {WithoutQuery(path)}", "it is not found");

    private async Task<T?> FindAsync<T>(
        string path, Func<JsonElement, RestReply, T> read, CancellationToken cancellationToken)
        where T : class
    {
        var reply = await transport.GetAsync(path, cancellationToken);
        try
        {
            if (reply.IsSuccess)
            {
                return read(reply.ReadJson(), reply);
            }

            // A proxy's own 404 page must not pass for Horizon's word that something does not exist.
            var problem = reply.ReadJson();
            if (reply.Status == NotFound
                && problem.RequiredText("type").EndsWith("/not_found", StringComparison.Ordinal))
            {
                return null;
            }

            throw Unavailable($"GET {WithoutQuery(path)}", $"HTTP {reply.Status}, {Describe(problem)}");
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            throw Unavailable(
                $"GET {WithoutQuery(path)}", $"HTTP {reply.Status}, unreadable ({exception.Message})", exception);
        }
    }

    private static string Describe(JsonElement problem)
    {
        var title = problem.OptionalText("title") ?? "without a title";
        return title.Length > ProblemLengthMax ? title[..ProblemLengthMax] : title;
    }

    private static string WithoutQuery(string path) => "/" + path.Split('?', 2)[0];

    private sealed record Number(long Value);
}
