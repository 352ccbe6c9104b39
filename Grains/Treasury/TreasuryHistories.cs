namespace OrleansTrading.Grains.Treasury;

/// <summary>
/// Asks our accounts whether what each remembers is all that it ever sent. While one cannot say so, a payment that
/// looks unsettled may have been settled from it (a restored backup), and paying from any other may pay twice.
/// </summary>
internal static class TreasuryHistories
{
    /// <summary>The first doubt that an operator has to end, else one that ends by itself; null for none.</summary>
    /// <param name="grains">Finds the accounts.</param>
    /// <param name="catalog">Says which there are.</param>
    /// <param name="except">The account that asks; null when none of them does.</param>
    internal static async Task<Refusal?> FindDoubtAsync(
        IGrainFactory grains, AssetCatalog catalog, AccountId? except = null)
    {
        var others = catalog.Chains.Select(c => AccountId.Of(c.Id, c.Treasury)).Where(a => a != except);
        var answers = await Task.WhenAll(
            others.Select(a => grains.GetGrain<ITreasuryGrain>(a.Value).CheckHistoryAsync()));
        return Array.Find(answers, a => a is { RetryAt: null }) ?? Array.Find(answers, a => a is not null);
    }

    /// <summary>
    /// Whether one of our accounts has sent something that nobody here knows since a payment was made, which may have
    /// settled it.
    /// </summary>
    /// <param name="grains">Finds the accounts.</param>
    /// <param name="catalog">Says which there are.</param>
    /// <param name="paidAt">When the payment was made, by its chain.</param>
    internal static async Task<bool> HaveSentUnknownAsync(
        IGrainFactory grains, AssetCatalog catalog, DateTimeOffset paidAt)
    {
        var answers = await Task.WhenAll(catalog.Chains.Select(c =>
            grains.GetGrain<ITreasuryGrain>(AccountId.Of(c.Id, c.Treasury).Value).HasSentUnknownAsync(paidAt)));
        return Array.Exists(answers, answer => answer);
    }
}
