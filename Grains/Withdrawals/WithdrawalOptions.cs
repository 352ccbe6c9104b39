using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using OrleansTrading.Grains.Wallets;

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

    /// <summary>How often a withdrawal under way asks how it is going, besides being woken.</summary>
    /// <value>Defaults to 1 second.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan PollPeriod { get; set; } = TimeSpan.FromSeconds(1);
}

/// <summary>The money is held until a withdrawal is paid out, so a hold must last that long.</summary>
internal sealed class WithdrawalOptionsValidator(IOptions<WalletOptions> wallets) : IValidateOptions<WithdrawalOptions>
{
    public ValidateOptionsResult Validate(string? name, WithdrawalOptions options) =>
        options.Delay + options.ExecuteWithin <= wallets.Value.HoldTimeMax
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Withdrawals:Delay is {options.Delay} and Withdrawals:ExecuteWithin {options.ExecuteWithin}. Together"
                + $" they must not exceed Wallets:HoldTimeMax, {wallets.Value.HoldTimeMax}.");
}
