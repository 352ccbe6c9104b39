namespace OrleansTrading.Grains;

/// <summary>
/// One account of ours on one chain, keyed by <see cref="AccountId"/>: the only one who signs for it. It promises
/// output to quotes, signs once, persists, then submits; and signs again only after the previous signature is provably
/// dead.
/// </summary>
[Alias("ot.ITreasuryGrain")]
public interface ITreasuryGrain : IGrainWithStringKey
{
    /// <summary>Starts reconciling and signing on a clock, for good. Repeating it changes nothing.</summary>
    [Alias("Start")]
    Task StartAsync();

    /// <summary>Whether an amount could be promised now. Nothing is set aside.</summary>
    /// <returns>Null when it could, else why not.</returns>
    [ReadOnly, Alias("CheckCover")]
    Task<Refusal?> CheckCoverAsync(Amount amount);

    /// <summary>
    /// Whether what is remembered here is all that the account ever sent: its history was compared since the start, and
    /// it is not halted. Where it is not, a payment whose quote this account delivers may have been delivered for
    /// already (a restored backup), so giving the payment back is not safe.
    /// </summary>
    /// <returns>Null when it is; else why not, with a time to ask again where that answers by itself.</returns>
    [ReadOnly, Alias("CheckHistory")]
    Task<Refusal?> CheckHistoryAsync();

    /// <summary>
    /// Whether the account has ever sent something that nobody here knows at or after that time, as far as its history
    /// was read: it may have settled what was paid then, and name nothing. That an operator has let the account go on
    /// since does not change it, so it does not matter who asks first.
    /// </summary>
    /// <param name="at">A time of any chain: clocks may be some minutes apart.</param>
    [ReadOnly, Alias("HasSentUnknown")]
    Task<bool> HasSentUnknownAsync(DateTimeOffset at);

    /// <summary>
    /// Why a transfer that was never made as far as we remember may have been made all the same, by a transaction that
    /// nobody here knows: one carries its tag, or nothing would name it on the chain and the account has sent something
    /// unknown since it was owed. Null: it was not, as far as the account's history was read. What an operator has said
    /// of such transactions does not change it.
    /// </summary>
    [ReadOnly, Alias("FindTrace")]
    Task<string?> FindTraceAsync(TransferRequest request);

    /// <summary>Sets an amount aside. Repeating it changes nothing.</summary>
    /// <returns>Null when it is set aside, else why not.</returns>
    [Alias("Reserve")]
    Task<Refusal?> ReserveAsync(string reservation, Amount amount);

    /// <summary>Gives a reservation back. Repeating it, or releasing an unknown one, changes nothing.</summary>
    [Alias("Release")]
    Task ReleaseAsync(string reservation);

    /// <summary>
    /// Orders a transfer, using up its reservation in the same write. Repeating it changes nothing. It throws
    /// <c>BrokenPromiseException</c> when the id was ordered with other parameters before, or the order moves nothing,
    /// is of another chain, or is not what its reservation set aside.
    /// </summary>
    /// <returns>The transfer; refused as overload when the account has as many open transfers as it takes.</returns>
    [Alias("RequestTransfer")]
    Task<Outcome<TransferView>> RequestTransferAsync(TransferRequest request);

    /// <summary>A transfer; null when it was never ordered here.</summary>
    [Alias("GetTransfer")]
    Task<TransferView?> GetTransferAsync(TransferId id);

    /// <summary>
    /// Lets a halted account sign again, after an operator has matched every transaction that the platform did not
    /// know.
    /// </summary>
    /// <param name="note">Who decided and why; goes to the log.</param>
    [Alias("Resume")]
    Task ResumeAsync(string note);

    /// <summary>
    /// Where the account's books began: the cursor of its history at which what it held was booked as its opening
    /// balance. What came before is nobody's payment.
    /// </summary>
    /// <returns>The chain's own cursor; null until the account was started.</returns>
    [Alias("GetBeginning")]
    Task<string?> GetBeginningAsync();

    /// <summary>What the account holds and does.</summary>
    [Alias("Get")]
    Task<TreasuryView> GetAsync();
}

/// <summary>
/// The durable memory of one finished transfer, keyed by <see cref="TransferId"/>. It outlives the treasury's own table
/// of open ones, so that an order repeated at any later time is recognised.
/// </summary>
[Alias("ot.ITransferGrain")]
public interface ITransferGrain : IGrainWithStringKey
{
    /// <summary>The finished transfer; null when it is not finished, or was never ordered.</summary>
    [ReadOnly, Alias("Get")]
    Task<TransferView?> GetAsync();

    /// <summary>
    /// The transaction that <see cref="MarkSeenAsync"/> told of first; null when none. Asked under
    /// <see cref="TransferId.Trace"/>.
    /// </summary>
    [ReadOnly, Alias("GetSeen")]
    Task<string?> GetSeenAsync();

    /// <summary>
    /// Remembers that a transaction of ours carries this transfer's tag although we do not know to have signed it: the
    /// transfer may have been made, and is never signed from now on. Repeating it changes nothing.
    /// </summary>
    [Alias("MarkSeen")]
    Task MarkSeenAsync(string transactionId);

    /// <summary>
    /// Records the final outcome. Repeating it changes nothing. It throws <c>BrokenPromiseException</c> when another
    /// outcome was recorded before, or the outcome is another transfer's.
    /// </summary>
    [Alias("Record")]
    Task RecordAsync(TransferView outcome);
}
