using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrleansTrading.Bench.Load;

/// <summary>
/// One keep-alive connection that posts quote requests, one at a time, each with an idempotency key of its own. Written
/// by hand, because the load generator shares the processors with what it measures.
/// </summary>
internal sealed class QuoteConnection : IDisposable
{
    private const int AnswerBytesMax = 64 * 1024;
    private const int KeyDigits = 32;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
    };

    private readonly byte[] _received = new byte[AnswerBytesMax];
    private readonly byte[] _request;
    private readonly int _keyAt;
    private readonly ulong _series;
    private ulong _number;

    /// <param name="server">The server.</param>
    /// <param name="customer">Whose requests they are.</param>
    /// <param name="series">Makes this connection's keys different from all others'.</param>
    internal QuoteConnection(Uri server, Customer customer, ulong series)
    {
        Server = server;
        _series = series;
        var body = customer.Body;
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST /v1/quotes HTTP/1.1\r\nHost: {server.Authority}\r\nAuthorization: Bearer {customer.Token}\r\n")
            + "Content-Type: application/json\r\nIdempotency-Key: ";
        var rest = string.Create(
            CultureInfo.InvariantCulture, $"\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        _keyAt = Encoding.UTF8.GetByteCount(head);
        _request = Encoding.UTF8.GetBytes(head + new string('0', KeyDigits) + rest);
    }

    internal Uri Server { get; }

    /// <summary>The last answer's body.</summary>
    internal ReadOnlyMemory<byte> LastBody { get; private set; }

    public void Dispose() => _socket.Dispose();

    internal Task OpenAsync(CancellationToken cancellationToken) =>
        _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Server.Port), cancellationToken).AsTask();

    /// <summary>Posts one request and reads the whole answer.</summary>
    /// <returns>The quote's id; null when the answer is not a created quote.</returns>
    internal async ValueTask<string?> PostAsync(CancellationToken cancellationToken)
    {
        WriteKey();
        for (var sent = 0; sent < _request.Length;)
        {
            sent += await _socket.SendAsync(_request.AsMemory(sent), SocketFlags.None, cancellationToken);
        }

        var length = 0;
        while (true)
        {
            var count = await _socket.ReceiveAsync(_received.AsMemory(length), SocketFlags.None, cancellationToken);
            if (count == 0)
            {
                throw new BenchFailedException($"{Server} closed a connection.");
            }

            length += count;
            if (TryFinish(length))
            {
                return ReadId(_received.AsSpan(0, length), LastBody.Span);
            }
        }
    }

    /// <summary>The last answer, kept.</summary>
    internal CreatedAnswer Record()
    {
        const string Name = "Location: ";
        var head = Encoding.ASCII.GetString(_received, 0, _received.AsSpan().IndexOf("\r\n\r\n"u8) + 2);
        var at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase) + Name.Length;
        return new CreatedAnswer(LastBody.ToArray(), head[at..head.IndexOf('\r', at)]);
    }

    /// <summary>The last answer as text, for a failure's message.</summary>
    internal string Describe()
    {
        var headEnd = Math.Max(0, _received.AsSpan().IndexOf("\r\n"u8));
        return $"{Encoding.ASCII.GetString(_received, 0, headEnd)} {Encoding.UTF8.GetString(LastBody.Span)}";
    }

    private static string? ReadId(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> body)
    {
        if (!answer.StartsWith("HTTP/1.1 201 "u8) || !body.StartsWith("{\"id\":\""u8))
        {
            return null;
        }

        var rest = body[7..];
        var end = rest.IndexOf((byte)'"');
        return end > 0 ? Encoding.ASCII.GetString(rest[..end]) : null;
    }

    private void WriteKey()
    {
        _number++;
        var key = _request.AsSpan(_keyAt, KeyDigits);
        _ = Utf8Formatter.TryFormat(_series, key[..16], out _, new('x', 16));
        _ = Utf8Formatter.TryFormat(_number, key[16..], out _, new('x', 16));
    }

    /// <summary>True once the head and the announced body are here.</summary>
    private bool TryFinish(int length)
    {
        var received = _received.AsSpan(0, length);
        var headEnd = received.IndexOf("\r\n\r\n"u8);
        if (headEnd < 0)
        {
            return length < _received.Length
                ? false
                : throw new BenchFailedException($"{Server} sent a head of more than {AnswerBytesMax} bytes.");
        }

        var name = "Content-Length: "u8;
        var at = received[..headEnd].IndexOf(name);
        if (at < 0 || !Utf8Parser.TryParse(received[(at + name.Length)..], out int bodyLength, out _)
            || headEnd + 4 + bodyLength > _received.Length)
        {
            throw new BenchFailedException($"{Server} sent an answer without a length, or of too many bytes.");
        }

        if (length < headEnd + 4 + bodyLength)
        {
            return false;
        }

        LastBody = _received.AsMemory(headEnd + 4, bodyLength);
        return true;
    }
}
