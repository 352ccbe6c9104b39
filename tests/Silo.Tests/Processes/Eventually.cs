namespace OrleansTrading.Silo.Tests.Processes;

/// <summary>Waits for what another process will do: asks again until it is so, or fails at a deadline.</summary>
internal static class Eventually
{
    /// <summary>Far above what a loaded machine takes; a right answer never waits for it.</summary>
    internal static readonly TimeSpan AtMost = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks until there is an answer.</summary>
    /// <exception cref="TimeoutException">There was none in time.</exception>
    internal static async Task<T> GetAsync<T>(string what, Func<Task<T?>> ask)
        where T : class
    {
        var deadline = TimeProvider.System.GetUtcNow() + AtMost;
        using var period = new PeriodicTimer(Period);
        while (true)
        {
            if (await ask() is { } answer)
            {
                return answer;
            }

            if (TimeProvider.System.GetUtcNow() > deadline)
            {
                throw new TimeoutException($"Not within {AtMost}: {what}.");
            }

            await period.WaitForNextTickAsync();
        }
    }
}
