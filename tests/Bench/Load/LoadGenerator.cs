using System.Diagnostics;
using OrleansTrading.Servers;

namespace OrleansTrading.Bench.Load;

/// <summary>
/// Posts quotes over many connections to one server. Any answer but a created quote ends the measurement.
/// </summary>
internal sealed class LoadGenerator : IDisposable
{
    /// <summary>One of so many ids is kept, to be asked for after the end.</summary>
    private const int SampleEvery = 97;

    private static int s_series;

    private readonly QuoteConnection[] _connections;
    private readonly List<(int Customer, string Id)>[] _samples;
    private readonly int _customers;
    private readonly DotnetProcess _server;
    private long _acknowledged;

    private LoadGenerator(DotnetProcess server, Uri url, IReadOnlyList<Customer> customers, int connections)
    {
        _server = server;
        _customers = customers.Count;

        // Different for every run on the same data, so that no key was ever used before.
        var run = (ulong)Interlocked.Increment(ref s_series) << 32;
        _connections = [.. Enumerable.Range(0, connections).Select(
            i => new QuoteConnection(url, customers[i % customers.Count], run + (ulong)i))];
        _samples = [.. _connections.Select(_ => new List<(int, string)>())];
    }

    /// <summary>How many quotes were answered 201 with an id.</summary>
    internal long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Some of the acknowledged quotes, with the number of their customer.</summary>
    internal IEnumerable<(int Customer, string Id)> Samples => _samples.SelectMany(s => s);

    public void Dispose() => Array.ForEach(_connections, c => c.Dispose());

    internal static async Task<LoadGenerator> OpenAsync(
        DotnetProcess server,
        Uri url,
        IReadOnlyList<Customer> customers,
        int connections,
        CancellationToken cancellationToken)
    {
        var generator = new LoadGenerator(server, url, customers, connections);
        foreach (var connection in generator._connections)
        {
            await connection.OpenAsync(cancellationToken);
        }

        return generator;
    }

    /// <summary>Every connection asks again as soon as it is answered.</summary>
    internal Task<PhaseReport> SaturateAsync(string name, TimeSpan time, CancellationToken cancellationToken) =>
        RunAsync(name, time, perSecond: null, cancellationToken);

    /// <summary>
    /// Requests are due at a fixed rate, whatever the answers do. One that finds its connection still busy counts from
    /// when it was due.
    /// </summary>
    internal Task<PhaseReport> PaceAsync(
        string name, TimeSpan time, double perSecond, CancellationToken cancellationToken) =>
        RunAsync(name, time, perSecond, cancellationToken);

    private async Task<PhaseReport> RunAsync(
        string name, TimeSpan time, double? perSecond, CancellationToken cancellationToken)
    {
        var processor = _server.ProcessorTime;
        var began = Stopwatch.GetTimestamp();
        var end = began + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var runs = _connections.Select((_, i) => Task.Run(
            () => perSecond is { } rate
                ? PacedAsync(i, began, end, rate, cancellationToken)
                : SaturatedAsync(i, end, cancellationToken),
            cancellationToken));
        var micros = await Task.WhenAll(runs);
        return PhaseReport.Of(name, micros, Stopwatch.GetElapsedTime(began), _server.ProcessorTime - processor);
    }

    private async Task<List<int>> SaturatedAsync(int index, long end, CancellationToken cancellationToken)
    {
        var micros = new List<int>(1 << 14);
        while (Stopwatch.GetTimestamp() is var from && from < end)
        {
            await PostAsync(index, micros.Count, cancellationToken);
            micros.Add(MicrosSince(from));
        }

        return micros;
    }

    private async Task<List<int>> PacedAsync(
        int index, long began, long end, double perSecond, CancellationToken cancellationToken)
    {
        var micros = new List<int>(1 << 14);
        var step = Stopwatch.Frequency / perSecond;
        for (long number = index; ; number += _connections.Length)
        {
            var due = began + (long)(number * step);
            if (due >= end)
            {
                return micros;
            }

            var from = due;
            while (Stopwatch.GetTimestamp() is var now && now < due)
            {
                await Task.Delay(Math.Max(1, (int)((due - now) * 1000 / Stopwatch.Frequency)), cancellationToken);

                // The timer's lateness is ours, not the server's.
                from = Stopwatch.GetTimestamp();
            }

            await PostAsync(index, micros.Count, cancellationToken);
            micros.Add(MicrosSince(from));
        }
    }

    private async ValueTask PostAsync(int index, int number, CancellationToken cancellationToken)
    {
        var connection = _connections[index];
        var id = await connection.PostAsync(cancellationToken) ?? throw new BenchFailedException(
            $"{connection.Server} did not answer with a quote: {connection.Describe()}");
        Interlocked.Increment(ref _acknowledged);
        if (number % SampleEvery == 0)
        {
            _samples[index].Add((index % _customers, id));
        }
    }

    private static int MicrosSince(long from) => (int)Stopwatch.GetElapsedTime(from).TotalMicroseconds;
}
