namespace OrleansTrading.Grains;

/// <summary>What paying a recipient takes.</summary>
[GenerateSerializer, Immutable, Alias("ot.recipient-terms")]
public sealed record RecipientTerms
{
    /// <summary>Why the recipient cannot be paid, for people; null when it can.</summary>
    [Id(0)]
    public string? Problem { get; init; }

    /// <summary>What opening the account costs, in the chain's native base unit; 0 when it is open.</summary>
    [Id(1)]
    public UInt128 AccountCreationUnits { get; init; }

    /// <summary>What the network charges for the transfer, in the chain's native base unit.</summary>
    [Id(2)]
    public UInt128 FeeUnits { get; init; }
}

/// <summary>
/// What the chain says about paying one asset to one address, keyed by
/// <c>account|asset|memo|claim</c>: the third part is <c>memo</c> where the recipient has a memo of its own, the last
/// <c>claim</c> where it agreed to claim the amount; else they are empty. It remembers a good answer for a
/// short time, so that a customer's quotes do not each ask the network.
/// </summary>
[Alias("ot.IRecipientGrain")]
public interface IRecipientGrain : IGrainWithStringKey
{
    /// <summary>Asks whether this many base units can be paid now, and what it costs.</summary>
    [Alias("GetTerms")]
    Task<RecipientTerms> GetTermsAsync(UInt128 units);
}
