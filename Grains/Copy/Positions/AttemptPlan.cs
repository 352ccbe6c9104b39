namespace OrleansTrading.Grains.Copy.Positions;

/// <summary>
/// When an order that was definitely not executed is tried again. Attempts are stored between: a process that dies in
/// the middle goes on where it was.
/// </summary>
/// <remarks>
/// Waits double from the first to the longest, and each is shortened by up to half by chance, so that ten thousand
/// accounts that were refused together do not come again together.
/// </remarks>
internal static class AttemptPlan
{
    /// <summary>Attempts to open, place, close or cancel.</summary>
    internal const int OrderAttemptsMax = 5;

    /// <summary>Attempts to modify.</summary>
    internal const int ModifyAttemptsMax = 4;

    private static readonly TimeSpan s_orderFirst = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_orderLongest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_modifyFirst = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_modifyLongest = TimeSpan.FromSeconds(3);

    /// <summary>The wait after an attempt; null: that was the last.</summary>
    /// <param name="operation">What is tried.</param>
    /// <param name="refusal">Why it was not executed.</param>
    /// <param name="attempt">How often it was tried.</param>
    /// <param name="hold">How long is waited for what nobody here can change.</param>
    /// <param name="chance">A number from 0 to 255 that nobody can tell before.</param>
    internal static TimeSpan? WaitAfter(
        PositionOperation operation, ReturnClass refusal, int attempt, TimeSpan hold, byte chance)
    {
        if (refusal == ReturnClass.Never || (refusal == ReturnClass.Fix && attempt > 1))
        {
            return null;
        }

        if (refusal == ReturnClass.Hold)
        {
            return Shortened(hold, chance);
        }

        var isModify = operation == PositionOperation.Modify;
        if (attempt >= (isModify ? ModifyAttemptsMax : OrderAttemptsMax))
        {
            return null;
        }

        var wait = (isModify ? s_modifyFirst : s_orderFirst) * (1 << (attempt - 1));
        var longest = isModify ? s_modifyLongest : s_orderLongest;
        return Shortened(wait < longest ? wait : longest, chance);
    }

    /// <summary>Never to less than half.</summary>
    private static TimeSpan Shortened(TimeSpan wait, byte chance) => wait - (wait * chance / (2 * byte.MaxValue));
}
