using System.Net;
using OrleansTrading.Grains;
using OrleansTrading.Mql5.Tests.Native;

namespace OrleansTrading.Mql5.Tests.RealBridge;

/// <summary>An account at a scripted broker with its terminal, which is killed and started again.</summary>
/// <param name="program">Provider or Subscriber.</param>
/// <param name="account">The account, and its secret.</param>
/// <param name="bridge">Where the bridge is, or what stands between.</param>
internal sealed class Station(string program, TradingAccountSecret account, Func<IPEndPoint> bridge) : IAsyncDisposable
{
    private TerminalProcess? _terminal;

    public TradingAccountId Account => account.Account.Id;

    public TerminalFolder Folder { get; } = new();

    public BrokerBook Book => Folder.Book;

    /// <summary>Gets or sets what each start of the terminal begins with: quotes, kind of account, inputs.</summary>
    public string[] Script { get; set; } = [];

    public bool Runs => _terminal is { HasEnded: false };

    public TerminalProcess Terminal =>
        _terminal ?? throw new InvalidOperationException($"The {program}'s terminal does not run.");

    /// <summary>Starts the program on what its journal has.</summary>
    /// <param name="script">More for this start.</param>
    public async Task StartAsync(params string[] script)
    {
        await EndAsync();
        _terminal = await TerminalProcess.StartAsync(
            program, Folder, bridge().Port, Account.Value, account.Secret!.Text, [.. Script, .. script]);
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        await Terminal.KillAsync();
        await EndAsync();
    }

    public Task SayAsync(string command) => Terminal.SayAsync(command);

    /// <summary>Lets the time pass that history has to stand still; the program looks after each step.</summary>
    public async Task SettleAsync()
    {
        for (var i = 0; i < 6; i++)
        {
            await SayAsync("advance 1000");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        Folder.Dispose();
    }

    private async Task EndAsync()
    {
        if (_terminal is not null)
        {
            await _terminal.DisposeAsync();
            _terminal = null;
        }
    }
}
