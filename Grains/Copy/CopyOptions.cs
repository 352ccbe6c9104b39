using System.ComponentModel.DataAnnotations;
using OrleansTrading.Grains.Copy.Fees;

namespace OrleansTrading.Grains.Copy;

/// <summary>How patient copy trading is.</summary>
public sealed class CopyOptions
{
    /// <summary>
    /// How long an order's result, or that a connected terminal resumes, is waited for until the terminal is told again
    /// and asked.
    /// </summary>
    /// <value>Defaults to 15 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan AnswerWait { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long is waited for what nobody here can change, such as a market that is closed, and between rounds of
    /// closing. Each wait is shortened by up to half by chance.
    /// </summary>
    /// <value>Defaults to 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan HoldWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often it is looked whether a terminal has told a symbol's rules.</summary>
    /// <value>Defaults to 1 second.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan RulesPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often equity is looked at while something is open and a loss has a limit.</summary>
    /// <value>Defaults to 5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan EquityPeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often a subscription compares with its provider's book though it was told of nothing: what it missed shows
    /// in any case with the provider's next signal.
    /// </summary>
    /// <value>Defaults to 1 minute.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan CatchUpPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long is waited until somebody who could not be told of signals is told again.</summary>
    /// <value>Defaults to 2 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan RetryPeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often it is looked for what is due and was not done.</summary>
    /// <value>Defaults to 5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan SweepPeriod { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The platform's part of the providers' fees, in basis points, of subscriptions that begin.</summary>
    /// <value>Defaults to 0: the provider has all of it.</value>
    [Range(0, PerformanceFeeConstants.BasisPointsMax)]
    public int FeePlatformShareBasisPoints { get; set; }

    /// <summary>
    /// As what results count in the assets that fees are paid in; at most 100. What is not listed cannot be agreed on.
    /// </summary>
    /// <value>Defaults to none: no provider can ask for a fee.</value>
    [MaxLength(100)]
    public List<FeeCurrencyOptions> FeeCurrencies { get; set; } = [];
}
