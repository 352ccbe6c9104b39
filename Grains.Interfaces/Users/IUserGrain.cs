namespace OrleansTrading.Grains;

/// <summary>A customer, keyed by <see cref="UserId"/>.</summary>
[Alias("ot.IUserGrain")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>The user; null when there is none.</summary>
    [ReadOnly, Alias("Get")]
    Task<UserView?> GetAsync();

    /// <summary>
    /// Adds an address that this user owns, creating the user at first sight. Repeating it changes nothing.
    /// </summary>
    [Alias("AddAddress")]
    Task<UserView> AddAddressAsync(ProvenAddress address);
}
