using OrleansTrading.Audit;
using OrleansTrading.Audit.History;
using OrleansTrading.Audit.Ledger;
using OrleansTrading.Audit.Money;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;
using OrleansTrading.Soak.Children;
using OrleansTrading.Soak.Customers;
using TransferStatus = OrleansTrading.Grains.TransferStatus;

namespace OrleansTrading.Soak.Checks;

/// <summary>
/// What is compared once the server has ended: its database, the networks, and what its customers were told.
/// </summary>
internal sealed class StoredChecks(SoakStage stage, SoakWorld world, Networks networks)
{
    /// <summary>
    /// What the customers of a run give cause for, and a server that is away when a payment arrives, or has to start so
    /// often within a quote's time that it never knows its own balances.
    /// </summary>
    private static readonly HashSet<string> Reasons = new(StringComparer.Ordinal)
    {
        PaymentReasons.Late,
        PaymentReasons.SeenLate,
        PaymentReasons.Underpaid,
        PaymentReasons.WrongAsset,
        PaymentReasons.SecondPayment,
        PaymentReasons.UnknownMemo,
        PaymentReasons.BelowRefundFee,
        PaymentReasons.TreasuryUnavailable,
    };

    /// <summary>Everything that is stored about money.</summary>
    internal StoredBooks Books { get; private set; } = null!;

    /// <summary>The history, oldest first.</summary>
    internal IReadOnlyList<HistoryRow> Rows { get; private set; } = [];

    /// <summary>What the networks tell.</summary>
    internal IReadOnlyList<ChainBook> Chains { get; private set; } = [];

    internal async Task RunAsync(IReadOnlyList<Customer> customers, CancellationToken cancellationToken)
    {
        foreach (string[] command in (string[][])[["db", "info"], ["ledger", "verify"], ["db", "backup", BackupFile]])
        {
            world.Findings.Same(0, await stage.RunAsync(command), $"exit code of {string.Join(' ', command)}");
        }

        await using var stored = await stage.OpenStoredAsync();
        var rows = await StoredPlatform.ReadAllAsync(stored.History, HistoryFilter.All);
        Rows = rows;
        Books = await StoredBooks.ReadAsync(stored, rows);
        Chains = await networks.ReadBooksAsync(
            world.Catalog, chain => CountOpened(chain, customers), cancellationToken);
        await HistoryAudit.CheckAsync(stored, rows, world.Findings);
        await LedgerAudit.CheckAsync(stored, networks.Treasuries, world.Findings);
        MoneyAudit.Check(Books, Chains, world.Catalog, Reasons, world.Findings);
        CheckPromises(customers);
    }

    private string BackupFile => Path.Combine(stage.Folder, "backup");

    /// <summary>
    /// How many token accounts the treasury had to open: those of newcomers to whom it has paid the token. Everybody
    /// else had theirs.
    /// </summary>
    private int CountOpened(string chain, IReadOnlyList<Customer> customers)
    {
        if (chain is not ("solana" or "near"))
        {
            return 0;
        }

        var token = world.Catalog.Find($"{chain}/USDC")!.Id;
        var newcomers = customers.Where(customer => customer.IsNewcomer).Select(customer => customer.AddressOn(chain))
            .ToHashSet(StringComparer.Ordinal);
        return Books.Transfers.Values.Select(state => state.Outcome).OfType<TransferView>()
            .Where(t => t.Status == TransferStatus.Landed && t.Request.Amount.Asset == token)
            .Select(t => t.Request.To).Where(newcomers.Contains).Distinct(StringComparer.Ordinal).Count();
    }

    /// <summary>What was acknowledged is stored, as it was told last; and nothing that nobody was told of is.</summary>
    private void CheckPromises(IReadOnlyList<Customer> customers)
    {
        var stored = Books.Quotes.Keys.ToHashSet(StringComparer.Ordinal);
        foreach (var promise in customers.SelectMany(customer => customer.Promises))
        {
            if (!world.Findings.Require(stored.Remove(promise.Id), $"{promise.Id} was acknowledged and is not stored"))
            {
                continue;
            }

            var quote = Books.Quotes[promise.Id];
            world.Findings.Same(quote.Status, promise.Status, $"{promise.Id}: told last");
            world.Findings.Same(
                quote.Pay.Amount.Units.ToString(null, null),
                promise.Told["pay"]!["units"]!.GetValue<string>(),
                $"{promise.Id}: told to pay");
            world.Findings.Same(
                quote.Receive.Amount.Units.ToString(null, null),
                promise.Told["receive"]!["units"]!.GetValue<string>(),
                $"{promise.Id}: told to receive");
            world.Tally.Count("ends", $"{promise.Plan.Behaviour} {quote.Status}");
        }

        foreach (var id in stored)
        {
            world.Findings.Add($"{id} is stored, and no customer was told of it");
        }
    }
}
