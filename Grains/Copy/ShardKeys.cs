using System.Globalization;

namespace OrleansTrading.Grains.Copy;

/// <summary>The keys of the parts into which a provider's subscriptions are divided.</summary>
internal static class ShardKeys
{
    private const char Separator = '/';

    /// <summary>The part of a subscription, for good: its id is spread evenly already.</summary>
    internal static string Of(ProviderId provider, SubscriptionId subscription) =>
        Of(provider, (int)(OrderMagic.Of(subscription) % CopyConstants.Shards));

    /// <summary>One of the parts.</summary>
    internal static string Of(ProviderId provider, int part) =>
        provider.Value + Separator + part.ToString(CultureInfo.InvariantCulture);

    /// <summary>The provider that a key names.</summary>
    internal static ProviderId ProviderOf(string key) => new(key[..key.IndexOf(Separator, StringComparison.Ordinal)]);
}
