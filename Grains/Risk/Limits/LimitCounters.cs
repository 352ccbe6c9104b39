using Microsoft.Extensions.Options;

namespace OrleansTrading.Grains.Risk.Limits;

/// <summary>A global limit of one day that a quote counts against.</summary>
/// <param name="Name">What is limited: <c>platform</c>, <c>asset:…</c>, <c>chain:…</c>.</param>
/// <param name="Day">The UTC day.</param>
/// <param name="UsdCentsMax">The limit in hundredths of a US dollar.</param>
internal sealed record LimitCounter(string Name, DateOnly Day, ulong UsdCentsMax)
{
    /// <summary>The key of the counter's grain.</summary>
    internal string Key { get; } = LimitKeys.Counter(Name, Day);
}

/// <summary>Which global limits there are, and which a quote counts against. Read once from the options.</summary>
internal sealed class LimitCounters(IOptions<RiskOptions> options)
{
    /// <summary>Whether any limit of all users together is configured.</summary>
    internal bool Any { get; } = options.Value.PlatformDayUsdCentsMax is not null
        || options.Value.Assets.Values.Concat(options.Value.Chains.Values)
            .Any(limit => limit.DayUsdCentsMax is not null);

    internal static DateTimeOffset ResetOf(DateOnly day) =>
        new(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>The configured limit; null when there is none.</summary>
    internal ulong? LimitOf(string name) => (ulong?)(name.Split(':', 2) switch
    {
        [LimitKeys.Platform] => options.Value.PlatformDayUsdCentsMax,
        ["asset", var alias] => options.Value.Assets.GetValueOrDefault(alias)?.DayUsdCentsMax,
        ["chain", var chain] => options.Value.Chains.GetValueOrDefault(chain)?.DayUsdCentsMax,
        _ => null,
    });

    /// <summary>The limits that a quote counts against, once each, also where both of its sides are of one.</summary>
    internal IReadOnlyList<LimitCounter> Of(Asset pay, Asset receive, DateOnly day) =>
        Any ? [.. NamesOf(pay, receive).Select(name => Find(name, day)).OfType<LimitCounter>()] : [];

    private LimitCounter? Find(string name, DateOnly day) =>
        LimitOf(name) is { } limit ? new LimitCounter(name, day, limit) : null;

    private static IEnumerable<string> NamesOf(Asset pay, Asset receive) =>
        LimitNames.Of(pay, receive).Prepend(LimitKeys.Platform);
}
