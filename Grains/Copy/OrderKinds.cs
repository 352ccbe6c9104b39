namespace OrleansTrading.Grains.Copy;

/// <summary>What follows from an order's kind.</summary>
internal static class OrderKinds
{
    /// <summary>True for what waits for a price.</summary>
    internal static bool IsPending(this OrderKind kind) => kind is not (OrderKind.Buy or OrderKind.Sell);

    /// <summary>True for what profits when the price rises.</summary>
    internal static bool IsLong(this OrderKind kind) =>
        kind is OrderKind.Buy or OrderKind.BuyLimit or OrderKind.BuyStop;

    /// <summary>
    /// The other side at the same price: below the market the opposite of a buy limit is a sell stop.
    /// </summary>
    internal static OrderKind Reversed(this OrderKind kind) => kind switch
    {
        OrderKind.Buy => OrderKind.Sell,
        OrderKind.Sell => OrderKind.Buy,
        OrderKind.BuyLimit => OrderKind.SellStop,
        OrderKind.SellStop => OrderKind.BuyLimit,
        OrderKind.SellLimit => OrderKind.BuyStop,
        _ => OrderKind.SellLimit,
    };

    /// <summary>As the bridge's protocol has it.</summary>
    internal static string TextOf(OrderKind kind) => kind switch
    {
        OrderKind.Buy => "BUY",
        OrderKind.Sell => "SELL",
        OrderKind.BuyLimit => "BUY_LIMIT",
        OrderKind.SellLimit => "SELL_LIMIT",
        OrderKind.BuyStop => "BUY_STOP",
        _ => "SELL_STOP",
    };
}
