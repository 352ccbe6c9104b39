namespace OrleansTrading.Grains;

/// <summary>
/// One withdrawal from a wallet, keyed by <see cref="WithdrawalId"/>: it holds the money, waits, has the treasury pay
/// it out once, and tells what became of it.
/// </summary>
[Alias("ot.IWithdrawalGrain")]
public interface IWithdrawalGrain : IGrainWithStringKey
{
    /// <summary>
    /// Begins the withdrawal: with the answer the money is held. Repeated with the same command it changes nothing;
    /// with another one it is refused as <see cref="ErrorCodes.IdempotencyKeyReused"/>. What was refused leaves nothing
    /// behind.
    /// </summary>
    [Alias("Create")]
    Task<Outcome<WithdrawalView>> CreateAsync(CreateWithdrawal command);

    /// <summary>The withdrawal; null when there is none.</summary>
    [Alias("Get")]
    Task<WithdrawalView?> GetAsync();

    /// <summary>
    /// Gives the withdrawal up while it waits; the money is available again. Repeating it changes nothing. Refused as
    /// <see cref="ErrorCodes.WithdrawalNotCancellable"/> once it is under way or over.
    /// </summary>
    [Alias("Cancel")]
    Task<Outcome<WithdrawalView>> CancelAsync();

    /// <summary>News may be waiting: go on with what was begun. May be lost or repeated.</summary>
    [OneWay, Alias("Wake")]
    Task WakeAsync();
}
