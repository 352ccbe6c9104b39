using System.Text.Json.Serialization;

namespace OrleansTrading.Grains;

/// <summary>An address on a chain, as CAIP-10: <c>stellar:pubnet:G…</c>, <c>solana:5eykt…:9xQe…</c>.</summary>
/// <param name="Value">The text form.</param>
[GenerateSerializer, Immutable, Alias("ot.account-id")]
[JsonConverter(typeof(TextIdConverter<AccountId>))]
public readonly record struct AccountId(string Value) : ITextId<AccountId>
{
    /// <summary>The chain's CAIP-2 id.</summary>
    public string ChainId => Value[..Value.LastIndexOf(':')];

    /// <summary>The chain's own spelling of the address.</summary>
    public string Address => Value[(Value.LastIndexOf(':') + 1)..];

    /// <inheritdoc/>
    public static AccountId From(string value) => new(value);

    /// <summary>Names an address of a chain.</summary>
    /// <param name="chainId">The chain's CAIP-2 id.</param>
    /// <param name="address">The canonical address.</param>
    public static AccountId Of(string chainId, string address) => new($"{chainId}:{address}");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
