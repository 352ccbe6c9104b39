namespace OrleansTrading.Mql5.Tests.RealBridge;

/// <summary>Waits for what has no signal of its own: looks again until it is so, or fails at a deadline.</summary>
internal static class Eventually
{
    /// <summary>Far above what a loaded machine takes; a right answer never waits for it.</summary>
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks until there is no complaint.</summary>
    /// <param name="complaint">What is not so yet; null: nothing.</param>
    /// <param name="context">What else a failure tells.</param>
    public static async Task HoldsAsync(Func<Task<string?>> complaint, Func<string> context)
    {
        using var period = new PeriodicTimer(s_period);
        using var deadline = new CancellationTokenSource(s_deadline);
        while (await complaint() is { } text)
        {
            try
            {
                await period.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Not within {s_deadline}: {text}\n{context()}");
            }
        }
    }
}
