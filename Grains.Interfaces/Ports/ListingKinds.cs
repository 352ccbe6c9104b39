namespace OrleansTrading.Grains;

/// <summary>What is listed: the kinds of rows in the read model behind lists.</summary>
public static class ListingKinds
{
    /// <summary>Every quote; its owner is the user.</summary>
    public const string Quote = "quote";

    /// <summary>
    /// Every wallet that was ever used; its owner is the user, its deadline when something in it is due.
    /// </summary>
    public const string Wallet = "wallet";

    /// <summary>
    /// Every subscription with a performance fee; its owner is the subscriber, its deadline when what is owed is to be
    /// collected.
    /// </summary>
    public const string PerformanceFee = "performance-fee";

    /// <summary>The same subscriptions; their owner is the provider.</summary>
    public const string PerformanceFeeOfProvider = "performance-fee-of-provider";

    /// <summary>Every withdrawal; its owner is the wallet.</summary>
    public const string Withdrawal = "withdrawal";

    /// <summary>Every transfer that a customer made between wallets; its owner is the wallet that sent it.</summary>
    public const string WalletTransfer = "wallet-transfer";

    /// <summary>Every account at a broker; its owner is the user.</summary>
    public const string TradingAccount = "trading-account";

    /// <summary>Every provider; its owner is the user, its deadline when signals are to be told again.</summary>
    public const string Provider = "provider";

    /// <summary>Parts with subscriptions that could not be told; their owner is the provider.</summary>
    public const string SubscriberShard = "subscriber-shard";

    /// <summary>Every subscription; its owner is the subscriber, its deadline when something in it is due.</summary>
    public const string Subscription = "subscription";

    /// <summary>Every copied position; its owner is the subscription.</summary>
    public const string Position = "position";

    /// <summary>Every parked payment; its owner is the treasury account that it arrived at.</summary>
    public const string ParkedPayment = "parked-payment";
}
