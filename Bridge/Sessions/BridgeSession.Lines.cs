using System.Buffers;
using System.Collections.Frozen;
using OrleansTrading.Bridge.Diagnostics;
using OrleansTrading.Bridge.Protocol;
using OrleansTrading.Grains;

namespace OrleansTrading.Bridge.Sessions;

/// <content>What the client says once it was let in.</content>
internal sealed partial class BridgeSession
{
    private const string NoKind = "line";
    private const string Bye = "BYE";

    private static readonly FrozenSet<string> Kinds = FrozenSet.Create(
        StringComparer.Ordinal, "ACC", "SYM", "RESUME", "READY", "REP", "REJ", "PUB", "MARK", "PONG", Bye);

    private async Task ReadLinesAsync()
    {
        while (!HasEnded)
        {
            var read = await _input.ReadAsync();
            var buffer = read.Buffer;
            var bytes = buffer.Length;
            while (!HasEnded && TryTakeLine(ref buffer, out var fields))
            {
                _clock!.Heard();
                if (fields is null)
                {
                    Malformed(NoKind);
                }
                else if (!await _room.WaitAsync(0))
                {
                    // More is with grains than may be: we do not listen until something of it is done.
                    _clock.IsHeld = true;
                    await _room.WaitAsync(Ending);
                    _clock.IsHeld = false;
                    Take(fields);
                }
                else
                {
                    Take(fields);
                }
            }

            bytes -= buffer.Length;
            _input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return;
            }

            await KeepRateAsync(bytes);
        }
    }

    private async Task KeepRateAsync(long bytes)
    {
        var pause = _budget.Take(bytes);
        if (pause > TimeSpan.Zero && !HasEnded)
        {
            _clock!.IsHeld = true;
            await Task.Delay(pause, Services.Time, Ending);
            _clock.IsHeld = false;
        }
    }

    /// <summary>Takes a line whose mac is right off the buffer; fields are null when it is no text.</summary>
    private bool TryTakeLine(ref ReadOnlySequence<byte> buffer, out string[]? fields)
    {
        fields = null;
        var found = LineReader.TryTake(ref buffer, out var line);
        if (found != LineFound.Line)
        {
            if (found == LineFound.TooLong)
            {
                End(SessionEnd.LongLine);
            }

            return false;
        }

        Span<byte> copy = stackalloc byte[BridgeConstants.LineBytesMax];
        line.CopyTo(copy);
        ReadOnlySpan<byte> bytes = copy[..(int)line.Length];
        var end = bytes.Length - LineMac.HexLength - 1;
        if (end < 0 || bytes[end] != (byte)'|' || !_mac!.IsNextReceived(bytes[..end], bytes[(end + 1)..]))
        {
            End(SessionEnd.WrongMac);
            return false;
        }

        fields = LineReader.Split(bytes[..end]);
        return true;
    }

    /// <summary>Takes a line, for which there is room. Whoever does not keep the room gives it back.</summary>
    private void Take(string[] fields)
    {
        var keepsRoom = fields[0] switch
        {
            "ACC" => TakeAccount(fields),
            Bye => TakeBye(fields),
            _ when !_hasAccount => Malformed(fields[0]),
            "SYM" => ClientLines.TrySymbol(fields, out var symbol) ? _accountDesk.Add(symbol) : Malformed(fields[0]),
            "PONG" => TakePong(fields),
            "RESUME" when Role == TradingRole.Subscriber && !_isReady => TakeResume(fields),
            "READY" when Role == TradingRole.Subscriber && !_isReady && fields.Length == 1 => TakeReady(),
            "REP" when Role == TradingRole.Subscriber => TakeReport(fields),
            "REJ" when Role == TradingRole.Subscriber => TakeRejection(fields),
            "PUB" when Role == TradingRole.Provider =>
                ClientLines.TryPublish(fields, out var signal) ? _accountDesk.Add(signal) : Malformed(fields[0]),
            "MARK" when Role == TradingRole.Provider =>
                ClientLines.TryMark(fields, out var mark) ? _accountDesk.Add(mark) : Malformed(fields[0]),
            _ => Malformed(fields[0]),
        };
        if (!keepsRoom)
        {
            Release(1);
        }
    }

    private bool Malformed(string kind)
    {
        Services.Metrics.MalformedLine();
        Services.Logger.MalformedLine(Account, Kinds.Contains(kind) ? kind : NoKind);
        if (++_malformed >= BridgeConstants.MalformedMax)
        {
            End(SessionEnd.Malformed);
        }

        return false;
    }

    private bool TakeAccount(string[] fields)
    {
        if (!ClientLines.TryAccount(fields, out var report))
        {
            return Malformed(fields[0]);
        }

        _hasAccount = true;
        return _accountDesk.Add(report);
    }

    private bool TakeBye(string[] fields)
    {
        if (fields.Length != 3)
        {
            return Malformed(fields[0]);
        }

        End(SessionEnd.ClientGone);
        return false;
    }

    private bool TakePong(string[] fields) =>
        (!ClientLines.TryPong(fields, out var number) || number > _clock!.Pings) && Malformed(fields[0]);

    private bool TakeResume(string[] fields)
    {
        if (!ClientLines.TryResume(fields, out var subscription, out var last) || !_feeds.TryKnow(subscription, last))
        {
            return Malformed(fields[0]);
        }

        return false;
    }

    private bool TakeReady()
    {
        _isReady = true;
        return _accountDesk.Add(AccountDesk.Ready);
    }

    private bool TakeReport(string[] fields)
    {
        if (!ClientLines.TryReport(fields, out var report))
        {
            return Malformed(fields[0]);
        }

        _feeds.Reported(report);
        return _reports.Add(report.Subscription, report);
    }

    private bool TakeRejection(string[] fields)
    {
        if (!ClientLines.TryRejection(fields, out var rejection, out var code))
        {
            return Malformed(fields[0]);
        }

        Services.Metrics.Rejected(rejection.Code);
        Services.Logger.OrderRejected(Account, rejection.Subscription, rejection.Sequence, rejection.Code);
        if (code != RejectionCode.Gap)
        {
            return _reports.Add(rejection.Subscription, rejection);
        }

        _feeds.BeginAgain(rejection);
        return false;
    }
}
