using System.Globalization;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// A stored reminder's times. They are all of a row that can change, so they also tell one version of it from another:
/// rows need no version of their own, and both engines use one file.
/// </summary>
/// <param name="StartTicks100ns">The first tick, as it is stored.</param>
/// <param name="PeriodTicks">The period, as it is stored.</param>
internal readonly record struct ReminderTimes(long StartTicks100ns, long PeriodTicks)
{
    public static ReminderTimes Of(ReminderRow row) => new(StorageTime.ToTicks100ns(row.StartAt), row.Period.Ticks);

    /// <summary>Reads an etag; null when it is none of ours.</summary>
    public static ReminderTimes? FromEtag(string? etag) =>
        etag?.Split('+') is [var start, var period]
        && long.TryParse(start, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var startTicks)
        && long.TryParse(period, NumberStyles.None, CultureInfo.InvariantCulture, out var periodTicks)
            ? new ReminderTimes(startTicks, periodTicks)
            : null;

    public string ToEtag() => string.Create(CultureInfo.InvariantCulture, $"{StartTicks100ns}+{PeriodTicks}");
}
