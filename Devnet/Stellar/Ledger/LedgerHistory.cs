namespace OrleansTrading.Devnet.Stellar.Ledger;

/// <summary>Everything that ledgers included, oldest first. Kept whole: a local network is not run for years.</summary>
internal sealed class LedgerHistory
{
    private readonly Dictionary<string, ClosedTransaction> _byHash = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AccountHistory> _byAccount = new(StringComparer.Ordinal);
    private readonly Dictionary<uint, List<ClosedTransaction>> _byLedger = [];

    internal List<ClosedTransaction> Transactions { get; } = [];

    internal List<ClosedOperation> Operations { get; } = [];

    internal ClosedTransaction? Find(string hash) => _byHash.GetValueOrDefault(hash);

    internal IReadOnlyList<ClosedTransaction> InLedger(uint ledger) => _byLedger.GetValueOrDefault(ledger) ?? [];

    internal AccountHistory OfAccount(string id) => _byAccount.GetValueOrDefault(id) ?? new AccountHistory();

    internal static IReadOnlyList<ClosedOperation> OperationsOf(ClosedTransaction transaction) =>
        [.. Enumerable.Range(0, transaction.Transaction.Operations.Count)
            .Select(index => new ClosedOperation(transaction, index))];

    /// <summary>A copy with only some ledgers.</summary>
    internal LedgerHistory Between(uint first, uint last)
    {
        var part = new LedgerHistory();
        foreach (var transaction in Transactions.Where(one => one.Ledger >= first && one.Ledger <= last))
        {
            part.Add(transaction);
        }

        return part;
    }

    internal void Add(ClosedTransaction transaction)
    {
        Transactions.Add(transaction);
        _byHash.Add(transaction.Hash, transaction);
        if (transaction.InnerHash is { } inner)
        {
            // A transaction takes effect once, but may have failed to in an earlier bump: the last one counts.
            _byHash[inner] = transaction;
        }

        if (!_byLedger.TryGetValue(transaction.Ledger, out var ledger))
        {
            _byLedger.Add(transaction.Ledger, ledger = []);
        }

        ledger.Add(transaction);
        var participants = new SortedSet<string>(StringComparer.Ordinal)
        {
            transaction.Envelope.Source(), transaction.Envelope.FeeSource().AccountId,
        };
        foreach (var operation in OperationsOf(transaction))
        {
            Operations.Add(operation);
            SortedSet<string> named = new(StringComparer.Ordinal) { operation.Source.AccountId };
            named.UnionWith(operation.Counterparts);

            foreach (var account in named)
            {
                Ensure(account).Operations.Add(operation);
            }

            participants.UnionWith(named);
        }

        foreach (var account in participants)
        {
            Ensure(account).Transactions.Add(transaction);
        }
    }

    private AccountHistory Ensure(string id)
    {
        if (!_byAccount.TryGetValue(id, out var history))
        {
            _byAccount.Add(id, history = new AccountHistory());
        }

        return history;
    }
}

/// <summary>What one account took part in, oldest first.</summary>
internal sealed class AccountHistory
{
    internal List<ClosedTransaction> Transactions { get; } = [];

    internal List<ClosedOperation> Operations { get; } = [];
}
