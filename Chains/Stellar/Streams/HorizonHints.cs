using System.Runtime.CompilerServices;
using OrleansTrading.Chains.Transport.Events;

namespace OrleansTrading.Chains.Stellar.Streams;

/// <summary>
/// Horizon's stream of an account's payments. Each event's id is its place in history, with which the stream goes on
/// after an interruption; the first connection begins now.
/// </summary>
internal sealed class HorizonHints(string chainId, IEventSource source, TimeProvider time) : IChainHints
{
    /// <summary>The pause before a connection is made again; doubled with each one that heard nothing.</summary>
    internal static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(1);

    internal static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(1);

    /// <summary>What Horizon sends around the events proper.</summary>
    private const string Opened = "open";
    private const string Closed = "close";
    private const string Ended = "the server ended the stream";

    /// <inheritdoc/>
    public string ChainId { get; } = chainId;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChainHint> ListenAsync(
        string account, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!StellarAddresses.Check(account).IsValid)
        {
            throw new ArgumentException("The account is not a Stellar account (G…).", nameof(account));
        }

        string? lastId = null;
        var pause = PauseMin;
        while (true)
        {
            var path = $"accounts/{account}/payments?cursor={Uri.EscapeDataString(lastId ?? "now")}";
            var reason = Ended;
            await using (var events = source.OpenAsync(path, lastId, cancellationToken)
                .GetAsyncEnumerator(cancellationToken))
            {
                while (true)
                {
                    ServerEvent next;
                    try
                    {
                        if (!await events.MoveNextAsync())
                        {
                            break;
                        }

                        next = events.Current;
                    }
                    catch (ChainUnavailableException exception)
                    {
                        reason = exception.Message;
                        break;
                    }

                    pause = PauseMin;
                    lastId = next.Type == ServerEvent.Message && IsPlace(next.Id) ? next.Id : lastId;
                    if (next.Type is Opened or ServerEvent.Message)
                    {
                        yield return new ChainHint(
                            next.Type == Opened ? ChainHintKind.Connected : ChainHintKind.Moved);
                    }
                    else if (next.Type == Closed)
                    {
                        break;
                    }
                }
            }

            yield return new ChainHint(ChainHintKind.Interrupted, reason);
            await Task.Delay(pause, time, cancellationToken);
            pause = pause * 2 > PauseMax ? PauseMax : pause * 2;
        }
    }

    /// <summary>Only what looks like a place in history is sent back to a server.</summary>
    private static bool IsPlace(string? id) => id is { Length: > 0 and <= 20 } && id.All(char.IsAsciiDigit);
}
