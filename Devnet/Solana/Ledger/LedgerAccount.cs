using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Devnet.Solana.Ledger;

/// <summary>An account's state. Data arrays are never changed in place.</summary>
internal sealed record LedgerAccount(ulong Lamports, SolanaKey Owner, byte[] Data, bool IsExecutable = false)
{
    /// <summary>What an address is before anything is sent to it.</summary>
    internal static readonly LedgerAccount Empty = new(0, SolanaPrograms.System, []);

    /// <summary>True for an account that owns nothing and is nothing: it does not exist.</summary>
    internal bool IsGone => Lamports == 0;
}

/// <summary>Solana's rent rule: an account exists only if it holds two years' rent of its size.</summary>
internal static class Rent
{
    private const ulong HeaderBytes = 128;
    private const ulong LamportsPerByteYear = 3_480;
    private const ulong ExemptYears = 2;

    internal static ulong MinimumOf(int dataBytes) =>
        (HeaderBytes + (ulong)dataBytes) * LamportsPerByteYear * ExemptYears;
}

/// <summary>
/// Every account with its recent past, so that it can be read at the processed, the confirmed and the finalized slot.
/// </summary>
internal sealed class AccountStore
{
    /// <summary>Versions older than this many slots are dropped, but for the newest of them.</summary>
    private const ulong PastSlots = 150;

    private readonly Dictionary<SolanaKey, List<(ulong Slot, LedgerAccount Account)>> _versions = [];

    /// <summary>The account as of the end of a slot.</summary>
    internal LedgerAccount Get(SolanaKey key, ulong slot)
    {
        if (_versions.TryGetValue(key, out var versions))
        {
            for (var index = versions.Count - 1; index >= 0; index--)
            {
                if (versions[index].Slot <= slot)
                {
                    return versions[index].Account;
                }
            }
        }

        return LedgerAccount.Empty;
    }

    internal void Set(SolanaKey key, ulong slot, LedgerAccount account)
    {
        if (!_versions.TryGetValue(key, out var versions))
        {
            _versions.Add(key, versions = []);
        }

        if (versions.Count > 0 && versions[^1].Slot == slot)
        {
            versions.RemoveAt(versions.Count - 1);
        }

        versions.Add((slot, account));
        var firstNeeded = versions.FindLastIndex(version => version.Slot + PastSlots < slot);
        if (firstNeeded > 0)
        {
            versions.RemoveRange(0, firstNeeded);
        }
    }

    /// <summary>All addresses, in the order of their text.</summary>
    internal IEnumerable<SolanaKey> Keys => _versions.Keys.OrderBy(key => key.ToString(), StringComparer.Ordinal);
}
