namespace OrleansTrading.Market;

/// <summary>The stable codes for "no usable price", as the customer sees them.</summary>
public static class PriceCodes
{
    /// <summary>The source has no price of this feed right now.</summary>
    public const string Unavailable = "price_unavailable";

    /// <summary>The price is too old, or claims to come from the future.</summary>
    public const string Stale = "price_stale";

    /// <summary>The price's confidence interval, or the pair's together, is too wide.</summary>
    public const string Uncertain = "price_uncertain";
}

/// <summary>Why a price must not be used.</summary>
/// <param name="Code">One of <see cref="PriceCodes"/>.</param>
/// <param name="Problem">Cause, present value and rule, for people.</param>
public sealed record PriceRefusal(string Code, string Problem);

/// <summary>What makes a price fit to be traded on.</summary>
public sealed class PriceRuleOptions
{
    /// <summary>An older price is stale. A price of exactly this age is still good.</summary>
    /// <value>Defaults to 60 seconds. More than 0, at most one day.</value>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromSeconds(MaxAgeSecondsDefault);

    /// <summary>
    /// How far ahead of our clock a publish time may be: clocks differ, and Pyth's seconds are rounded.
    /// </summary>
    /// <value>Defaults to 10 seconds. 0 to one hour.</value>
    public TimeSpan MaxAhead { get; init; } = TimeSpan.FromSeconds(MaxAheadSecondsDefault);

    /// <summary>The widest spread (confidence / price; for a pair the sum of both), in basis points.</summary>
    /// <value>Defaults to 2000 (20 %). 1 to 10000.</value>
    public int MaxSpreadBasisPoints { get; init; } = MaxSpreadBasisPointsDefault;

    internal const int MaxAgeSecondsDefault = 60;
    internal const int MaxAheadSecondsDefault = 10;
    internal const int MaxSpreadBasisPointsDefault = 2_000;

    internal IEnumerable<string> Problems(string path)
    {
        if (MaxAge <= TimeSpan.Zero || MaxAge > TimeSpan.FromDays(1))
        {
            yield return $"{path}:MaxAge is {MaxAge}. It must be more than 0 and at most 1 day.";
        }

        if (MaxAhead < TimeSpan.Zero || MaxAhead > TimeSpan.FromHours(1))
        {
            yield return $"{path}:MaxAhead is {MaxAhead}. It must be 0 to 1 hour.";
        }

        if (MaxSpreadBasisPoints is < 1 or > PriceMath.BasisPointsPerOne)
        {
            yield return $"{path}:MaxSpreadBasisPoints is {MaxSpreadBasisPoints}. It must be 1 to 10000.";
        }
    }
}

/// <summary>Decides whether prices may be traded on. Pure: the caller says what time it is.</summary>
/// <param name="options">The limits.</param>
public sealed class PriceRules(PriceRuleOptions options)
{
    /// <summary>The limits in force.</summary>
    public PriceRuleOptions Options => options;

    /// <summary>Null when the price may be used at <paramref name="now"/>, else why not.</summary>
    public PriceRefusal? Refuse(Price price, DateTimeOffset now)
    {
        if (price.Mantissa <= 0)
        {
            return new PriceRefusal(PriceCodes.Unavailable, $"The price of {price.Feed} is not positive.");
        }

        var age = now - price.PublishTime;
        if (age > options.MaxAge)
        {
            return new PriceRefusal(
                PriceCodes.Stale,
                $"The price of {price.Feed} is {Seconds(age)} old, published {price.PublishTime:u}. " +
                $"At most {Seconds(options.MaxAge)} is accepted. Try again when the feed moves.");
        }

        if (-age > options.MaxAhead)
        {
            return new PriceRefusal(
                PriceCodes.Stale,
                $"The price of {price.Feed} was published {price.PublishTime:u}, {Seconds(-age)} ahead of our clock. " +
                $"At most {Seconds(options.MaxAhead)} is accepted. One of the clocks is wrong.");
        }

        return TooWide($"The price of {price.Feed}", PriceMath.SpreadBasisPoints(price));
    }

    /// <summary>Null when there is a price and it may be used, else why not.</summary>
    public PriceRefusal? Refuse(PriceAnswer answer, DateTimeOffset now) =>
        answer.Price is { } price
            ? Refuse(price, now)
            : new PriceRefusal(PriceCodes.Unavailable, answer.Problem ?? "There is no price, and no reason.");

    /// <summary>Null when both prices may be used and their spreads together are narrow enough, else why not.</summary>
    public PriceRefusal? RefusePair(PriceAnswer from, PriceAnswer to, DateTimeOffset now)
    {
        if (Refuse(from, now) is { } first)
        {
            return first;
        }

        if (Refuse(to, now) is { } second)
        {
            return second;
        }

        return from.Price is { } fromPrice && to.Price is { } toPrice
            ? TooWide(
                $"The rate of {fromPrice.Feed} to {toPrice.Feed}", PriceMath.SpreadBasisPoints(fromPrice, toPrice))
            : null;
    }

    private PriceRefusal? TooWide(string what, int spread) =>
        spread <= options.MaxSpreadBasisPoints
            ? null
            : new PriceRefusal(
                PriceCodes.Uncertain,
                $"{what} is uncertain by {spread} basis points. At most {options.MaxSpreadBasisPoints} is accepted. " +
                "Try again when the market is calmer.");

    private static string Seconds(TimeSpan span) => $"{(long)Math.Ceiling(span.TotalSeconds)} s";
}
