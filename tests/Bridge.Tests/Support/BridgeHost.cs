using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansTrading.Bridge.Diagnostics;
using OrleansTrading.Bridge.Hosting;
using OrleansTrading.Clocks;
using OrleansTrading.Grains;
using OrleansTrading.Terminals;

namespace OrleansTrading.Bridge.Tests.Support;

/// <summary>A bridge on a real socket, on the real engine with grains of the tests, by a clock they move.</summary>
internal sealed class BridgeHost : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _isStopped;

    private BridgeHost(IHost host) => _host = host;

    internal World World => _host.Services.GetRequiredService<World>();

    /// <summary>Gets the time of the example in docs/bridge-protocol.md.</summary>
    private static DateTimeOffset Start => DateTimeOffset.FromUnixTimeMilliseconds(1_735_689_600_000);

    internal ManualTime Time => _host.Services.GetRequiredService<ManualTime>();

    internal CapturedLog Log => _host.Services.GetRequiredService<CapturedLog>();

    internal BridgeConnections Connections => _host.Services.GetRequiredService<BridgeConnections>();

    internal BridgeMetrics Metrics => _host.Services.GetRequiredService<BridgeMetrics>();

    internal IServiceProvider Services => _host.Services;

    internal IPEndPoint Endpoint { get; private init; } = new(IPAddress.Loopback, 0);

    internal static async Task<BridgeHost> StartAsync(
        Action<BridgeOptions>? configure = null, IEntropy? entropy = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.AddSingleton<CapturedLog>();
        builder.Services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<CapturedLog>());
        builder.Logging.SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddSingleton(new ManualTime(Start));
        builder.Services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<ManualTime>());
        builder.Services.AddSingleton(entropy ?? new TestEntropy());
        builder.Services.AddSingleton<World>();
        BridgeClusterFixture.AddGrains(builder);
        builder.Services.AddBridge(options =>
        {
            options.Endpoint = "127.0.0.1:0";
            configure?.Invoke(options);
        });
        var host = builder.Build();
        host.Services.GetRequiredService<CapturedLog>().Logged = host.Services.GetRequiredService<World>().Changed;
        await host.StartAsync();
        return new BridgeHost(host) { Endpoint = host.Services.GetRequiredService<BridgeServer>().Endpoint! };
    }

    /// <summary>A connection on which nothing has been said.</summary>
    internal Task<TerminalConnection> ConnectAsync() => TerminalConnection.ConnectAsync(Endpoint);

    /// <summary>A connection that was let in, and has told its account.</summary>
    internal async Task<TerminalConnection> EnterAsync(TestAccount account)
    {
        var terminal = await ConnectAsync();
        Assert.Null(await terminal.EnterAsync(account.Login));
        await terminal.SendAsync(ScriptedTerminal.AccountLine(account.Login));
        return terminal;
    }

    /// <summary>A subscriber's connection that is live.</summary>
    internal async Task<TerminalConnection> GoLiveAsync(TestAccount account, params string[] resume)
    {
        var terminal = await EnterAsync(account);
        await terminal.SendAsync([.. resume, "READY"]);
        while (await terminal.ReadAsync() is { } line && line != "LIVE")
        {
            Assert.False(line.StartsWith("BYE|", StringComparison.Ordinal), line);
        }

        return terminal;
    }

    /// <summary>Waits until something was logged.</summary>
    internal Task LoggedAsync(int id, string text) => World.UntilAsync(() => Log.Entries.Any(
        entry => entry.Event.Id == id && entry.Text.Contains(text, StringComparison.Ordinal)));

    internal async Task StopAsync()
    {
        _isStopped = true;
        await _host.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        World.OpenGates();
        if (!_isStopped)
        {
            // The clock stands still: whoever does not go by himself is cut off.
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await _host.StopAsync(patience.Token);
        }

        _host.Dispose();
    }

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
