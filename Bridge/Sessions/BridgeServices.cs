using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Bridge.Diagnostics;
using OrleansTrading.Grains;

namespace OrleansTrading.Bridge.Sessions;

/// <summary>What all sessions share.</summary>
internal sealed class BridgeServices(
    IGrainFactory grains,
    IEntropy entropy,
    TimeProvider time,
    IOptions<BridgeOptions> options,
    BridgeMetrics metrics,
    ILogger<BridgeServices> logger) : IDisposable
{
    private readonly SemaphoreSlim _reports = new(options.Value.AllReportsUnderWayMax);
    private readonly SemaphoreSlim _resumes = new(options.Value.ResumesUnderWayMax);

    internal IGrainFactory Grains { get; } = grains;

    internal TimeProvider Time { get; } = time;

    internal BridgeOptions Options { get; } = options.Value;

    internal BridgeMetrics Metrics { get; } = metrics;

    internal ILogger Logger { get; } = logger;

    public void Dispose()
    {
        _reports.Dispose();
        _resumes.Dispose();
    }

    /// <summary>A nonce or a session's id: 32 hexadecimal characters that nobody can guess.</summary>
    internal string NewNonce()
    {
        Span<byte> bytes = stackalloc byte[BridgeConstants.NonceBytes];
        entropy.Fill(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>
    /// Calls a grain for a handshake or a resume, of which only so many are under way: after a restart everybody comes
    /// at once, and grains are better asked in turn than all together until calls time out.
    /// </summary>
    internal Task<T> CallInTurnAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken) =>
        CallAsync(_resumes, call, cancellationToken);

    /// <summary>Calls a grain for a report, of which only so many are under way: orders come first.</summary>
    internal Task<T> ReportInTurnAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken) =>
        CallAsync(_reports, call, cancellationToken);

    private static async Task<T> CallAsync<T>(
        SemaphoreSlim turns, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        await turns.WaitAsync(cancellationToken);
        try
        {
            return await call();
        }
        finally
        {
            turns.Release();
        }
    }
}
