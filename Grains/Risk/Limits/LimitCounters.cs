using Microsoft.Extensions.Options;
using OrleansTrading.Grains.Withdrawals;

namespace OrleansTrading.Grains.Risk.Limits;

/// <summary>A global limit of one day that a quote or a withdrawal counts against.</summary>
/// <param name="Name">
/// What is limited: of quotes <c>platform</c>, <c>asset:…</c>, <c>chain:…</c>; of withdrawals <c>withdrawals</c>,
/// <c>withdrawals:asset:…</c>, <c>withdrawals:chain:…</c>.
/// </param>
/// <param name="Day">The UTC day.</param>
/// <param name="UsdCentsMax">The limit in hundredths of a US dollar.</param>
internal sealed record LimitCounter(string Name, DateOnly Day, ulong UsdCentsMax)
{
    /// <summary>The key of the counter's grain.</summary>
    internal string Key { get; } = LimitKeys.Counter(Name, Day);

    /// <summary>What is limited, as the beginning of a sentence.</summary>
    internal string What => Name == LimitKeys.Withdrawals ? "A day's withdrawals of all users"
        : LimitKeys.IsOfWithdrawals(Name)
            ? $"A day's withdrawals of all users with {Name[(LimitKeys.Withdrawals.Length + 1)..]}"
            : $"A day's quotes of {Name}";
}

/// <summary>
/// Which global limits there are, and which a quote or a withdrawal counts against. Read once from the options.
/// </summary>
internal sealed class LimitCounters(IOptions<RiskOptions> options, IOptions<WithdrawalOptions> withdrawals)
{
    /// <summary>Whether any limit of all users together is configured.</summary>
    internal bool Any { get; } = options.Value.PlatformDayUsdCentsMax is not null
        || options.Value.Assets.Values.Concat(options.Value.Chains.Values)
            .Any(limit => limit.DayUsdCentsMax is not null)
        || withdrawals.Value.PlatformDayUsdCentsMax is not null
        || withdrawals.Value.Assets.Values.Concat(withdrawals.Value.Chains.Values)
            .Any(limit => limit.DayUsdCentsMax is not null);

    internal static DateTimeOffset ResetOf(DateOnly day) =>
        new(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>The configured limit; null when there is none.</summary>
    internal ulong? LimitOf(string name) => (ulong?)(name.Split(':', 2) switch
    {
        [LimitKeys.Platform] => options.Value.PlatformDayUsdCentsMax,
        ["asset", var alias] => options.Value.Assets.GetValueOrDefault(alias)?.DayUsdCentsMax,
        ["chain", var chain] => options.Value.Chains.GetValueOrDefault(chain)?.DayUsdCentsMax,
        [LimitKeys.Withdrawals] => withdrawals.Value.PlatformDayUsdCentsMax,
        [LimitKeys.Withdrawals, var of] => withdrawals.Value.Find(of)?.DayUsdCentsMax,
        _ => null,
    });

    /// <summary>The limits that a quote counts against, once each, also where both of its sides are of one.</summary>
    internal IReadOnlyList<LimitCounter> Of(Asset pay, Asset receive, DateOnly day) =>
        Find(LimitNames.Of(pay, receive).Prepend(LimitKeys.Platform), day);

    /// <summary>The limits that a withdrawal counts against.</summary>
    internal IReadOnlyList<LimitCounter> OfWithdrawal(Asset asset, DateOnly day) =>
        Find(LimitNames.OfWithdrawal(asset), day);

    private IReadOnlyList<LimitCounter> Find(IEnumerable<string> names, DateOnly day) => Any
        ? [.. names.Select(name => LimitOf(name) is { } limit ? new LimitCounter(name, day, limit) : null)
            .OfType<LimitCounter>()]
        : [];
}
