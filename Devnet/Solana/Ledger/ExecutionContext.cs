using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Devnet.Solana.Ledger;

/// <summary>What depends on the slot that a transaction runs in.</summary>
/// <param name="NextNonce">What nonce accounts that are advanced in it hold afterwards.</param>
/// <param name="Epoch">Its epoch, which decides the fees of Token-2022.</param>
internal sealed record SlotFacts(SolanaKey NextNonce, ulong Epoch);

/// <summary>What programs see while a transaction runs: working copies of its accounts, and who signed.</summary>
internal sealed class ExecutionContext(SolanaMessage message, SlotFacts slot, Func<SolanaKey, LedgerAccount> load)
{
    private readonly Dictionary<SolanaKey, LedgerAccount> _working = [];

    /// <summary>The slot that the transaction runs in.</summary>
    internal SlotFacts Slot => slot;

    /// <summary>The program of the instruction before the present one; null for the first.</summary>
    internal SolanaKey? PreviousProgram { get; set; }

    /// <summary>What the programs log, in the node's form.</summary>
    internal List<string> Logs { get; } = [];

    internal LedgerAccount Get(SolanaKey key) => _working.TryGetValue(key, out var account) ? account : load(key);

    /// <exception cref="InstructionFailureException">The message did not say that it writes the account.</exception>
    internal void Set(SolanaKey key, LedgerAccount account)
    {
        var index = IndexOf(key);
        if (index < 0 || !message.IsWritable(index))
        {
            throw new InstructionFailureException(
                "ReadonlyDataModified", "instruction modified data of a read-only account");
        }

        _working[key] = account;
    }

    /// <exception cref="InstructionFailureException">The key did not sign.</exception>
    internal void RequireSigner(SolanaKey key)
    {
        var index = IndexOf(key);
        if (index < 0 || !message.IsSigner(index))
        {
            throw InstructionFailureException.MissingSignature();
        }
    }

    internal void AddLamports(SolanaKey key, ulong lamports)
    {
        var account = Get(key);
        Set(key, account with { Lamports = checked(account.Lamports + lamports) });
    }

    private int IndexOf(SolanaKey key)
    {
        for (var index = 0; index < message.Keys.Count; index++)
        {
            if (message.Keys[index] == key)
            {
                return index;
            }
        }

        return -1;
    }
}
