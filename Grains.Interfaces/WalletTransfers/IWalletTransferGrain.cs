namespace OrleansTrading.Grains;

/// <summary>
/// One transfer that a customer asked for, keyed by <see cref="WalletTransferId"/>: it reads the request, books the
/// limits where there are any, and has the wallet send. The money moves between the wallets alone
/// (<see cref="IWalletGrain.TransferAsync"/>); this one knows what was asked for and tells what became of it.
/// </summary>
[Alias("ot.IWalletTransferGrain")]
public interface IWalletTransferGrain : IGrainWithStringKey
{
    /// <summary>
    /// Makes the transfer: with the answer the money is out of the one wallet and owed to the other. Repeated with the
    /// same command it changes nothing; with another one it is refused as
    /// <see cref="ErrorCodes.IdempotencyKeyReused"/>. What was refused leaves nothing behind.
    /// </summary>
    [Alias("Create")]
    Task<Outcome<WalletTransferView>> CreateAsync(CreateWalletTransfer command);

    /// <summary>The transfer; null when there is none.</summary>
    [Alias("Get")]
    Task<WalletTransferView?> GetAsync();
}
