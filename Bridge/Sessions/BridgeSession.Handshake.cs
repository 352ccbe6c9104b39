using System.Buffers;
using OrleansTrading.Bridge.Diagnostics;
using OrleansTrading.Bridge.Protocol;
using OrleansTrading.Grains;

namespace OrleansTrading.Bridge.Sessions;

/// <content>How somebody is let in.</content>
internal sealed partial class BridgeSession
{
    /// <summary>Greets, and reads the client's greeting.</summary>
    /// <returns>Null when there was none that counts; the session has ended then.</returns>
    private async Task<HelloLine?> ReadHelloAsync()
    {
        Post(ServerLines.Challenge(_nonce, Services.Time.GetUtcNow()), hasMac: false);
        using var limit = new CancellationTokenSource(Services.Options.HandshakeTimeout, Services.Time);
        await using var late = limit.Token.Register(() => End(SessionEnd.NoHello));
        var line = await ReadFirstLineAsync();
        if (HasEnded || line is null)
        {
            return null;
        }

        var fields = LineReader.Split(line);
        if (fields is not null && HelloLine.TryParse(fields, out var hello))
        {
            return hello;
        }

        End(fields is not null && HelloLine.IsOtherVersion(fields) ? SessionEnd.OtherVersion : SessionEnd.Malformed);
        return null;
    }

    private async Task<byte[]?> ReadFirstLineAsync()
    {
        while (true)
        {
            var read = await _input.ReadAsync();
            var buffer = read.Buffer;
            var found = LineReader.TryTake(ref buffer, out var line);
            if (found == LineFound.Line)
            {
                var copy = line.ToArray();
                _input.AdvanceTo(buffer.Start);
                return copy;
            }

            _input.AdvanceTo(buffer.Start, buffer.End);
            if (found == LineFound.TooLong)
            {
                End(SessionEnd.LongLine);
                return null;
            }

            if (read.IsCompleted || HasEnded)
            {
                return null;
            }
        }
    }

    /// <summary>Has the account decide, and proves to the client who we are.</summary>
    private async Task<bool> OpenAsync(HelloLine hello, IBridgeSession reference)
    {
        Account = hello.Account;
        Role = hello.Role;
        if (await AskAccountAsync(hello, reference) is not { } grant)
        {
            return false;
        }

        Provider = grant.Provider;
        var now = Services.Time.GetUtcNow();
        var heartbeat = Services.Options.Heartbeat;
        var proof = LineMac.Prove(grant.Key, hello.WelcomeText(Id, now, heartbeat, _nonce));

        // A session may have been replaced before it began: then only the end is said, as to who was never let in.
        if (HasEnded)
        {
            return false;
        }

        Post(HelloLine.Welcome(Id, now, heartbeat, proof), hasMac: false);
        _mac = new LineMac(grant.Key, Id);
        _outbound.Authenticate(_mac);
        _clock = new SilenceClock(
            Services.Time, heartbeat, number => Post(ServerLines.Ping(number)), () => End(SessionEnd.Silence));
        Services.Logger.SessionBegan(Account, _remote, Role, Id);
        return true;
    }

    private async Task<BridgeGrant?> AskAccountAsync(HelloLine hello, IBridgeSession reference)
    {
        var asked = new BridgeHello
        {
            Session = Id,
            Role = hello.Role,
            Text = hello.ProofText(_nonce),
            Proof = hello.Proof,
            Remote = _remote,
            ClientTime = hello.Time,
        };
        try
        {
            var grant = await Services.CallInTurnAsync(() => AccountGrain.OpenSessionAsync(asked, reference), Ending);
            if (grant is null)
            {
                End(SessionEnd.Denied);
            }

            return grant;
        }
        catch (Exception failure) when (!HasEnded)
        {
            Fail("opening the session", failure);
            return null;
        }
    }
}
