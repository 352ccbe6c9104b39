using System.IO.Pipelines;
using System.Text;
using OrleansTrading.Bridge.Protocol;

namespace OrleansTrading.Bridge.Sessions;

/// <summary>
/// The lines on their way to one client, in order. Macs are counted when a line is written, so lines that are dropped
/// leave no hole. Nothing of it runs, and next to nothing is in memory, while no line waits.
/// </summary>
/// <param name="output">Where to.</param>
/// <param name="linesMax">How many lines may wait.</param>
/// <param name="failed">Told when a line cannot be written though the connection stands: nothing more is.</param>
internal sealed class Outbound(PipeWriter output, int linesMax, Action<Exception> failed)
{
    private const int LinesInFlush = 64;
    private const int CapacityKept = 16;

    private readonly Lock _gate = new();
    private readonly Queue<Line> _waiting = new();
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _done;
    private LineMac? _mac;
    private bool _isWriting;
    private bool _isClosed;
    private bool _hasOverflown;

    /// <summary>From now on lines carry macs, but those that never do.</summary>
    internal void Authenticate(LineMac mac) => _mac = mac;

    /// <summary>Adds a line. After one that was not added none is, but the last.</summary>
    /// <returns>False when as many wait as may: it is not added. Lines for a closed client are dropped.</returns>
    internal bool TryPost(string text, bool hasMac = true)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return true;
            }

            if (_hasOverflown || _waiting.Count >= linesMax)
            {
                // Nothing follows a line that was left out, though there may be room again in a moment.
                _hasOverflown = true;
                return false;
            }

            _waiting.Enqueue(new Line(text, hasMac));
            if (_isWriting)
            {
                return true;
            }

            _isWriting = true;
        }

        _ = WriteAsync();
        return true;
    }

    /// <summary>
    /// Waits until at most half of the lines wait that may: who adds many leaves the rest to those who cannot wait.
    /// </summary>
    /// <returns>False when the client is closed.</returns>
    internal async ValueTask<bool> WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (_isClosed)
                {
                    return false;
                }

                if (_waiting.Count <= linesMax / 2)
                {
                    return true;
                }

                _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                room = _room.Task;
            }

            await room.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes no more lines. What waits is still written, and then the last line, if there is one.</summary>
    /// <returns>A task that ends when nothing is left to be written.</returns>
    internal Task CompleteAsync(string? lastLine, bool dropsWaiting)
    {
        bool mustWrite;
        Task done;
        lock (_gate)
        {
            if (_isClosed)
            {
                return _done?.Task ?? Task.CompletedTask;
            }

            if (dropsWaiting)
            {
                _waiting.Clear();
            }

            if (lastLine is not null)
            {
                _waiting.Enqueue(new Line(lastLine, HasMac: true));
            }

            _isClosed = true;
            _room?.TrySetResult();
            mustWrite = !_isWriting && _waiting.Count > 0;
            _isWriting |= mustWrite;
            _done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            done = _done.Task;
            if (!_isWriting)
            {
                _done.TrySetResult();
            }
        }

        if (mustWrite)
        {
            _ = WriteAsync();
        }

        return done;
    }

    /// <summary>
    /// Writes until nothing waits. It begins on the thread of whoever added the first line: that line is on its way at
    /// once, and only a client that does not keep up, or others who add more, have it go on elsewhere.
    /// </summary>
    private async Task WriteAsync()
    {
        try
        {
            while (true)
            {
                WriteSome();
                var flushed = await output.FlushAsync();
                if (flushed.IsCompleted)
                {
                    GiveUp();
                    return;
                }

                if (HasFinished())
                {
                    return;
                }

                await Task.Yield();
            }
        }
        catch (Exception failure) when (Connections.IsGone(failure))
        {
            // The reader of the same connection learns it too, and ends the session.
            GiveUp();
        }
        catch (Exception failure)
        {
            GiveUp();
            failed(failure);
        }
    }

    /// <summary>Writes what waits, up to a bound.</summary>
    private void WriteSome()
    {
        for (var written = 0; written < LinesInFlush; written++)
        {
            Line line;
            lock (_gate)
            {
                if (!_waiting.TryDequeue(out line))
                {
                    return;
                }

                if (_room is not null && _waiting.Count <= linesMax / 2)
                {
                    _room.TrySetResult();
                    _room = null;
                }
            }

            Write(line);
        }
    }

    /// <summary>True when nothing waits: the next line begins a new run.</summary>
    private bool HasFinished()
    {
        lock (_gate)
        {
            if (_waiting.Count > 0)
            {
                return false;
            }

            if (_waiting.Capacity > CapacityKept)
            {
                _waiting.TrimExcess();
            }

            _isWriting = false;
            _done?.TrySetResult();
            return true;
        }
    }

    private void Write(Line line)
    {
        var span = output.GetSpan(BridgeConstants.LineBytesMax);
        var mac = line.HasMac ? _mac : null;
        var length = Encoding.UTF8.GetByteCount(line.Text);
        var total = length + 1 + (mac is null ? 0 : 1 + LineMac.HexLength);
        if (total > BridgeConstants.LineBytesMax)
        {
            throw new InvalidOperationException(
                $"A line for a terminal has {total} bytes; at most {BridgeConstants.LineBytesMax} are allowed: "
                + line.Text[..line.Text.IndexOf('|', StringComparison.Ordinal)]);
        }

        Encoding.UTF8.GetBytes(line.Text, span);
        if (mac is not null)
        {
            mac.SignNextSent(span[..length], span.Slice(length + 1, LineMac.HexLength));
            span[length] = (byte)'|';
        }

        span[total - 1] = (byte)'\n';
        output.Advance(total);
    }

    private void GiveUp()
    {
        lock (_gate)
        {
            _isClosed = true;
            _isWriting = false;
            _waiting.Clear();
            _room?.TrySetResult();
            _done?.TrySetResult();
        }
    }

    private readonly record struct Line(string Text, bool HasMac);
}
