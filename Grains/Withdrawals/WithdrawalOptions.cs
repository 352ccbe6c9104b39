using System.ComponentModel.DataAnnotations;

namespace OrleansTrading.Grains.Withdrawals;

/// <summary>How withdrawals are paid out, and how much.</summary>
public sealed class WithdrawalOptions
{
    /// <summary>How long a withdrawal waits before it is paid out; meanwhile it can be cancelled.</summary>
    /// <value>Defaults to 10 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan Delay { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long after the delay the treasury may take to have enough and to be able to pay. Then the withdrawal has
    /// failed, and the money is available again. What has begun to be paid out is carried to its end.
    /// </summary>
    /// <value>Defaults to 1 day.</value>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan ExecuteWithin { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The most one withdrawal may be worth, in hundredths of a US dollar.</summary>
    /// <value>Defaults to 1,000,000 (10,000 dollars).</value>
    [Range(1L, 1_000_000_000_000L)]
    public long OneUsdCentsMax { get; set; } = 1_000_000;

    /// <summary>
    /// The most that a user's withdrawals of one UTC day may be worth, in hundredths of a US dollar; each counts on the
    /// day on which it was asked for, unless it is cancelled or fails.
    /// </summary>
    /// <value>Defaults to 2,000,000 (20,000 dollars).</value>
    [Range(1L, 1_000_000_000_000L)]
    public long DayUsdCentsMax { get; set; } = 2_000_000;

    /// <summary>
    /// The most that all users' withdrawals of one UTC day may be worth together, in hundredths of a US dollar.
    /// </summary>
    /// <value>Defaults to null: no limit.</value>
    [Range(1L, WithdrawalLimitOptions.UsdCentsMax)]
    public long? PlatformDayUsdCentsMax { get; set; }

    /// <summary>Limits of assets, by alias (<c>stellar/XLM</c>).</summary>
    /// <value>Defaults to none.</value>
    public Dictionary<string, WithdrawalLimitOptions> Assets { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Limits of chains, by short name.</summary>
    /// <value>Defaults to none.</value>
    public Dictionary<string, WithdrawalLimitOptions> Chains { get; set; } = new(StringComparer.Ordinal);

    /// <summary>How often a withdrawal under way asks how it is going, besides being woken.</summary>
    /// <value>Defaults to 1 second.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan PollPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The limits of <c>asset:…</c> or <c>chain:…</c>; null: there are none.</summary>
    internal WithdrawalLimitOptions? Find(string name) => name.Split(':', 2) switch
    {
        ["asset", var alias] => Assets.GetValueOrDefault(alias),
        ["chain", var chain] => Chains.GetValueOrDefault(chain),
        _ => null,
    };
}

/// <summary>Limits of the withdrawals of one asset, or on one chain.</summary>
public sealed class WithdrawalLimitOptions
{
    internal const long UsdCentsMax = 1_000_000_000_000;

    /// <summary>The most one withdrawal may be worth, in hundredths of a US dollar.</summary>
    /// <value>Defaults to null: no limit but that of all withdrawals.</value>
    public long? OneUsdCentsMax { get; set; }

    /// <summary>
    /// The most that one user's withdrawals of one UTC day may be worth, in hundredths of a US dollar. Set during a
    /// day, it counts what is booked from then on.
    /// </summary>
    /// <value>Defaults to null: no limit but that of all withdrawals.</value>
    public long? UserDayUsdCentsMax { get; set; }

    /// <summary>
    /// The most that all users' withdrawals of one UTC day may be worth together, in hundredths of a US dollar.
    /// </summary>
    /// <value>Defaults to null: no limit.</value>
    public long? DayUsdCentsMax { get; set; }
}
