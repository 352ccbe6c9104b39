using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using OrleansTrading.Grains.Trust;

namespace OrleansTrading.Grains.Copy.Providers;

/// <summary>
/// What a provider's signals say about the provider's own flow (docs/trust.md). Those who copy choose nothing, so that
/// their trades say nothing about them.
/// </summary>
internal static class ObservedSignals
{
    /// <summary>Signals that one report may come from: each says one thing at most.</summary>
    internal const int SignalsMax = TrustConstants.ObservationsMax;

    /// <summary>The report; null when none of the signals says anything.</summary>
    internal static TrustReport? Report(ProviderId provider, IReadOnlyList<CopySignal> signals)
    {
        var entries = new List<TrustEntry>();
        var exits = new List<TrustExit>();
        var cancellations = new List<TrustCancellation>();
        foreach (var signal in signals)
        {
            var (ticket, id) = (signal.Ticket, IdOf($"signal|{provider}|{signal.Number}"));
            var side = SideOf(ticket);
            if (signal.Action == SignalAction.Cancel)
            {
                cancellations.Add(new TrustCancellation { Id = id, At = signal.At, Symbol = ticket.Symbol });
            }
            else if (IsFill(signal))
            {
                entries.Add(new TrustEntry { Id = id, At = signal.At, Symbol = ticket.Symbol, Side = side });
            }
            else if (signal.Action == SignalAction.Close && ticket.Left.IsZero
                && !ticket.Price.IsNone && !signal.ClosePrice.IsNone)
            {
                exits.Add(new TrustExit
                {
                    Id = id,
                    OpenedAt = ticket.OpenedAt,
                    At = signal.At,
                    Symbol = ticket.Symbol,
                    Side = side,
                    EntryPrice = Observed(ticket.Price),
                    ExitPrice = Observed(signal.ClosePrice),
                });
            }
        }

        return entries.Count + exits.Count + cancellations.Count == 0
            ? null
            : new TrustReport { Entries = entries, Exits = exits, Cancellations = cancellations };
    }

    /// <summary>Whether a position was opened.</summary>
    internal static bool IsFill(CopySignal signal) =>
        signal.Action is SignalAction.Open or SignalAction.Fill && !signal.Ticket.IsPending;

    /// <summary>
    /// Where the price went after a position was opened; null when that says nothing: the position has no price, or
    /// these are not prices of the horizon.
    /// </summary>
    internal static TrustMarkOut? MarkOut(ProviderId provider, ProviderTicket ticket, TerminalMark mark)
    {
        var (after, length) = (mark.At - ticket.OpenedAt, ObservationReader.LengthOf(mark.Horizon));
        return ticket.IsPending || ticket.Price.IsNone || after < length || after > length * 2
            || mark.Bid.IsNone || mark.Bid.Digits != mark.Ask.Digits || mark.Bid.Points > mark.Ask.Points
            ? null
            : new TrustMarkOut
            {
                Id = IdOf($"mark|{provider}|{ticket.Ticket}|{(int)length.TotalSeconds}"),
                At = ticket.OpenedAt,
                Horizon = mark.Horizon,
                Symbol = ticket.Symbol,
                Side = SideOf(ticket),
                EntryPrice = Observed(ticket.Price),
                LaterPrice = MiddleOf(mark.Bid, mark.Ask),
            };
    }

    private static TradeSide SideOf(ProviderTicket ticket) => ticket.Kind.IsLong() ? TradeSide.Buy : TradeSide.Sell;

    /// <summary>Exactly: half a point is five of the next decimal.</summary>
    private static ObservedPrice MiddleOf(SymbolPrice bid, SymbolPrice ask) =>
        new((bid.Points + ask.Points) * 5, bid.Digits + 1);

    private static ObservedPrice Observed(SymbolPrice price) => new(price.Points, price.Digits);

    /// <summary>Follows from what is observed, so that a repeat after a crash is recognised.</summary>
    private static UInt128 IdOf(string observed)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes(observed), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
