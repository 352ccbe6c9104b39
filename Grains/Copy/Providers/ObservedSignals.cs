using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

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
            var (ticket, id) = (signal.Ticket, IdOf(provider, signal.Number));
            var side = ticket.Kind.IsLong() ? TradeSide.Buy : TradeSide.Sell;
            if (signal.Action == SignalAction.Cancel)
            {
                cancellations.Add(new TrustCancellation { Id = id, At = signal.At, Symbol = ticket.Symbol });
            }
            else if (signal.Action is SignalAction.Open or SignalAction.Fill && !ticket.IsPending)
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

    private static ObservedPrice Observed(SymbolPrice price) => new(price.Points, price.Digits);

    /// <summary>Follows from the signal, so that a repeat after a crash is recognised.</summary>
    private static UInt128 IdOf(ProviderId provider, long number)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes($"signal|{provider}|{number}"), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
