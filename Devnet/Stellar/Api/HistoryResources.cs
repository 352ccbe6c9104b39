using System.Globalization;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Devnet.Stellar.Ledger;

namespace OrleansTrading.Devnet.Stellar.Api;

/// <summary>Closed ledgers, transactions, operations and payments.</summary>
internal sealed class HistoryResources(string passphrase)
{
    internal HorizonReply Read(LedgerView view, HorizonRequest request) => request.Segments switch
    {
        ["ledgers"] => ReadLedgers(view, request),
        ["ledgers", var sequence] => ReadLedger(view, request, sequence),
        ["transactions"] => ReadTransactions(view, request, view.History.Transactions),
        ["transactions", var hash] => view.History.Find(hash) is { } transaction
            ? new HorizonReply(200, TransactionJson.Transaction(request.BaseUrl, transaction, hash))
            : HorizonProblems.NotFound(),
        ["transactions", var hash, "operations" or "payments"] => view.History.Find(hash) is { } transaction
            ? ReadOperations(view, request, [.. LedgerHistory.OperationsOf(transaction)], includeFailed: true)
            : HorizonProblems.NotFound(),
        ["operations" or "payments"] => ReadOperations(view, request, view.History.Operations),
        ["operations", var id, "effects"] => ReadEffects(view, request, id),
        ["accounts", var id, "transactions" or "operations" or "payments"] => ReadOfAccount(view, request, id),
        _ => HorizonProblems.NotFound(),
    };

    private static HorizonReply ReadOfAccount(LedgerView view, HorizonRequest request, string id)
    {
        if (!StellarAddresses.Check(id).IsValid)
        {
            return HorizonProblems.BadRequest("account_id", "Account ID must start with `G` and contain 56 alphanum");
        }

        var history = view.History.OfAccount(id);
        if (history.Transactions.Count == 0 && view.State.Find(id) is null)
        {
            return HorizonProblems.NotFound();
        }

        return request.Segments[2] == "transactions"
            ? ReadTransactions(view, request, history.Transactions)
            : ReadOperations(view, request, history.Operations);
    }

    private static HorizonReply ReadTransactions(
        LedgerView view, HorizonRequest request, List<ClosedTransaction> transactions)
    {
        if (HorizonPage.Read(request.Query, NowOf(view), out var problem) is not { } page)
        {
            return problem!;
        }

        if (IsBeforeHistory(view, page))
        {
            return HorizonProblems.BeforeHistory();
        }

        var includeFailed = IncludesFailed(request);
        var records = page.Take(transactions, transaction => includeFailed || transaction.Result.IsSuccess)
            .Select(transaction =>
                (transaction.Position, TransactionJson.Transaction(request.BaseUrl, transaction)))
            .ToList();
        return new HorizonReply(200, page.Write(request, records));
    }

    private static HorizonReply ReadOperations(
        LedgerView view, HorizonRequest request, List<ClosedOperation> operations, bool includeFailed = false)
    {
        if (HorizonPage.Read(request.Query, NowOf(view), out var problem) is not { } page)
        {
            return problem!;
        }

        if (IsBeforeHistory(view, page))
        {
            return HorizonProblems.BeforeHistory();
        }

        includeFailed |= IncludesFailed(request);
        var onlyPayments = request.Segments[^1] == "payments";
        var withTransaction = request.Query.GetValueOrDefault("join") == "transactions";
        var records = page.Take(
            operations,
            operation => (includeFailed || operation.Transaction.Result.IsSuccess)
                && (!onlyPayments || operation.IsPayment))
            .Select(operation =>
                (operation.Position, TransactionJson.Operation(request.BaseUrl, operation, withTransaction)))
            .ToList();
        return new HorizonReply(200, page.Write(request, records));
    }

    private static HorizonReply ReadEffects(LedgerView view, HorizonRequest request, string id)
    {
        var operation = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? view.History.Operations.Find(candidate => candidate.Position == position)
            : null;
        if (operation is null)
        {
            return HorizonProblems.NotFound();
        }

        var effects = TransactionJson.Effects(operation).Select(effect => (JsonNode)effect).ToArray();
        return new HorizonReply(200, new JsonObject
        {
            ["_embedded"] = new JsonObject { ["records"] = new JsonArray(effects) },
        });
    }

    private HorizonReply ReadLedger(LedgerView view, HorizonRequest request, string text)
    {
        if (!uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            || sequence < LedgerRules.GenesisLedger
            || sequence > view.LatestLedger)
        {
            return HorizonProblems.NotFound();
        }

        return sequence < view.ElderLedger
            ? HorizonProblems.BeforeHistory()
            : new HorizonReply(200, HorizonJson.Ledger(request.BaseUrl, view, passphrase, sequence));
    }

    private HorizonReply ReadLedgers(LedgerView view, HorizonRequest request)
    {
        if (HorizonPage.Read(request.Query, NowOf(view), out var problem) is not { } page)
        {
            return problem!;
        }

        var cursor = page.Cursor is { } position ? position >> LedgerRules.LedgerShift : (long?)null;
        var first = page.Descending
            ? Math.Min(cursor is { } before ? before - 1 : view.LatestLedger, view.LatestLedger)
            : Math.Max(cursor is { } after ? after + 1 : view.ElderLedger, view.ElderLedger);
        var records = new List<(long, JsonObject)>();
        for (var sequence = first;
            records.Count < page.Limit && sequence >= view.ElderLedger && sequence <= view.LatestLedger;
            sequence += page.Descending ? -1 : 1)
        {
            records.Add((
                sequence << LedgerRules.LedgerShift,
                HorizonJson.Ledger(request.BaseUrl, view, passphrase, (uint)sequence)));
        }

        return new HorizonReply(200, page.Write(request, records));
    }

    /// <summary>
    /// As Horizon has it: who reads backwards is told where history begins, who reads forwards begins there.
    /// </summary>
    private static bool IsBeforeHistory(LedgerView view, HorizonPage page) =>
        page.Descending && page.Cursor < (long)view.ElderLedger << LedgerRules.LedgerShift;

    private static bool IncludesFailed(HorizonRequest request) =>
        request.Query.GetValueOrDefault("include_failed") == "true";

    /// <summary>A place after everything that has closed.</summary>
    private static long NowOf(LedgerView view) => ((long)view.LatestLedger + 1) << LedgerRules.LedgerShift;
}
