using System.Globalization;
using OrleansTrading.Grains;

namespace OrleansTrading.Bridge.Protocol;

/// <summary>What the bridge says, without the mac and the line feed.</summary>
internal static class ServerLines
{
    internal const string Live = "LIVE";

    internal static string Challenge(string nonce, DateTimeOffset now) =>
        Invariant($"CHALLENGE|{BridgeConstants.Version}|{nonce}|{now.ToUnixTimeMilliseconds()}");

    internal static string Bye(string code, string text) => $"BYE|{code}|{text}";

    internal static string Subscription(SubscriptionFeed feed, long lastSequence) => Invariant(
        $"SUB|{feed.Subscription}|{lastSequence}|{(long)feed.Window.TotalMilliseconds}|")
        + Invariant($"{feed.DeviationPoints}|{feed.SpreadPointsMax}");

    internal static string Signal(SignedOrder order) => $"SIG|{order.Payload}|{order.Signature}";

    internal static string Confirmed(long report) => Invariant($"FIN|{report}");

    internal static string Ask(SubscriptionId subscription, long sequence) =>
        Invariant($"ASK|{subscription}|{sequence}");

    internal static string Watch(string symbol) => $"WATCH|{symbol}";

    internal static string Ping(long number) => Invariant($"PING|{number}");

    internal static string Last(long number) => Invariant($"LAST|{number}");

    internal static string Published(long number, PublishAnswer answer)
    {
        var status = answer.Status switch
        {
            PublishStatus.Ok => "OK",
            PublishStatus.Refused => "REFUSED",
            PublishStatus.Gap => "GAP",
            _ => throw new InvalidOperationException($"{answer.Status} has no word in the bridge's protocol."),
        };
        return Invariant($"PUBACK|{number}|{status}|{answer.Code}");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
