using System.Diagnostics;
using OrleansTrading.Servers;

namespace OrleansTrading.Bench.Wallets;

/// <summary>Debits a second.</summary>
/// <param name="Done">Those that were made.</param>
/// <param name="Failed">Those that met a locked row.</param>
/// <param name="Count">How many were made in all.</param>
internal readonly record struct Rate(double Done, double Failed, long Count)
{
    /// <summary>Processor time of a debit that was made, in microseconds.</summary>
    internal double Micros { get; init; }
}

/// <summary>
/// The processor time of this process, load generator and drivers included, and of the server's: where others use the
/// machine too, it says more than time does.
/// </summary>
internal sealed class ProcessorClock(LocalPostgres server)
{
    private const double MicrosPerServerTick = 10_000;

    internal async Task<Rate> MeasureAsync(Func<Task<Rate>> run)
    {
        var began = NowMicros();
        var rate = await run();
        return rate with { Micros = (NowMicros() - began) / rate.Count };
    }

    private double NowMicros()
    {
        using var own = Process.GetCurrentProcess();
        return own.TotalProcessorTime.TotalMicroseconds + (server.ProcessorTicks * MicrosPerServerTick);
    }
}
