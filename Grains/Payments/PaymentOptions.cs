using System.ComponentModel.DataAnnotations;

namespace OrleansTrading.Grains.Payments;

/// <summary>How payments are watched for and carried to their end.</summary>
public sealed class PaymentOptions
{
    /// <summary>How often a treasury account's history is read, besides being woken.</summary>
    /// <value>Defaults to 2 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan WatchPeriod { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Movements asked for at once.</summary>
    /// <value>Defaults to 100.</value>
    [Range(1, 1_000)]
    public int WatchPageMax { get; set; } = 100;

    /// <summary>Pages read in one go before other work gets its turn.</summary>
    /// <value>Defaults to 50.</value>
    [Range(1, 1_000)]
    public int WatchPagesMax { get; set; } = 50;

    /// <summary>How often a payment under way asks how its quote or refund is going, besides being woken.</summary>
    /// <value>Defaults to 1 second.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan PollPeriod { get; set; } = TimeSpan.FromSeconds(1);
}
