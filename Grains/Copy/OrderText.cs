using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OrleansTrading.Grains.Copy;

/// <summary>Writes and signs orders as docs/bridge-protocol.md has them.</summary>
internal static class OrderText
{
    /// <summary>Signs an order for a terminal.</summary>
    /// <param name="order">The order.</param>
    /// <param name="target">The sequence that opened what it closes, modifies or cancels; 0: it opens.</param>
    /// <param name="key">The account's.</param>
    internal static SignedOrder Sign(PositionOrder order, long target, SigningKey key)
    {
        var payload = string.Create(
            CultureInfo.InvariantCulture,
            $"{order.Terms.Subscription}|{order.Sequence}|{order.At.ToUnixTimeMilliseconds()}|{order.Terms.Symbol}"
            + $"|{TypeOf(order, target)}|{order.Volume}|{order.Price}|{order.StopLoss}|{order.TakeProfit}");
        return new SignedOrder
        {
            Subscription = order.Terms.Subscription,
            Sequence = order.Sequence,
            Payload = payload,
            Signature = Sign(payload, key),
        };
    }

    /// <summary>HMAC-SHA256 in lower-case hexadecimal; the key is the secret's text.</summary>
    internal static string Sign(string payload, SigningKey key) => Convert.ToHexStringLower(
        HMACSHA256.HashData(Encoding.ASCII.GetBytes(key.Text), Encoding.UTF8.GetBytes(payload)));

    private static string TypeOf(PositionOrder order, long target) => order.Operation switch
    {
        PositionOperation.Open => OrderKinds.TextOf(order.Terms.Kind),
        PositionOperation.Modify => string.Create(CultureInfo.InvariantCulture, $"MODIFY#{target}"),
        PositionOperation.Close => string.Create(CultureInfo.InvariantCulture, $"CLOSE#{target}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"CANCEL#{target}"),
    };
}
