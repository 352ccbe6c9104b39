namespace OrleansTrading.Engine.Storage;

/// <summary>Times as the database keeps them: ticks of 100 ns since 1970-01-01 UTC, exact in both directions.</summary>
internal static class StorageTime
{
    public static long ToTicks100ns(DateTimeOffset time) => time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;

    public static DateTimeOffset FromTicks100ns(long ticks) =>
        new(ticks + DateTimeOffset.UnixEpoch.Ticks, TimeSpan.Zero);
}
