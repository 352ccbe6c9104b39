using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace OrleansTrading.Mql5.Tests.Bridge;

/// <summary>One terminal's connection to the scripted bridge: the handshake, the MACs, lines in and out.</summary>
internal sealed class ScriptedSession : IDisposable
{
    private const string BridgeNonce = "00112233445566778899aabbccddeeff";

    private readonly TcpClient _client;
    private readonly StreamReader _reader;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly string _secret;
    private readonly string _id;
    private long _sent;
    private long _received;

    public ScriptedSession(TcpClient client, string secret, string id)
    {
        _client = client;
        _secret = secret;
        _id = id;
        _reader = new StreamReader(client.GetStream(), Encoding.UTF8);
    }

    public string Role { get; private set; } = "";

    private static long NowMs => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>True when the terminal has proven the account's secret.</summary>
    public async Task<bool> ShakeHandsAsync(string account, int heartbeatMs)
    {
        await WriteAsync(Line($"CHALLENGE|1|{BridgeNonce}|{NowMs}"));
        if (await ReadLineAsync() is not { } hello)
        {
            return false;
        }

        var fields = hello.Split('|');
        var body = string.Join('|', fields[..^1]);
        Assert.Equal(("HELLO", "1", account), (fields[0], fields[1], fields[3]));
        if (fields[^1] != Macs.Of(_secret, $"{body}|{BridgeNonce}"))
        {
            await WriteAsync("BYE|DENIED|no such account, or a wrong proof");
            return false;
        }

        Role = fields[2];
        var welcome = Line($"{_id}|{NowMs}|{heartbeatMs}");
        var proof = Macs.Of(_secret, $"WELCOME|1|{account}|{welcome}|{fields[4]}|{BridgeNonce}");
        await WriteAsync($"WELCOME|{welcome}|{proof}");
        return true;
    }

    /// <summary>The next line's fields without the MAC, which is checked; null: the terminal is gone.</summary>
    public async Task<string[]?> ReadAsync()
    {
        if (await ReadLineAsync() is not { } line)
        {
            return null;
        }

        // Killed in the middle of a line: what is there of it is no line.
        var end = line.LastIndexOf('|');
        if (line.Length - end - 1 != 64)
        {
            return null;
        }

        Assert.True(Encoding.UTF8.GetByteCount(line) < 1024, line);
        Assert.Equal(Macs.Of(_secret, Line($"C|{_id}|{++_received}|{line[..end]}")), line[(end + 1)..]);
        return line[..end].Split('|');
    }

    /// <summary>Says a line with its MAC.</summary>
    public async Task SayAsync(string text)
    {
        await _writing.WaitAsync();
        try
        {
            var mac = Macs.Of(_secret, Line($"S|{_id}|{++_sent}|{text}"));
            await WriteAsync($"{text}|{mac}");
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Says a line that has no MAC: a signed order.</summary>
    public async Task SayBareAsync(string text)
    {
        await _writing.WaitAsync();
        try
        {
            await WriteAsync(text);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Close() => _client.Close();

    public void Dispose()
    {
        _reader.Dispose();
        _client.Dispose();
        _writing.Dispose();
    }

    private async Task<string?> ReadLineAsync()
    {
        try
        {
            return await _reader.ReadLineAsync();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            return null; // reset by a terminal that was killed, or closed by the test
        }
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private async Task WriteAsync(string line)
    {
        try
        {
            await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException
            or InvalidOperationException)
        {
            // The terminal is gone; it hears the line in its next session.
        }
    }
}
