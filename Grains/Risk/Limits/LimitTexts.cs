using System.Globalization;

namespace OrleansTrading.Grains.Risk.Limits;

/// <summary>How a limit refuses: which it is, its value, and when it resets.</summary>
internal static class LimitTexts
{
    /// <summary>A refusal.</summary>
    /// <param name="what">What may be worth so much, as the beginning of a sentence.</param>
    /// <param name="usdCents">What it would be worth.</param>
    /// <param name="usdCentsMax">The limit.</param>
    /// <param name="resetsAt">When the limit starts anew; null: it never does.</param>
    /// <param name="retryAt">When the same may be asked again; null: waiting does not help.</param>
    internal static Refusal Exceeded(
        string what, UInt128 usdCents, UInt128 usdCentsMax, DateTimeOffset? resetsAt, DateTimeOffset? retryAt) => new()
        {
            Code = ErrorCodes.LimitExceeded,
            Detail = string.Create(
                CultureInfo.InvariantCulture,
                $"{what} may be worth {AmountText.Format(usdCentsMax, 2)} US dollars; ")
                + (usdCents > usdCentsMax
                    ? string.Create(CultureInfo.InvariantCulture, $"this would be {AmountText.Format(usdCents, 2)}.")
                    : "what is left is too little, or kept elsewhere for the moment.")
                + (resetsAt is { } at
                    ? string.Create(CultureInfo.InvariantCulture, $" The limit resets at {at:u}.")
                    : ""),
            RetryAt = retryAt,
        };
}
