namespace OrleansTrading.Grains.Users;

/// <summary>Who an address belongs to.</summary>
internal sealed class AddressState
{
    /// <summary>The owner; null before the first proof.</summary>
    public UserId? Owner { get; set; }
}

/// <inheritdoc cref="IAddressGrain"/>
internal sealed class AddressGrain([PersistentState("address")] IPersistentState<AddressState> state)
    : Grain, IAddressGrain
{
    public Task<UserId?> GetOwnerAsync() => Task.FromResult(state.State.Owner);

    public async Task<UserId> ClaimAsync(UserId candidate)
    {
        if (state.State.Owner is { } owner)
        {
            return owner;
        }

        state.State.Owner = candidate;
        await state.WriteStateAsync();
        return candidate;
    }
}
