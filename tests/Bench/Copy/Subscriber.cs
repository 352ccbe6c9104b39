using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using OrleansTrading.Terminals;

namespace OrleansTrading.Bench.Copy;

/// <summary>
/// A terminal with its scripted broker: it comes again whenever its connection ends, as the programs do.
/// </summary>
/// <param name="login">Its account.</param>
/// <param name="crowd">Who is told of what happens.</param>
internal sealed class Subscriber(TerminalLogin login, Crowd crowd)
{
    private const int PauseMsMax = 500;

    private readonly TerminalJournal _journal = new();
    private long _executed;

    /// <summary>Gets how many orders the broker has executed.</summary>
    internal long Executed => Interlocked.Read(ref _executed);

    /// <summary>Serves until cancelled.</summary>
    internal async Task RunAsync(IPEndPoint bridge, CancellationToken cancellationToken)
    {
        var terminal = new ScriptedTerminal(login, _journal, Execute) { Heard = Hear };

        // Each its own: as many terminals that come at the same moment would come at the same moment again.
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1, PauseMsMax)));
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (await terminal.RunAsync(bridge, cancellationToken: cancellationToken) is { Length: > 0 } code)
                {
                    crowd.Count(code);
                }
            }
            catch (Exception failure) when (failure is IOException or SocketException)
            {
                crowd.Count(failure.GetType().Name);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await pause.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private string Execute(TerminalOrder order)
    {
        Interlocked.Increment(ref _executed);
        crowd.Executed();
        return ScriptedTerminal.Fill(order);
    }

    private void Hear(string line)
    {
        if (line == "LIVE")
        {
            crowd.WentLive();
        }
        else if (line.StartsWith("FIN|", StringComparison.Ordinal))
        {
            crowd.Confirmed();
        }
    }
}
