using System.Collections.Immutable;

namespace OrleansTrading.Devnet.Stellar.Ledger;

/// <summary>All accounts after the last closed ledger.</summary>
internal sealed class LedgerState
{
    private ImmutableSortedDictionary<string, DevnetAccount> _accounts =
        ImmutableSortedDictionary.Create<string, DevnetAccount>(StringComparer.Ordinal);

    /// <summary>Fees collected so far; with all balances it makes up the constant total.</summary>
    internal long FeePool { get; set; }

    internal IEnumerable<DevnetAccount> Accounts => _accounts.Values;

    /// <summary>What waits to be claimed, by id.</summary>
    internal ImmutableSortedDictionary<string, DevnetClaimable> Claimables { get; set; } =
        ImmutableSortedDictionary.Create<string, DevnetClaimable>(StringComparer.Ordinal);

    internal DevnetAccount? Find(string id) => _accounts.GetValueOrDefault(id);

    internal void Put(DevnetAccount account) => _accounts = _accounts.SetItem(account.Id, account);

    internal void Remove(string id) => _accounts = _accounts.Remove(id);

    /// <summary>The state as it is now, whatever becomes of it: a changed account is another object.</summary>
    internal LedgerState Snapshot() => new() { _accounts = _accounts, Claimables = Claimables, FeePool = FeePool };
}

/// <summary>Changes to the accounts that take effect together or not at all.</summary>
internal sealed class LedgerChange(LedgerState state, uint ledger, DateTimeOffset closesAt)
{
    private readonly SortedDictionary<string, DevnetAccount?> _changed = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, DevnetClaimable?> _claimables = new(StringComparer.Ordinal);

    internal uint Ledger { get; } = ledger;

    /// <summary>Unix seconds of the ledger's close.</summary>
    internal long ClosesAt { get; } = closesAt.ToUnixTimeSeconds();

    internal DevnetClaimable? FindClaimable(string id) =>
        _claimables.TryGetValue(id, out var changed) ? changed : state.Claimables.GetValueOrDefault(id);

    internal void Put(DevnetClaimable claimable) => _claimables[claimable.Id] = claimable;

    internal void RemoveClaimable(string id) => _claimables[id] = null;

    /// <summary>The account as changed so far, to be changed further.</summary>
    internal DevnetAccount? Find(string id)
    {
        if (_changed.TryGetValue(id, out var changed))
        {
            return changed;
        }

        if (state.Find(id)?.Clone() is not { } copy)
        {
            return null;
        }

        copy.ModifiedLedger = Ledger;
        _changed.Add(id, copy);
        return copy;
    }

    internal void Add(DevnetAccount account)
    {
        account.ModifiedLedger = Ledger;
        _changed[account.Id] = account;
    }

    internal void Remove(string id) => _changed[id] = null;

    internal void Commit()
    {
        foreach (var (id, account) in _changed)
        {
            if (account is null)
            {
                state.Remove(id);
            }
            else
            {
                state.Put(account);
            }
        }

        foreach (var (id, claimable) in _claimables)
        {
            state.Claimables = claimable is null
                ? state.Claimables.Remove(id)
                : state.Claimables.SetItem(id, claimable);
        }
    }
}
