using System.Text;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Stellar;

/// <summary>SEP-7 payment links: <c>web+stellar:pay?destination=…</c>, unsigned.</summary>
internal static class PaymentUri
{
    private const int MessageLengthMax = 300;

    internal static string Compose(
        MuxedAccount to, StellarAsset asset, long stroops, string memo, string message, string passphrase)
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

        if (memo.Length > 0)
        {
            Append(uri, "memo", memo);
            Append(uri, "memo_type", "MEMO_TEXT");
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

    private static void Append(StringBuilder uri, string name, string value) =>
        uri.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
}
