namespace OrleansTrading.Grains;

/// <summary>
/// The chart of accounts: how each is named. A name is a class, a colon and what it is of. Debits less credits of a
/// treasury account are what it holds; accounts of what is owed, earned or paid in by the owner are credits, below
/// zero. docs/ledger.md explains each class.
/// </summary>
public static class LedgerAccounts
{
    /// <summary>The position that conversions leave: what was taken in and is not matched by what was given.</summary>
    public const string Exchange = "exchange";

    /// <summary>What the owner brought: opening balances and top-ups.</summary>
    public const string Capital = "capital";

    /// <summary>The platform's fee on conversions.</summary>
    public const string RevenuePlatformFee = "revenue:platform-fee";

    /// <summary>The platform's share of performance fees.</summary>
    public const string RevenuePerformanceFee = "revenue:performance-fee";

    /// <summary>What customers were charged for the network's fee and for opening their accounts.</summary>
    public const string RevenueNetworkFee = "revenue:network-fee";

    /// <summary>What is kept of payments that went back, and excesses too small to go back.</summary>
    public const string RevenueRefundFee = "revenue:refund-fee";

    /// <summary>What networks took for transactions.</summary>
    public const string ExpenseNetworkFee = "expense:network-fee";

    /// <summary>What opening recipients' accounts took.</summary>
    public const string ExpenseAccountOpening = "expense:account-opening";

    /// <summary>What waits for a person's decision: parked payments and deliveries.</summary>
    public const string SuspenseParked = "suspense:parked";

    /// <summary>What treasury accounts moved and nobody here ordered.</summary>
    public const string SuspenseUnmatched = "suspense:unmatched";

    /// <summary>What all treasury accounts' names begin with.</summary>
    public const string TreasuryPrefix = "treasury:";

    /// <summary>What all payments' accounts begin with.</summary>
    public const string PaymentPrefix = "payment:";

    /// <summary>What all transfers' accounts begin with.</summary>
    public const string TransferPrefix = "transfer:";

    /// <summary>What all wallets' accounts begin with.</summary>
    public const string WalletPrefix = "wallet:";

    /// <summary>What a treasury account holds on its chain.</summary>
    /// <param name="account">The account on the chain.</param>
    /// <returns>The name, <c>treasury:</c> and the CAIP-10 id.</returns>
    public static string Treasury(AccountId account) => TreasuryPrefix + account.Value;

    /// <summary>What is owed for a payment until it is used or given back. Zero when the payment is finished.</summary>
    /// <param name="payment">The payment.</param>
    /// <returns>The name.</returns>
    public static string Payment(PaymentId payment) => PaymentPrefix + payment.Value;

    /// <summary>What is owed for a quote: its output. Zero when the quote is finished.</summary>
    /// <param name="quote">The quote.</param>
    /// <returns>The name.</returns>
    public static string Quote(QuoteId quote) => $"quote:{quote.Value}";

    /// <summary>
    /// What is owed for a transfer that neither a quote nor a payment caused: whoever orders it credits this account,
    /// and the transfer's own grain debits it when it lands.
    /// </summary>
    /// <param name="transfer">The transfer.</param>
    /// <returns>The name.</returns>
    public static string Transfer(TransferId transfer) => TransferPrefix + transfer.Value;

    /// <summary>What a wallet may use: owed to its user, so never above zero.</summary>
    /// <param name="wallet">The wallet.</param>
    /// <returns>The name.</returns>
    public static string WalletAvailable(WalletId wallet) => $"{WalletPrefix}{wallet.Value}:available";

    /// <summary>What a wallet has set aside.</summary>
    /// <param name="wallet">The wallet.</param>
    /// <returns>The name.</returns>
    public static string WalletHeld(WalletId wallet) => $"{WalletPrefix}{wallet.Value}:held";

    /// <summary>
    /// What is on its way into a wallet and may not be used yet: credited by whoever has sent it, debited by the wallet
    /// when it has come.
    /// </summary>
    /// <param name="wallet">The wallet.</param>
    /// <returns>The name.</returns>
    public static string WalletPendingIn(WalletId wallet) => $"{WalletPrefix}{wallet.Value}:pending-in";
}
