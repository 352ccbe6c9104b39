namespace OrleansTrading.Grains.Tests.Copy;

/// <summary>What tests of copy trading copy.</summary>
internal static class Copied
{
    internal static AccountReport Account { get; } = new()
    {
        Login = 5_001_234,
        TradeServer = "Demo-Server",
        Currency = "USD",
        Mode = PositionMode.Hedging,
        Leverage = 100,
        BalanceCents = 1_000_000,
        EquityCents = 1_000_000,
        FreeMarginCents = 1_000_000,
        CanTrade = true,
        ServerOffset = TimeSpan.FromHours(2),
    };

    internal static SymbolReport Rules(string symbol) => new()
    {
        Symbol = symbol,
        Digits = 5,
        VolumeMin = new Lots(1),
        VolumeMax = new Lots(50_000),
        VolumeStep = new Lots(1),
        ContractHundredths = 10_000_000,
        TickValueMicros = 1_000_000,
        SpreadPoints = 8,
        Trading = SymbolTrading.Full,
    };

    internal static ProviderTicket Ticket(long number, long lots = 100, OrderKind kind = OrderKind.Buy) => new()
    {
        Ticket = number,
        Symbol = "EURUSD",
        Kind = kind,
        IsPending = kind is not (OrderKind.Buy or OrderKind.Sell),
        Opened = new Lots(lots),
        Left = new Lots(lots),
        Price = new SymbolPrice(108_345, 5),
        StopLoss = SymbolPrice.None(5),
        TakeProfit = SymbolPrice.None(5),
        OpenedAt = DateTimeOffset.UnixEpoch,
        OpenNumber = number,
    };
}
