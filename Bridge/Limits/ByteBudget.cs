namespace OrleansTrading.Bridge.Limits;

/// <summary>How much one client may send: so many bytes a second, and ten seconds' worth at once.</summary>
internal sealed class ByteBudget(int bytesPerSecond, TimeProvider time)
{
    private readonly long _budgetMax = (long)bytesPerSecond * BridgeConstants.ByteWindowSeconds;
    private long _budget = (long)bytesPerSecond * BridgeConstants.ByteWindowSeconds;
    private long _since = time.GetTimestamp();

    /// <summary>Takes what was received.</summary>
    /// <returns>How long nothing more is to be read; zero: read on.</returns>
    internal TimeSpan Take(long bytes)
    {
        if (_budget < bytes)
        {
            Refill();
        }

        _budget -= bytes;
        return _budget >= 0
            ? TimeSpan.Zero
            : TimeSpan.FromTicks((-_budget * TimeSpan.TicksPerSecond / bytesPerSecond) + 1);
    }

    private void Refill()
    {
        var now = time.GetTimestamp();
        var elapsed = time.GetElapsedTime(_since, now);
        _since = now;
        var whole = TimeSpan.FromSeconds(BridgeConstants.ByteWindowSeconds * 2);
        var ticks = Math.Min(elapsed.Ticks, whole.Ticks);
        _budget = Math.Min(_budgetMax, _budget + (ticks * bytesPerSecond / TimeSpan.TicksPerSecond));
    }
}
