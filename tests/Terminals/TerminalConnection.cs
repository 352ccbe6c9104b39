using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace OrleansTrading.Terminals;

/// <summary>
/// One connection of a terminal, line by line. It keeps 1 KiB for what is received and nothing else, for thousands of
/// them are in one process.
/// </summary>
public sealed class TerminalConnection : IAsyncDisposable
{
    private const int LineBytesMax = 1_024;

    private readonly byte[] _received = new byte[LineBytesMax];
    private readonly Stream _stream;
    private readonly Socket _socket;
    private int _from;
    private int _to;
    private string? _secret;
    private long _sent;
    private long _read;

    private TerminalConnection(Socket socket, Stream stream)
    {
        _socket = socket;
        _stream = stream;
    }

    /// <summary>The session's id; empty before the handshake.</summary>
    public string Session { get; private set; } = string.Empty;

    /// <summary>Connects, with TLS when told whom to expect.</summary>
    public static async Task<TerminalConnection> ConnectAsync(
        IPEndPoint endpoint, SslClientAuthenticationOptions? tls = null, CancellationToken cancellationToken = default)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (tls is not null)
            {
                var secure = new SslStream(stream);
                await secure.AuthenticateAsClientAsync(tls, cancellationToken);
                stream = secure;
            }

            return new TerminalConnection(socket, stream);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Greets with a good proof, and checks the bridge's.</summary>
    /// <returns>Null when let in; else the bridge's line, empty when it only closed.</returns>
    public async Task<string?> EnterAsync(TerminalLogin login, CancellationToken cancellationToken = default)
    {
        var challenge = await ReadLineAsync(cancellationToken);
        var bridgeNonce = challenge?.Split('|') is ["CHALLENGE", "1", { Length: 32 } nonce, _] ? nonce : null;
        if (bridgeNonce is null)
        {
            return challenge ?? string.Empty;
        }

        var own = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var head = $"HELLO|1|{login.Role}|{login.Account}|{own}|{now}|";
        await WriteLineAsync(head + TerminalMac.Of(login.Secret, head + bridgeNonce), cancellationToken);
        var welcome = await ReadLineAsync(cancellationToken);
        if (welcome?.Split('|') is not ["WELCOME", { Length: 32 } session, var time, var heartbeat, var proof])
        {
            return welcome ?? string.Empty;
        }

        var text = $"WELCOME|1|{login.Account}|{session}|{time}|{heartbeat}|{own}|{bridgeNonce}";
        if (proof != TerminalMac.Of(login.Secret, text))
        {
            throw new InvalidDataException("The bridge has not proven that it knows the secret.");
        }

        Authenticate(login.Secret, session);
        return null;
    }

    /// <summary>From now on lines have macs.</summary>
    public void Authenticate(string secret, string session)
    {
        _secret = secret;
        Session = session;
    }

    /// <summary>A line with its mac.</summary>
    public string Sign(string line) =>
        $"{line}|{TerminalMac.OfLine(_secret!, 'C', Session, ++_sent, line)}";

    /// <summary>Sends a line with its mac.</summary>
    public Task SendAsync(string line, CancellationToken cancellationToken = default) =>
        WriteLineAsync(Sign(line), cancellationToken);

    /// <summary>Sends lines with their macs at once.</summary>
    public Task SendAsync(IEnumerable<string> lines, CancellationToken cancellationToken = default) =>
        WriteLineAsync(string.Join('\n', lines.Select(Sign)), cancellationToken);

    /// <summary>Sends a line as it is.</summary>
    public async Task WriteLineAsync(string line, CancellationToken cancellationToken = default) =>
        await WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), cancellationToken);

    /// <summary>Sends bytes as they are.</summary>
    public async Task WriteAsync(byte[] bytes, CancellationToken cancellationToken = default)
    {
        await _stream.WriteAsync(bytes, cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    /// <summary>Says that nothing more comes, and goes on reading.</summary>
    public void CloseSending() => _socket.Shutdown(SocketShutdown.Send);

    /// <summary>The next line without its mac, which must be right; null: the bridge has closed.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken = default)
    {
        var line = await ReadLineAsync(cancellationToken);
        if (line is null || _secret is null || line.StartsWith("SIG|", StringComparison.Ordinal))
        {
            return line;
        }

        var end = line.LastIndexOf('|');
        var expected = TerminalMac.OfLine(_secret, 'S', Session, ++_read, line[..Math.Max(end, 0)]);
        return end >= 0 && line[(end + 1)..] == expected
            ? line[..end]
            : throw new InvalidDataException($"The bridge's line has a wrong mac: {line}");
    }

    /// <summary>The next line as it is; null: the bridge has closed.</summary>
    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var end = _received.AsSpan(_from, _to - _from).IndexOf((byte)'\n');
            if (end >= 0)
            {
                var line = Encoding.UTF8.GetString(_received, _from, end);
                _from += end + 1;
                return line;
            }

            if (_from > 0)
            {
                _received.AsSpan(_from, _to - _from).CopyTo(_received);
                _to -= _from;
                _from = 0;
            }

            if (_to == _received.Length)
            {
                throw new InvalidDataException("The bridge's line is too long.");
            }

            var count = await ReceiveAsync(cancellationToken);
            if (count == 0)
            {
                return null;
            }

            _to += count;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        _socket.Dispose();
    }

    private async Task<int> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _stream.ReadAsync(_received.AsMemory(_to), cancellationToken);
        }
        catch (IOException)
        {
            // Cut off by the bridge: as closed as if it had said so.
            return 0;
        }
    }
}
