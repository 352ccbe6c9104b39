using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Chains.Transport.Endpoints;
using OrleansTrading.Clocks;

namespace OrleansTrading.Chains.Tests.Transport.Endpoints;

/// <summary>Solana's transport over several nodes, on a clock that only the test moves.</summary>
internal sealed class EndpointWorld : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IReadOnlyList<SolanaNode> _nodes;

    private EndpointWorld(IReadOnlyList<SolanaNode> nodes, ServiceProvider services, LogLines log)
    {
        _nodes = nodes;
        _services = services;
        Log = log;
        Rpc = services.GetRequiredKeyedService<IJsonRpc>(SolanaExtensions.ChainName);
        Chain = services.GetRequiredService<IChain>();
        Set = services.GetRequiredKeyedService<EndpointSet>(SolanaExtensions.ChainName);
        Clock = (ManualTime)services.GetRequiredService<TimeProvider>();
    }

    internal IJsonRpc Rpc { get; }

    internal IChain Chain { get; }

    internal EndpointSet Set { get; }

    internal ManualTime Clock { get; }

    internal LogLines Log { get; }

    internal ChainOutage? Outage => _services.GetServices<IChainOutages>()
        .Select(source => source.Find(SolanaExtensions.ChainName)).FirstOrDefault(outage => outage is not null);

    internal SolanaNode this[int place] => _nodes[place];

    internal static async Task<EndpointWorld> OpenAsync(
        int nodes, Func<HttpTransportOptions, HttpTransportOptions>? change = null, string path = "/")
    {
        var servers = new List<SolanaNode>();
        for (var place = 0; place < nodes; place++)
        {
            servers.Add(await SolanaNode.StartAsync(((char)('a' + place)).ToString(), path));
        }

        var options = new HttpTransportOptions
        {
            Endpoints = [.. servers.Select(server => new EndpointOptions { Name = server.Name, Url = server.Url })],
            RetryDelay = TimeSpan.Zero,
        };
        var log = new LogLines();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new ManualTime());
        services.AddLogging(logging => logging.AddProvider(log));
        services.AddSolanaChain(new SolanaOptions { Cluster = "mainnet" }, change?.Invoke(options) ?? options);
        return new EndpointWorld(servers, services.BuildServiceProvider(), log);
    }

    internal async Task<string?> ReadAsync(IJsonRpc? rpc = null, string method = "getThing") =>
        (await (rpc ?? Rpc).CallAsync(method, null, RequestKind.Read)).GetString();

    internal async Task<string?> SubmitAsync() =>
        (await Rpc.CallAsync("sendTransaction", new JsonArray("AQID"), RequestKind.Submission)).GetString();

    internal Task CheckAsync() => Set.CheckAsync(CancellationToken.None);

    internal EndpointState StateOf(int place) => Set.List()[place].State;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }
}

/// <summary>What was logged, as text.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    internal string Text => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel} {eventId.Id} {formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
