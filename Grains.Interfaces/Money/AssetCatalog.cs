using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace OrleansTrading.Grains;

/// <summary>The allow list, ready to be asked. Built once from <see cref="PlatformOptions"/>.</summary>
public sealed class AssetCatalog
{
    private readonly FrozenDictionary<string, Asset> byName;
    private readonly FrozenDictionary<string, ChainAccountOptions> chains;

    /// <summary>Reads the options.</summary>
    /// <exception cref="OptionsValidationException">
    /// An entry is inconsistent; the message names it and the rule.
    /// </exception>
    public AssetCatalog(IOptions<PlatformOptions> options)
    {
        var platform = options.Value;
        chains = platform.Chains.ToFrozenDictionary(c => c.Name, StringComparer.Ordinal);
        Assets = [.. platform.Assets.Select(Read)];
        byName = Assets.SelectMany(a => new[] { (Key: a.Alias, a), (Key: a.Id.Value, a) })
            .ToFrozenDictionary(p => p.Key, p => p.a, StringComparer.Ordinal);
    }

    /// <summary>All accepted assets, in the order of the configuration.</summary>
    public IReadOnlyList<Asset> Assets { get; }

    /// <summary>All chains, by name.</summary>
    public IReadOnlyList<ChainAccountOptions> Chains =>
        [.. chains.Values.OrderBy(c => c.Name, StringComparer.Ordinal)];

    /// <summary>Finds an asset by alias or CAIP-19 id; null when it is not on the list.</summary>
    public Asset? Find(string? name) => name is not null && byName.TryGetValue(name, out var asset) ? asset : null;

    /// <summary>An asset that is known to be on the list.</summary>
    /// <exception cref="NotConfiguredException">
    /// It is not: the configuration no longer has an asset that is in use.
    /// </exception>
    public Asset Get(AssetId id) => Find(id.Value)
        ?? throw new NotConfiguredException($"Asset {id} is in use but no longer in Platform:Assets. Put it back.");

    /// <summary>The platform's account on a chain, by the chain's short name; null when there is none.</summary>
    public ChainAccountOptions? FindChain(string? name) =>
        name is not null && chains.TryGetValue(name, out var chain) ? chain : null;

    /// <summary>The chain's entry whose treasury is this account; null when the account is none of ours.</summary>
    public ChainAccountOptions? FindTreasury(AccountId account)
    {
        foreach (var chain in chains.Values)
        {
            if (chain.Id == account.ChainId && chain.Treasury == account.Address)
            {
                return chain;
            }
        }

        return null;
    }

    /// <summary>The treasury account that deals in an asset.</summary>
    public AccountId TreasuryOf(Asset asset)
    {
        var chain = chains[asset.Chain];
        return AccountId.Of(chain.Id, chain.Treasury);
    }

    private Asset Read(AssetOptions entry)
    {
        var chain = entry.Alias[..entry.Alias.IndexOf('/', StringComparison.Ordinal)];
        if (!chains.TryGetValue(chain, out var account))
        {
            throw Invalid(entry, "Alias", entry.Alias, $"name a chain of Platform:Chains; '{chain}' is not there");
        }

        if (!entry.Id.StartsWith(account.Id + "/", StringComparison.Ordinal))
        {
            throw Invalid(entry, "Id", entry.Id, $"be on {chain}'s network {account.Id}");
        }

        var asset = new Asset
        {
            Id = new AssetId(entry.Id),
            Alias = entry.Alias,
            Chain = chain,
            Decimals = entry.Decimals,
            PriceFeed = entry.PriceFeed,
            UnitsMin = Units(entry, nameof(entry.Min), entry.Min),
            UnitsMax = Units(entry, nameof(entry.Max), entry.Max),
            RefundFeeUnits = Units(entry, nameof(entry.RefundFee), entry.RefundFee),
            DustUnits = Units(entry, nameof(entry.Dust), entry.Dust),
            WithdrawalFeeUnits = entry.WithdrawalFee is { } fee
                ? Units(entry, nameof(entry.WithdrawalFee), fee)
                : UInt128.Zero,
        };
        if (asset.UnitsMin > asset.UnitsMax)
        {
            throw Invalid(entry, "Min", entry.Min, $"not exceed Max, {entry.Max}");
        }

        return asset.DustUnits >= asset.RefundFeeUnits
            ? asset
            : throw Invalid(entry, "Dust", entry.Dust, $"be at least RefundFee, {entry.RefundFee}");
    }

    private static UInt128 Units(AssetOptions entry, string option, string text) =>
        AmountText.TryParse(text, entry.Decimals, out var units) == AmountProblem.None
            ? units
            : throw Invalid(entry, option, text, $"be a positive amount with at most {entry.Decimals} decimals");

    private static OptionsValidationException Invalid(AssetOptions entry, string option, string value, string rule) =>
        new(nameof(PlatformOptions), typeof(PlatformOptions),
            [$"Platform:Assets[{entry.Alias}]:{option} is '{value}'. It must {rule}."]);
}
