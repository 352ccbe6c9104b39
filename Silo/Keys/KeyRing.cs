using OrleansTrading.Chains;
using OrleansTrading.Grains;

namespace OrleansTrading.Silo.Keys;

/// <summary>
/// The keys of real networks' treasury accounts, by name, however they are kept. They are all found at the start, so a
/// missing one is told then.
/// </summary>
internal sealed class KeyRing(
    IReadOnlyDictionary<string, ISigner> signers, string place, AssetCatalog catalog, IDisposable? source = null)
    : ITreasuryKeys, IDisposable
{
    /// <summary>A lane that is itself a key; others may be signed for by their account.</summary>
    private const string KeyLane = "ed25519:";

    public ISigner GetSigner(AccountId account)
    {
        var chain = ChainOf(account);
        return Find(chain.Name, chain.Treasury) ?? throw Missing(chain.Name, chain.Treasury);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A lane without a key of its own is signed for by the account: a nonce account on Solana always, a channel
    /// account on Stellar where the treasury's key is among its signers.
    /// </remarks>
    public IReadOnlyList<SigningLane> GetLanes(AccountId account)
    {
        var chain = ChainOf(account);
        return
        [
            .. chain.Lanes.Select(lane => new SigningLane(
                lane,
                Find(chain.Name, lane) ?? (lane.StartsWith(KeyLane, StringComparison.Ordinal)
                    ? throw Missing(chain.Name, lane)
                    : null))),
        ];
    }

    /// <summary>A key that is no treasury's, by its account.</summary>
    /// <exception cref="NotConfiguredException">It is not there.</exception>
    internal ISigner Get(string chain, string account) => Find(chain, account) ?? throw Missing(chain, account);

    public void Dispose()
    {
        foreach (var signer in signers.Values.OfType<IDisposable>())
        {
            signer.Dispose();
        }

        source?.Dispose();
    }

    /// <summary>The names that a platform's accounts and lanes need, and those that it can do without.</summary>
    internal static IEnumerable<(string Name, bool IsNeeded)> NamesOf(PlatformOptions platform) =>
        platform.Chains.SelectMany(chain => chain.Lanes
            .Select(lane => (KeyNames.Of(chain.Name, lane), lane.StartsWith(KeyLane, StringComparison.Ordinal)))
            .Prepend((KeyNames.Of(chain.Name, chain.Treasury), true)));

    private ISigner? Find(string chain, string account) => signers.GetValueOrDefault(KeyNames.Of(chain, account));

    private NotConfiguredException Missing(string chain, string account) =>
        new($"{place} has no key {KeyNames.Of(chain, account)}. Add it and start again.");

    private ChainAccountOptions ChainOf(AccountId account) => catalog.FindTreasury(account)
        ?? throw new NotConfiguredException(
            $"Account {account} is in use but is no treasury account of Platform:Chains. Put it back.");
}
