using System.Collections.Frozen;
using OrleansTrading.Chains;

namespace OrleansTrading.Grains;

/// <summary>The chains the platform serves, by name and by CAIP-2 id.</summary>
public sealed class ChainSet
{
    private readonly FrozenDictionary<string, IChain> byName;
    private readonly FrozenDictionary<string, IChain> byId;

    /// <summary>Takes every registered chain.</summary>
    public ChainSet(IEnumerable<IChain> chains)
    {
        All = [.. chains.OrderBy(c => c.Name, StringComparer.Ordinal)];
        byName = All.ToFrozenDictionary(c => c.Name, StringComparer.Ordinal);
        byId = All.ToFrozenDictionary(c => c.Id, StringComparer.Ordinal);
    }

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<IChain> All { get; }

    /// <summary>A chain by its short name; null when it is not served.</summary>
    public IChain? Find(string? name) => name is not null && byName.TryGetValue(name, out var chain) ? chain : null;

    /// <summary>Whether a chain is served, by its CAIP-2 id.</summary>
    public bool Has(string chainId) => byId.ContainsKey(chainId);

    /// <summary>A chain that is known to be served, by its CAIP-2 id.</summary>
    /// <exception cref="NotConfiguredException">
    /// It is not: an account in use is on a chain that is not configured.
    /// </exception>
    public IChain Get(string chainId) => byId.TryGetValue(chainId, out var chain)
        ? chain
        : throw new NotConfiguredException($"Chain {chainId} is in use but not configured. Put it back.");

    /// <summary>
    /// Reads an address that somebody typed for a chain; a refusal tells an address of another chain from nonsense.
    /// </summary>
    public Refusal? CheckAddress(IChain chain, string text, string field, out string canonical)
    {
        var check = chain.CheckAddress(text);
        canonical = check.Canonical ?? string.Empty;
        return Refuse(chain, check, text, field);
    }

    /// <summary>Reads the address of somebody who is to be paid; it may be another name of an account.</summary>
    public Refusal? CheckRecipient(IChain chain, string text, string field, out AddressCheck recipient)
    {
        recipient = chain.CheckRecipientAddress(text);
        return Refuse(chain, recipient, text, field);
    }

    private Refusal? Refuse(IChain chain, AddressCheck check, string text, string field)
    {
        if (check.IsValid)
        {
            return null;
        }

        var other = All.FirstOrDefault(
            c => c != chain && c.CheckRecipientAddress(text) is { IsValid: true, IsUnmistakable: true });
        return other is null
            ? new Refusal
            {
                Code = ErrorCodes.AddressMalformed,
                Field = field,
                Detail = $"Not a {chain.Name} address: {check.Problem}.",
            }
            : new Refusal
            {
                Code = ErrorCodes.AddressWrongNetwork,
                Field = field,
                Detail = $"This is a {other.Name} address; a {chain.Name} address is needed.",
            };
    }
}
