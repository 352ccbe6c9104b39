using OrleansTrading.Grains.Trust;

namespace OrleansTrading.Grains.Tests.Trust;

/// <summary>Observations and samples for tests, at seconds from a fixed start.</summary>
internal static class Observed
{
    internal static readonly DateTimeOffset Start = new(2026, 11, 2, 12, 0, 0, TimeSpan.Zero);

    internal static DateTimeOffset At(double seconds) => Start + TimeSpan.FromSeconds(seconds);

    internal static ObservedPrice Price(long mantissa, int decimals = 2) => new(mantissa, decimals);

    internal static TrustEntry Entry(UInt128 id, DateTimeOffset at, int? reactionMs = null) => new()
    {
        Id = id,
        At = at,
        Symbol = "EURUSD",
        Side = TradeSide.Buy,
        Reaction = reactionMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
    };

    internal static TrustExit Exit(UInt128 id, DateTimeOffset at, double heldSeconds, long exitPrice) => new()
    {
        Id = id,
        OpenedAt = at - TimeSpan.FromSeconds(heldSeconds),
        At = at,
        Symbol = "EURUSD",
        Side = TradeSide.Buy,
        EntryPrice = Price(10_000),
        ExitPrice = Price(exitPrice),
    };

    internal static TrustCancellation Cancellation(UInt128 id, DateTimeOffset at) =>
        new() { Id = id, At = at, Symbol = "EURUSD" };

    internal static TrustMarkOut MarkOut(UInt128 id, DateTimeOffset at, TrustHorizon horizon, long laterPrice) => new()
    {
        Id = id,
        At = at,
        Horizon = horizon,
        Symbol = "EURUSD",
        Side = TradeSide.Buy,
        EntryPrice = Price(1_000_000),
        LaterPrice = Price(laterPrice),
    };

    /// <summary>A trade as the most toxic user makes it: all that is observed of it, under ids from one on.</summary>
    internal static TrustReport Toxic(UInt128 id, DateTimeOffset at) => new()
    {
        Entries = [Entry(id, at, reactionMs: 5) with { HasPeers = true }],
        Exits = [Exit(id + 1, at + TimeSpan.FromSeconds(2), heldSeconds: 2, exitPrice: 10_010)],
        MarkOuts =
        [
            MarkOut(id + 2, at, TrustHorizon.OneSecond, 1_001_000),
            MarkOut(id + 3, at, TrustHorizon.TenSeconds, 1_001_000),
            MarkOut(id + 4, at, TrustHorizon.OneMinute, 1_001_000),
        ],
    };

    internal static OrderSample Order(
        UInt128 id, double seconds, TradeSide? side = TradeSide.Buy, int? reactionMs = null, bool hasPeers = false,
        string symbol = "EURUSD") => new(
            id,
            At(seconds),
            symbol,
            side,
            reactionMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null,
            hasPeers);

    internal static ExitSample Exited(UInt128 id, double seconds, double heldSeconds = 600, bool isWin = false) =>
        new(id, At(seconds), "EURUSD", TimeSpan.FromSeconds(heldSeconds), isWin ? 100 : -100, isWin);

    internal static MarkOutSample Marked(
        UInt128 id, double seconds, int move, TrustHorizon horizon = TrustHorizon.OneSecond) =>
        new(id, At(seconds), "EURUSD", horizon, move);
}
