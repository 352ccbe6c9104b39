using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using OrleansTrading.Bridge.Diagnostics;
using OrleansTrading.Bridge.Limits;
using OrleansTrading.Bridge.Protocol;
using OrleansTrading.Grains;

namespace OrleansTrading.Bridge.Sessions;

/// <summary>
/// One terminal's connection, from its first byte to its end. Its parts: the lines to the client
/// (<see cref="Outbound"/>), what grains are told (<see cref="AccountDesk"/>, <see cref="ReportDesk"/>), and what the
/// client is told of its subscriptions (<see cref="FeedDesk"/>). Nothing here is stored: who connects again goes on
/// from its own journal and what the grains have.
/// </summary>
internal sealed partial class BridgeSession : IDisposable
{
    private readonly ConnectionContext _connection;
    private readonly PipeReader _input;
    private readonly Outbound _outbound;
    private readonly ByteBudget _budget;
    private readonly AccountDesk _accountDesk;
    private readonly ReportDesk _reports;
    private readonly FeedDesk _feeds;
    private readonly SemaphoreSlim _room = new(BridgeConstants.LinesAtGrainsMax);
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _nonce;
    private readonly string _remote;
    private SilenceClock? _clock;
    private LineMac? _mac;
    private SessionEnd? _end;
    private Task _cancelling = Task.CompletedTask;
    private int _malformed;
    private bool _hasAccount;
    private bool _isReady;

    internal BridgeSession(BridgeServices services, ConnectionContext connection)
    {
        Services = services;
        _connection = connection;
        _input = connection.Transport.Input;
        Ending = _ending.Token;
        _nonce = services.NewNonce();
        Id = services.NewNonce();
        _remote = connection.RemoteEndPoint?.ToString() ?? "nowhere";
        _outbound = new Outbound(
            connection.Transport.Output, services.Options.QueueMax, failure => Fail("writing a line", failure));
        _budget = new ByteBudget(services.Options.ByteRate, services.Time);
        _accountDesk = new AccountDesk(this);
        _reports = new ReportDesk(this);
        _feeds = new FeedDesk(this);
    }

    internal BridgeServices Services { get; }

    /// <summary>Gets the session's id, which macs are bound to.</summary>
    internal string Id { get; }

    /// <summary>Gets whose terminal it says it is; it is so once it was let in.</summary>
    internal TradingAccountId Account { get; private set; }

    internal TradingRole Role { get; private set; }

    /// <summary>Gets whose signals the terminal publishes; null for a subscriber.</summary>
    internal ProviderId? Provider { get; private set; }

    internal FeedDesk Feeds => _feeds;

    internal ReportDesk Reports => _reports;

    /// <summary>Ends when nothing is left of the session.</summary>
    internal Task Gone => _gone.Task;

    internal bool HasEnded => Volatile.Read(ref _end) is not null;

    /// <summary>Ends with the session.</summary>
    internal CancellationToken Ending { get; }

    internal ITradingAccountGrain AccountGrain => Services.Grains.GetGrain<ITradingAccountGrain>(Account.Value);

    /// <summary>Serves the connection until it ends.</summary>
    internal async Task RunAsync()
    {
        IBridgeSession? reference = null;
        try
        {
            if (await ReadHelloAsync() is { } hello)
            {
                reference = Services.Grains.CreateObjectReference<IBridgeSession>(this);
                await ServeAsync(hello, reference);
            }
        }
        catch (Exception failure) when (Connections.IsGone(failure))
        {
            End(SessionEnd.ClientGone);
        }
        finally
        {
            if (reference is not null)
            {
                Services.Grains.DeleteObjectReference<IBridgeSession>(reference);
            }
        }

        await PartAsync();
        await _cancelling;

        // The observer is held weakly by the engine: up to here somebody may call it.
        GC.KeepAlive(this);
    }

    /// <summary>Ends the session, unless it has ended. Returns at once.</summary>
    internal void End(SessionEnd end)
    {
        if (Interlocked.CompareExchange(ref _end, end, null) is null)
        {
            _cancelling = _ending.CancelAsync();
            _input.CancelPendingRead();
        }
    }

    /// <summary>
    /// Something could not be done, and nothing is confirmed of it: the client comes again, and all is resumed.
    /// </summary>
    internal void Fail(string what, Exception failure)
    {
        if (!HasEnded)
        {
            Services.Logger.WorkFailed(Id, Account, what, failure);
        }

        End(SessionEnd.Busy);
    }

    /// <summary>Adds a line for the client; more than may wait end the session.</summary>
    internal void Post(string line, bool hasMac = true)
    {
        if (!_outbound.TryPost(line, hasMac))
        {
            End(SessionEnd.Slow);
        }
    }

    /// <summary>Waits until many lines may be added.</summary>
    /// <returns>False when the session has ended.</returns>
    internal ValueTask<bool> WaitForRoomAsync() => _outbound.WaitForRoomAsync(Ending);

    /// <summary>What was taken of the client's lines is done; as many more may be read.</summary>
    internal void Release(int lines) => _room.Release(lines);

    public void Dispose()
    {
        _gone.TrySetResult();
        _clock?.Dispose();
        _ending.Dispose();
        _room.Dispose();
    }

    private async Task ServeAsync(HelloLine hello, IBridgeSession reference)
    {
        try
        {
            if (!await OpenAsync(hello, reference))
            {
                return;
            }

            Services.Metrics.SessionBegan();
            try
            {
                await ReadLinesAsync();
            }
            finally
            {
                Services.Metrics.SessionEnded();
            }
        }
        finally
        {
            await CloseAtAccountAsync();
        }
    }

    /// <summary>Also after a call that failed: the account may have opened the session all the same.</summary>
    private async Task CloseAtAccountAsync()
    {
        try
        {
            await AccountGrain.CloseSessionAsync(Id);
        }
        catch (Exception failure)
        {
            // The next session of the account replaces this one; until then the account only believes it connected.
            Services.Logger.NotClosedAtAccount(Account, Id, failure);
        }
    }

    /// <summary>The last word, and then nothing: in bounded time, whatever the client does.</summary>
    private async Task PartAsync()
    {
        End(SessionEnd.ClientGone);
        var end = _end!;
        _clock?.Dispose();
        Services.Metrics.Ended(end.Code ?? (end == SessionEnd.ClientGone ? "GONE" : "CUT"));
        if (_mac is null)
        {
            Services.Logger.NotLetIn(_remote, end.Text);
        }
        else
        {
            Services.Logger.SessionEnded(Id, Account, end.Text);
        }

        var bye = end.Code is null ? null : ServerLines.Bye(end.Code, end.Text);
        var written = _outbound.CompleteAsync(bye, dropsWaiting: end.Code is null || end == SessionEnd.Slow);
        if (bye is null)
        {
            _connection.Abort(new ConnectionAbortedException($"The bridge closes the connection: {end.Text}."));
            await written;
            return;
        }

        using var limit = new CancellationTokenSource(Services.Options.ByeTime, Services.Time);
        try
        {
            await written.WaitAsync(limit.Token);
            await WaitForCloseAsync(limit.Token);
        }
        catch (Exception failure) when (Connections.IsGone(failure))
        {
            _connection.Abort(new ConnectionAbortedException("The client did not take its last line in time."));
        }
    }

    /// <summary>
    /// What the client has sent meanwhile is read and dropped. To close a socket with something unread would take back
    /// the last line that is on its way.
    /// </summary>
    private async Task WaitForCloseAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _input.ReadAsync(cancellationToken);
            _input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }
}
