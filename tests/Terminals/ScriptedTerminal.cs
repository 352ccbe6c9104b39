using System.Globalization;
using System.Net;
using System.Net.Security;

namespace OrleansTrading.Terminals;

/// <summary>What a scripted broker does with an order, which it is given once.</summary>
/// <returns>The report from its kind to its time: <c>FILLED|10009||order|deal|volume|price|…|time</c>.</returns>
public delegate string ScriptedBroker(TerminalOrder order);

/// <summary>
/// A terminal that copies: enters, resumes, gives each order to its broker once, reports, and answers what it is asked.
/// Its journal outlives it, so another one can go on after a cut.
/// </summary>
public sealed class ScriptedTerminal(TerminalLogin login, TerminalJournal journal, ScriptedBroker broker)
{
    /// <summary>Told of each line that came, after it was acted upon.</summary>
    public Action<string>? Heard { get; init; }

    /// <summary>The symbols that are told after the account.</summary>
    public IReadOnlyList<string> Symbols { get; init; } = ["EURUSD|5|0.01|500.00|0.01|100000.00|1000000|8|FULL"];

    /// <summary>An execution as a broker of a demo account reports it.</summary>
    public static string Fill(TerminalOrder order) => string.Create(
        CultureInfo.InvariantCulture,
        $"FILLED|10009||{order.Sequence + 70_000}|{order.Sequence + 80_000}|{order.Volume}|{order.Price}|")
        + string.Create(CultureInfo.InvariantCulture, $"0.00|0.00|0.00|{order.Time + 310}");

    /// <summary>The account's line.</summary>
    public static string AccountLine(TerminalLogin login) => string.Create(
        CultureInfo.InvariantCulture,
        $"ACC|{login.Login}|{login.TradeServer}|USD|HEDGING|100|10000.00|10000.00|10000.00|1|7200");

    /// <summary>Connects, and serves until the bridge closes or says goodbye.</summary>
    /// <returns>The bridge's last word: the code of its <c>BYE</c>, or empty.</returns>
    public async Task<string> RunAsync(
        IPEndPoint endpoint, SslClientAuthenticationOptions? tls = null, CancellationToken cancellationToken = default)
    {
        await using var connection = await TerminalConnection.ConnectAsync(endpoint, tls, cancellationToken);
        if (await connection.EnterAsync(login, cancellationToken) is { } refused)
        {
            return CodeOf(refused);
        }

        await connection.SendAsync(
            [
                AccountLine(login),
                .. Symbols.Select(symbol => $"SYM|{symbol}"),
                .. journal.ResumeLines(),
                "READY",
            ],
            cancellationToken);
        while (await connection.ReadAsync(cancellationToken) is { } line)
        {
            await AnswerAsync(connection, line, cancellationToken);
            Heard?.Invoke(line);
            if (line.StartsWith("BYE|", StringComparison.Ordinal))
            {
                return CodeOf(line);
            }
        }

        return string.Empty;
    }

    private static string CodeOf(string line) => line.Split('|') is ["BYE", var code, ..] ? code : string.Empty;

    private async Task AnswerAsync(TerminalConnection connection, string line, CancellationToken cancellationToken)
    {
        var fields = line.Split('|');
        switch (fields[0])
        {
            case "SUB":
                journal.TakeBase(fields[1], long.Parse(fields[2], CultureInfo.InvariantCulture));
                break;
            case "SIG":
                await connection.SendAsync(Take(line, fields), cancellationToken);
                break;
            case "FIN":
                journal.Confirm(long.Parse(fields[1], CultureInfo.InvariantCulture));
                break;
            case "PING":
                await connection.SendAsync($"PONG|{fields[1]}", cancellationToken);
                break;
            case "ASK" when journal.FindReport(
                fields[1], long.Parse(fields[2], CultureInfo.InvariantCulture)) is { } told:
                await connection.SendAsync(told, cancellationToken);
                break;
        }
    }

    private IEnumerable<string> Take(string line, string[] fields)
    {
        var last = journal.Last(fields[1]);
        if (TerminalOrder.Read(line, login.Secret) is not { } order)
        {
            return [Reject(fields, "SIGNATURE", last)];
        }

        if (last is null)
        {
            return [Reject(fields, "UNKNOWN", last)];
        }

        if (order.Sequence > last + 1)
        {
            return [Reject(fields, "GAP", last)];
        }

        if (!journal.TryTake(order))
        {
            return journal.FindReport(order.Subscription, order.Sequence) is { } told ? [told] : [];
        }

        var outcome = broker(order);
        return
        [
            journal.AddReport(order.Subscription, order.Sequence, number => string.Create(
                CultureInfo.InvariantCulture, $"REP|{number}|{order.Subscription}|{order.Sequence}|{outcome}")),
        ];
    }

    private static string Reject(string[] fields, string code, long? last) => string.Create(
        CultureInfo.InvariantCulture, $"REJ|{fields[1]}|{fields[2]}|{code}|{last ?? 0}");
}
