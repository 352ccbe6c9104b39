using OrleansTrading.Bridge.Tests.Support;
using OrleansTrading.Terminals;

namespace OrleansTrading.Bridge.Tests.Protocol;

/// <summary>The example of docs/bridge-protocol.md, byte for byte over a socket.</summary>
public sealed class ExampleTests
{
    private const string Secret = "7d9f1dc164ca0e47f73008a6ff358c4ba6f1db473fa693d7b797a1355517c915";
    private const string Account = "acc_abcdefghijklmnopqrstuvwxyz";
    private const string Subscription = "sub_aaaaaaaaaaaaaaaaaaaaaaaaaa";

    private static string Document { get; } =
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "bridge-protocol.md"));

    [Fact]
    public async Task The_bridge_says_what_the_document_s_example_says()
    {
        var lines = ReadExample();
        Assert.Equal(11, lines.Count);
        Assert.Contains(Secret, Document, StringComparison.Ordinal);
        await using var bridge = await BridgeHost.StartAsync(
            entropy: new TestEntropy("00112233445566778899aabbccddeeff", "0123456789abcdef0123456789abcdef"));
        var account = bridge.World.AddAccount(id: Account, secret: Secret);
        var subscription = bridge.World.AddSubscription(account, Subscription);
        await using var terminal = await bridge.ConnectAsync();

        foreach (var (isBridge, line) in lines)
        {
            if (!isBridge)
            {
                var isHello = line.StartsWith("HELLO", StringComparison.Ordinal);
                bridge.Time.Advance(TimeSpan.FromMilliseconds(isHello ? 40 : 0));
                await terminal.WriteLineAsync(line);
                continue;
            }

            if (line.StartsWith("SIG|", StringComparison.Ordinal))
            {
                await subscription.OrderAsync();
            }

            Assert.Equal(line, await terminal.ReadLineAsync());
        }

        var report = Assert.Single(subscription.Reports);
        Assert.Equal((1, 10009, 70001, 80001), (report.Number, report.Retcode, report.Order, report.Deal));
        Assert.Equal(("0.10", "1.08347"), (report.Volume.ToString(), report.Price.ToString()));
        Assert.Equal("EURUSD", Assert.Single(account.Symbols).Symbol);
        Assert.Equal(TimeSpan.FromHours(2), Assert.Single(account.Reports).ServerOffset);
        Assert.Equal(1_735_689_600_020, account.Hello!.ClientTime.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void The_terminal_of_the_tests_computes_the_document_s_values_by_itself()
    {
        var lines = ReadExample();
        var session = lines[2].Line.Split('|')[1];
        long sent = 0, received = 0;
        foreach (var (isBridge, line) in lines.Skip(3))
        {
            var bar = line.LastIndexOf('|');
            var expected = line.StartsWith("SIG|", StringComparison.Ordinal)
                ? TerminalMac.Of(Secret, line[4..bar])
                : TerminalMac.OfLine(
                    Secret, isBridge ? 'S' : 'C', session, isBridge ? ++received : ++sent, line[..bar]);

            Assert.Equal(expected, line[(bar + 1)..]);
        }

        Assert.Contains($"magic `{TerminalMac.Magic(Subscription, 1)}`", Document, StringComparison.Ordinal);
    }

    private static List<(bool IsBridge, string Line)> ReadExample()
    {
        var example = Document[Document.IndexOf("## An example", StringComparison.Ordinal)..];
        return
        [
            .. example.Split('\n')
                .Where(line => line.StartsWith("S  ", StringComparison.Ordinal)
                    || line.StartsWith("C  ", StringComparison.Ordinal))
                .Select(line => (line[0] == 'S', line[3..])),
        ];
    }
}
