namespace OrleansTrading.Grains;

/// <summary>
/// One wallet of one user, keyed by <see cref="WalletId"/>: what the platform owes the user, by asset, available or
/// held. Each operation has an id that its caller chose. Repeated with the same parameters it changes nothing and gives
/// the same answer, however much later; with others it is refused as <see cref="ErrorCodes.OperationIdReused"/>. What
/// was refused was not done, and its id is free. An exception says nothing about what was done: repeat the operation.
/// </summary>
/// <remarks>
/// Operations are served in the order in which they come; all that wait share one write, and each is answered after it.
/// Every movement is a journal entry in that write (docs/wallets.md).
/// </remarks>
[Alias("ot.IWalletGrain")]
public interface IWalletGrain : IGrainWithStringKey
{
    /// <summary>Money comes in and is available.</summary>
    [Alias("Credit")]
    Task<Outcome<WalletReceipt>> CreditAsync(WalletMovement movement);

    /// <summary>Available money goes out.</summary>
    [Alias("Debit")]
    Task<Outcome<WalletReceipt>> DebitAsync(WalletMovement movement);

    /// <summary>Sets available money aside until it is captured, released, or its time is over.</summary>
    [Alias("Hold")]
    Task<Outcome<WalletReceipt>> HoldAsync(WalletHold hold);

    /// <summary>Takes a part of what a hold has left, or all of it.</summary>
    [Alias("Capture")]
    Task<Outcome<WalletReceipt>> CaptureAsync(WalletCapture capture);

    /// <summary>Makes what a hold has left available again.</summary>
    [Alias("Release")]
    Task<Outcome<WalletReceipt>> ReleaseAsync(WalletRelease release);

    /// <summary>
    /// Sends available money to another wallet. With the answer it is out of this wallet and owed to the other one, as
    /// pending in; there it becomes available as soon as that wallet can be reached, whatever crashes.
    /// </summary>
    [Alias("Transfer")]
    Task<Outcome<WalletReceipt>> TransferAsync(WalletTransfer transfer);

    /// <summary>Undoes a credit, debit or capture of this wallet by a new entry that names it. Once for each.</summary>
    [Alias("Reverse")]
    Task<Outcome<WalletReceipt>> ReverseAsync(WalletReversal reversal);

    /// <summary>Takes what another wallet has sent. Only wallets call this.</summary>
    [Alias("Accept")]
    Task<Outcome<WalletReceipt>> AcceptAsync(WalletArrival arrival);

    /// <summary>What the wallet has. One that was never used has nothing.</summary>
    [Alias("Get")]
    Task<WalletView> GetAsync();

    /// <summary>Does what is due: releases holds whose time is over, and sends on what is on its way.</summary>
    [Alias("Wake")]
    Task WakeAsync();
}

/// <summary>
/// Wakes wallets that have something due, one grain for the platform (key <c>0</c>): a hold whose time is over, or a
/// transfer that has not arrived.
/// </summary>
[Alias("ot.IWalletSweeperGrain")]
public interface IWalletSweeperGrain : IGrainWithStringKey
{
    /// <summary>Starts looking, for good. Repeating it changes nothing.</summary>
    [Alias("Start")]
    Task StartAsync();
}
