namespace OrleansTrading.Grains.Tests.Worlds;

/// <summary>
/// Waits for what has no signal of its own: something that a chain or a grain says when asked. Asks again and again,
/// and fails loudly with the last answer when the deadline has passed.
/// </summary>
internal static class Eventually
{
    internal static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    /// <summary>The first answer that satisfies the condition.</summary>
    internal static async Task<T> GetAsync<T>(
        Func<Task<T>> ask, Func<T, bool> holds, string what, Func<string>? context = null)
    {
        var last = await ask();
        using var timer = new PeriodicTimer(Period);
        using var deadline = new CancellationTokenSource(Deadline);
        while (!holds(last))
        {
            try
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException(
                    $"Waited {Deadline.TotalSeconds} s for: {what}. Last answer: {last}\n{context?.Invoke()}");
            }

            last = await ask();
        }

        return last;
    }

    internal static Task HoldsAsync(Func<bool> holds, string what, Func<string>? context = null) =>
        GetAsync(() => Task.FromResult(holds()), static answer => answer, what, context);
}
