namespace OrleansTrading.Client.Api.Hooks;

/// <summary>A webhook's secret as Standard Webhooks writes it: <c>whsec_</c> and the key in base64.</summary>
internal static class WebhookSecret
{
    internal const int BytesMin = 24;
    internal const int BytesMax = 64;

    private const string Prefix = "whsec_";

    internal static bool TryParse(string? text, out byte[] key)
    {
        key = [];
        Span<byte> bytes = stackalloc byte[BytesMax];
        if (text is null || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || !Convert.TryFromBase64Chars(text.AsSpan(Prefix.Length), bytes, out var written) || written < BytesMin)
        {
            return false;
        }

        key = bytes[..written].ToArray();
        return true;
    }
}
