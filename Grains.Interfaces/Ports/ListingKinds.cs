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

    /// <summary>Every parked payment; its owner is the treasury account that it arrived at.</summary>
    public const string ParkedPayment = "parked-payment";
}
