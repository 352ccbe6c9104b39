using System.Globalization;
using System.Text;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Stellar;

/// <summary>SEP-7 payment links: <c>web+stellar:pay?destination=…</c>, unsigned.</summary>
internal static class PaymentUri
{
    private const int MessageLengthMax = 300;

    internal static string Compose(
        MuxedAccount to, StellarAsset asset, long stroops, StellarMemo memo, string message, string passphrase)
    {
        if (message.Length > MessageLengthMax)
        {
            throw new ArgumentException(
                $"The label has {message.Length} characters. SEP-7 allows {MessageLengthMax}.", nameof(message));
        }

        var uri = new StringBuilder("web+stellar:pay?destination=").Append(to);
        Append(uri, "amount", StellarAmount.FormatShort(stroops));
        if (!asset.IsNative)
        {
            Append(uri, "asset_code", asset.Code);
            Append(uri, "asset_issuer", asset.Issuer);
        }

        if (Describe(memo) is var (type, value))
        {
            Append(uri, "memo", value);
            Append(uri, "memo_type", type);
        }

        if (message.Length > 0)
        {
            Append(uri, "msg", message);
        }

        // Without it a wallet assumes the public network.
        if (passphrase != StellarConstants.PubnetPassphrase)
        {
            Append(uri, "network_passphrase", passphrase);
        }

        return uri.ToString();
    }

    private static (string Type, string Value)? Describe(StellarMemo memo) => memo switch
    {
        StellarMemo.None => null,
        StellarMemo.Text text => ("MEMO_TEXT", Encoding.UTF8.GetString(text.Bytes)),
        StellarMemo.Number number => ("MEMO_ID", number.Value.ToString(CultureInfo.InvariantCulture)),
        StellarMemo.Hash hash => ("MEMO_HASH", Convert.ToBase64String(hash.Bytes)),
        StellarMemo.Return hash => ("MEMO_RETURN", Convert.ToBase64String(hash.Bytes)),
        _ => throw new ArgumentException($"{memo.GetType().Name} has no place in a link.", nameof(memo)),
    };

    private static void Append(StringBuilder uri, string name, string value) =>
        uri.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
}
