using System.Globalization;

namespace OrleansTrading.Bridge.Tests.Support;

/// <summary>Lines that tests say often.</summary>
internal static class Lines
{
    internal static string Report(long number, TestSubscription subscription, long sequence, string kind = "FILLED") =>
        string.Create(CultureInfo.InvariantCulture, $"REP|{number}|{subscription.Id}|{sequence}|{kind}|10009||")
        + "70001|80001|0.10|1.08347|0.00|0.00|0.00|1735689660310";

    internal static long SequenceOf(string signal) => long.Parse(signal.Split('|')[2], CultureInfo.InvariantCulture);
}
