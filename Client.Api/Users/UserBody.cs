using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Users;

/// <summary>A customer.</summary>
internal sealed record UserBody
{
    /// <summary>The user's id.</summary>
    public required string Id { get; init; }

    /// <summary>When the first address was proven.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The proven addresses, oldest first.</summary>
    public required IReadOnlyList<AddressBody> Addresses { get; init; }

    internal static UserBody Of(UserView view) => new()
    {
        Id = view.Id.Value,
        CreatedAt = view.CreatedAt,
        Addresses = [.. view.Addresses.Select(AddressBody.Of)],
    };
}

/// <summary>An address that a customer has proven.</summary>
internal sealed record AddressBody
{
    /// <summary>The chain's short name.</summary>
    public required string Chain { get; init; }

    /// <summary>The address.</summary>
    public required string Address { get; init; }

    /// <summary>The same as a CAIP-10 id.</summary>
    public required string AccountId { get; init; }

    /// <summary>When it was proven first.</summary>
    public required DateTimeOffset ProvenAt { get; init; }

    internal static AddressBody Of(ProvenAddress proven) => new()
    {
        Chain = proven.Chain,
        Address = proven.Account.Address,
        AccountId = proven.Account.Value,
        ProvenAt = proven.ProvenAt,
    };
}
