using Microsoft.Extensions.Options;
using OrleansTrading.Grains.Withdrawals;

namespace OrleansTrading.Grains.Risk.Limits;

/// <summary>A limit that each user has for itself.</summary>
/// <param name="One">What one operation is called, as the beginning of a sentence.</param>
/// <param name="OneUsdCentsMax">The most one may be worth; null: no limit.</param>
/// <param name="Day">What a day's operations are called.</param>
/// <param name="DayUsdCentsMax">The most a UTC day's may be worth together; null: no limit.</param>
internal sealed record UserLimit(string One, ulong? OneUsdCentsMax, string Day, ulong? DayUsdCentsMax);

/// <summary>The limits that each user has, by name. Read once from the options.</summary>
internal sealed class UserLimits(IOptions<RiskOptions> options, IOptions<WithdrawalOptions> withdrawals)
{
    /// <summary>The limit of a name; null when none is configured.</summary>
    internal UserLimit? Find(string name) => name.Split(':', 2) switch
    {
        [LimitKeys.Quotes] => new UserLimit(
            "A quote",
            (ulong)options.Value.QuoteUsdCentsMax,
            "A day's quotes of a user",
            (ulong)options.Value.DayUsdCentsMax),
        [LimitKeys.Withdrawals] => new UserLimit(
            "A withdrawal",
            (ulong)withdrawals.Value.OneUsdCentsMax,
            "A day's withdrawals of a user",
            (ulong)withdrawals.Value.DayUsdCentsMax),
        [LimitKeys.Withdrawals, var of] => Of(of, withdrawals.Value.Find(of)),
        ["asset", var alias] => Of(name, options.Value.Assets.GetValueOrDefault(alias)),
        ["chain", var chain] => Of(name, options.Value.Chains.GetValueOrDefault(chain)),
        _ => null,
    };

    private static UserLimit? Of(string name, WithdrawalLimitOptions? limits) => limits is null ? null : new UserLimit(
        $"A withdrawal with {name}",
        (ulong?)limits.OneUsdCentsMax,
        $"A day's withdrawals of a user with {name}",
        (ulong?)limits.UserDayUsdCentsMax);

    private static UserLimit? Of(string name, LimitOptions? limits) => limits is null ? null : new UserLimit(
        $"A quote with {name}",
        (ulong?)limits.QuoteUsdCentsMax,
        $"A day's quotes of a user with {name}",
        (ulong?)limits.UserDayUsdCentsMax);
}
