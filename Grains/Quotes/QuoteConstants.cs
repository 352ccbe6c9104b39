namespace OrleansTrading.Grains.Quotes;

/// <summary>Names and limits of quotes that are not options.</summary>
internal static class QuoteConstants
{
    /// <summary>The reminder that carries a paid quote on after a crash.</summary>
    internal const string DriveReminder = "drive";

    /// <summary>Payments that one quote remembers; further ones are still given back, but not listed.</summary>
    internal const int PaymentsMax = 50;

    /// <summary>Basis points in one.</summary>
    internal const int BasisPoints = 10_000;
}
