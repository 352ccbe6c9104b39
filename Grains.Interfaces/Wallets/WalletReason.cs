namespace OrleansTrading.Grains;

/// <summary>Why money comes into a wallet or leaves it.</summary>
public enum WalletReason
{
    /// <summary>From a chain; the counter-account is the payment that brought it. Credits only.</summary>
    Deposit,

    /// <summary>To a chain; the counter-account is the transfer that takes it. Debits only.</summary>
    Withdrawal,

    /// <summary>The platform's fee. Debits only, to <see cref="LedgerAccounts.RevenuePlatformFee"/>.</summary>
    FeePlatform,

    /// <summary>
    /// A performance fee: the platform's share is a debit to <see cref="LedgerAccounts.RevenuePerformanceFee"/>, a
    /// provider's share is a transfer to the provider's wallet.
    /// </summary>
    FeePerformance,

    /// <summary>From wallet to wallet. Transfers only.</summary>
    Transfer,

    /// <summary>
    /// An operator corrects. The counter-account is <see cref="LedgerAccounts.Capital"/>,
    /// <see cref="LedgerAccounts.SuspenseParked"/> or <see cref="LedgerAccounts.SuspenseUnmatched"/>.
    /// </summary>
    Adjustment,
}
