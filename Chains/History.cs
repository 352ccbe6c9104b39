namespace OrleansTrading.Chains;

/// <summary>Which way a movement went, seen from the account that was asked about.</summary>
public enum MovementDirection
{
    /// <summary>Into the account.</summary>
    Incoming,

    /// <summary>Out of the account, or merely signed and paid for by it.</summary>
    Outgoing,
}

/// <summary>One final movement of an asset into or out of an account.</summary>
/// <param name="TransactionId">The chain's id of the transaction.</param>
/// <param name="Index">
/// The movement's place in the transaction (instruction or operation index; inner instructions follow their outer one).
/// With the id it names the movement for ever. An outgoing entry stands for its whole transaction and has index 0.
/// </param>
/// <param name="Direction">Into or out of the account.</param>
/// <param name="From">Who paid: the wallet that owns the source, canonical.</param>
/// <param name="To">Who was paid: the wallet that owns the destination, canonical.</param>
/// <param name="Amount">What arrived; null for an outgoing entry that moved nothing we can name.</param>
/// <param name="Memo">
/// What names the payment, as text: the transaction's memo, or on Solana, where a payment request's reference is part
/// of the transfer, the memo that the reference stands for. Null when there is neither.
/// </param>
/// <param name="BlockTime">The block's or ledger's time.</param>
/// <param name="Height">Slot or ledger number.</param>
/// <param name="Succeeded">False for a transaction that was included but failed (outgoing entries only).</param>
public sealed record Movement(
    string TransactionId,
    int Index,
    MovementDirection Direction,
    string From,
    string To,
    ChainAmount? Amount,
    string? Memo,
    DateTimeOffset BlockTime,
    ulong Height,
    bool Succeeded);

/// <summary>A page of an account's final history, oldest first.</summary>
/// <param name="Movements">The movements after the cursor that was given.</param>
/// <param name="Cursor">Where to go on; opaque, to be persisted only after the movements were recorded.</param>
/// <param name="HasMore">True when another page can be read at once.</param>
public sealed record HistoryPage(IReadOnlyList<Movement> Movements, string Cursor, bool HasMore);
