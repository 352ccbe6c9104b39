using System.Text.Json.Serialization;
using OrleansTrading.Chains;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Treasury;

/// <summary>An amount set aside for a quote.</summary>
internal sealed class Reservation
{
    /// <summary>How much of what.</summary>
    public Amount Amount { get; set; }

    /// <summary>When it was set aside.</summary>
    public DateTimeOffset At { get; set; }
}

/// <summary>A transfer that is ordered and not final.</summary>
internal sealed class OpenTransfer
{
    /// <summary>What was ordered.</summary>
    public TransferRequest Request { get; set; } = null!;

    /// <summary>Queued or signed.</summary>
    public TransferStatus Status { get; set; }

    /// <summary>The last signature, persisted before it was submitted; null before the first.</summary>
    public SignedTransfer? Signed { get; set; }

    /// <summary>When the last signature was made; null before the first.</summary>
    public DateTimeOffset? SignedAt { get; set; }

    /// <summary>When the chain was last asked to raise the last signature's fee; null when it was not.</summary>
    public DateTimeOffset? FeeRaisedAt { get; set; }

    /// <summary>True once the audit has met the last signature's transaction in the account's history.</summary>
    public bool IsAudited { get; set; }

    /// <summary>What that transaction moved, as the history tells it; null before, and if it moved nothing.</summary>
    public Amount? Moved { get; set; }

    /// <summary>How many signatures were made; all but the last are provably dead.</summary>
    public int Attempts { get; set; }

    /// <summary>What happened, oldest first.</summary>
    public List<TimelineStep> Steps { get; set; } = [];
}

/// <summary>
/// A treasury account as it is stored. It stays small: what is final moves to the transfer's own grain.
/// </summary>
internal sealed class TreasuryState : IRecordedState, IBookedState
{
    /// <summary>True once the account is managed.</summary>
    public bool Started { get; set; }

    /// <summary>
    /// How far the account's own history was compared with what was signed here, from when it was first managed on.
    /// </summary>
    public string? AuditCursor { get; set; }

    /// <summary>
    /// Where the account's books begin: what it held there was booked as its opening balance; null in states that were
    /// stored before there was a ledger.
    /// </summary>
    public string? BeginCursor { get; set; }

    /// <summary>True once the opening balance is booked.</summary>
    public bool IsOpened { get; set; }

    /// <summary>
    /// True after an operator has matched unknown transactions, or the history has shown one whose transfer had ended
    /// unknown, until what they took beyond the amounts that are booked already (their fees) is booked too.
    /// </summary>
    public bool AcceptsDifference { get; set; }

    /// <summary>
    /// Transactions of transfers that ended unknown, whose effect is booked if the audit meets them after all.
    /// </summary>
    public List<string> Undecided { get; set; } = [];

    /// <summary>
    /// The highest sequence number signed with in the account's own lane; 0 before the first, and on chains without
    /// one.
    /// </summary>
    public ulong LastSequence { get; set; }

    /// <summary>The same for the account's other lanes, by their ids.</summary>
    public SortedDictionary<string, ulong> LaneSequences { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Why the account signs nothing; null when it does.</summary>
    public string? Halted { get; set; }

    /// <summary>The first transactions that were not signed here since the last resume, oldest first.</summary>
    public List<UnknownTransaction> Unknown { get; set; } = [];

    /// <summary>How many more there are.</summary>
    public long UnknownBeyond { get; set; }

    /// <summary>True once there was any: from then on each transfer is sought among them before it is signed.</summary>
    public bool HasMetUnknown { get; set; }

    /// <summary>
    /// The block time of the latest transaction that moved something and was not signed here, whoever has looked at it
    /// since; null: there was none.
    /// </summary>
    public DateTimeOffset? UnknownUntil { get; set; }

    /// <summary>Amounts set aside, by quote.</summary>
    public SortedDictionary<string, Reservation> Reservations { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Transfers that are not final, in the order they were ordered.</summary>
    public List<OpenTransfer> Open { get; set; } = [];

    /// <summary>Concluded transactions of ours that the audit has still to meet in the account's history.</summary>
    public List<string> AwaitingAudit { get; set; } = [];

    /// <summary>The height of the latest payment that the audit has met; 0 before the first.</summary>
    public ulong ArrivedHeight { get; set; }

    /// <summary>
    /// The height up to which the audit has met outgoing transactions; 0 before the first. What shares it may be told
    /// by the chain once more.
    /// </summary>
    public ulong MetHeight { get; set; }

    /// <summary>
    /// The outgoing transactions met at that height: as many as the account's lanes can have in one block.
    /// </summary>
    public List<string> MetLast { get; set; } = [];

    /// <inheritdoc/>
    [JsonIgnore]
    public HistoryDraft History { get; } = new();

    /// <inheritdoc/>
    public LedgerDraft Ledger { get; init; } = new();

    /// <summary>
    /// The highest sequence number signed with in a lane (null: the account's own); 0 before the first.
    /// </summary>
    internal ulong LastSequenceOf(string? lane) => lane is null ? LastSequence : LaneSequences.GetValueOrDefault(lane);

    /// <summary>Keeps until when there were transactions that were not signed here.</summary>
    internal void NoteUnknown(IEnumerable<UnknownTransaction> transactions)
    {
        foreach (var transaction in transactions.Where(transaction => transaction.Succeeded))
        {
            UnknownUntil = transaction.At > UnknownUntil ? transaction.At : UnknownUntil ?? transaction.At;
        }
    }

    /// <summary>A number was signed with.</summary>
    internal void NoteSequence(string? lane, ulong sequence)
    {
        if (lane is null)
        {
            LastSequence = ulong.Max(LastSequence, sequence);
        }
        else
        {
            LaneSequences[lane] = ulong.Max(LastSequenceOf(lane), sequence);
        }
    }

    /// <summary>Whether the audit has met a transaction before, as far as the chain may tell it again.</summary>
    internal bool HasMet(Movement movement) =>
        movement.Height == MetHeight && MetLast.Contains(movement.TransactionId);

    /// <summary>The audit has met a transaction.</summary>
    internal void NoteMet(Movement movement)
    {
        if (movement.Height > MetHeight)
        {
            MetHeight = movement.Height;
            MetLast.Clear();
        }

        if (movement.Height == MetHeight)
        {
            MetLast.Add(movement.TransactionId);
        }
    }

    /// <summary>Finds an open transfer.</summary>
    internal OpenTransfer? Find(TransferId id) => Open.Find(t => t.Request.Id == id);
}
