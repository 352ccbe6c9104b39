using OrleansTrading.Bridge.Tests.Support;
using OrleansTrading.Grains;
using OrleansTrading.Terminals;

namespace OrleansTrading.Bridge.Tests.Sessions;

/// <summary>Who is let in, and who is not.</summary>
public sealed class HandshakeTests
{
    [Fact]
    public async Task Account_with_the_right_proof_is_let_in_and_the_bridge_proves_itself()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        await using var terminal = await bridge.ConnectAsync();

        Assert.Null(await terminal.EnterAsync(account.Login));

        Assert.Equal(terminal.Session, account.Session);
        Assert.StartsWith("127.0.0.1:", account.Hello!.Remote, StringComparison.Ordinal);
        Assert.Equal(1, bridge.Metrics.Sessions);
    }

    [Fact]
    public async Task Unknown_account_wrong_secret_and_wrong_role_are_told_the_same()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        var nobody = new TerminalLogin("acc_aaaaaaaaaaaaaaaaaaaaaaaaaa", account.Login.Secret);
        TerminalLogin[] wrong =
        [
            nobody, account.Login with { Secret = new string('a', 64) }, account.Login with { Role = "PROVIDER" },
        ];

        var answers = new List<string?>();
        foreach (var login in wrong)
        {
            await using var terminal = await bridge.ConnectAsync();
            answers.Add(await terminal.EnterAsync(login));
        }

        Assert.StartsWith("BYE|DENIED|", answers[0], StringComparison.Ordinal);
        Assert.Single(answers.Distinct());
        Assert.Equal(0, bridge.Metrics.Sessions);
    }

    [Theory]
    [InlineData("HELLO|2|SUBSCRIBER|whatever|comes", "VERSION")]
    [InlineData("HELLO|1|SUBSCRIBER|acc_abcdefghijklmnopqrstuvwxyz", "MALFORMED")]
    [InlineData("HELLO", "MALFORMED")]
    [InlineData("GET / HTTP/1.1", "MALFORMED")]
    [InlineData("", "MALFORMED")]
    public async Task Other_greeting_is_told_what_is_wrong(string hello, string code)
    {
        await using var bridge = await BridgeHost.StartAsync();
        await using var terminal = await bridge.ConnectAsync();
        Assert.StartsWith("CHALLENGE|1|", await terminal.ReadLineAsync(), StringComparison.Ordinal);

        await terminal.WriteLineAsync(hello);

        Assert.StartsWith($"BYE|{code}|", await terminal.ReadLineAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Greeting_that_is_too_long_is_cut_off_without_a_word()
    {
        await using var bridge = await BridgeHost.StartAsync();
        await using var terminal = await bridge.ConnectAsync();
        await terminal.ReadLineAsync();

        await terminal.WriteAsync(new byte[1_024]);

        Assert.Null(await terminal.ReadLineAsync());
    }

    [Fact]
    public async Task Who_does_not_greet_in_time_is_cut_off()
    {
        await using var bridge = await BridgeHost.StartAsync();
        await using var terminal = await bridge.ConnectAsync();
        await terminal.ReadLineAsync();
        await terminal.WriteAsync("HELLO|1|SUB"u8.ToArray());

        bridge.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Null(await terminal.ReadLineAsync());
    }

    [Fact]
    public async Task Greeting_that_was_overheard_lets_nobody_in()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        var nonce = new string('a', 32);
        await using var first = await bridge.ConnectAsync();
        var challenge = (await first.ReadLineAsync())!.Split('|');
        var head = $"HELLO|1|SUBSCRIBER|{account.Login.Account}|{nonce}|1735689600000|";
        var hello = head + TerminalMac.Of(account.Login.Secret, head + challenge[2]);
        await first.WriteLineAsync(hello);
        Assert.StartsWith("WELCOME|", await first.ReadLineAsync(), StringComparison.Ordinal);

        await using var second = await bridge.ConnectAsync();
        await second.ReadLineAsync();
        await second.WriteLineAsync(hello);

        Assert.StartsWith("BYE|DENIED|", await second.ReadLineAsync(), StringComparison.Ordinal);
        Assert.NotNull(account.Session);
    }

    [Fact]
    public async Task Newer_session_replaces_the_older_which_is_told_so()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        await using var older = await bridge.GoLiveAsync(account);

        await using var newer = await bridge.GoLiveAsync(account);

        Assert.StartsWith("BYE|REPLACED|", await older.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal(newer.Session, account.Session);
        await older.DisposeAsync();
        await bridge.World.UntilAsync(() => bridge.Log.Has(5004));
        Assert.Equal(newer.Session, account.Session);
    }

    [Fact]
    public async Task Grain_that_fails_at_the_handshake_has_the_client_come_again()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        bridge.World.Before = _ => throw new InvalidOperationException("The grain of the test fails.");
        await using var terminal = await bridge.ConnectAsync();

        Assert.StartsWith("BYE|BUSY|", await terminal.EnterAsync(account.Login), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_and_proofs_are_in_no_log()
    {
        await using var bridge = await BridgeHost.StartAsync();
        var account = bridge.World.AddAccount();
        await using (var terminal = await bridge.GoLiveAsync(account))
        {
            await terminal.SendAsync("WHAT|is|this");
            await terminal.SendAsync("BYE|DONE|Bye");
            Assert.Null(await terminal.ReadAsync());
        }

        await bridge.World.UntilAsync(() => account.Session is null);
        var hello = new BridgeGrant { Key = new SigningKey(account.Login.Secret) };
        Assert.NotEmpty(bridge.Log.Entries);
        Assert.DoesNotContain(account.Login.Secret, hello.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            bridge.Log.Entries, entry => entry.Text.Contains(account.Login.Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(bridge.Log.Entries, entry => entry.Text.Contains("WHAT", StringComparison.Ordinal));
    }
}
