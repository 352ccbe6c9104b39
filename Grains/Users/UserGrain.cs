namespace OrleansTrading.Grains.Users;

/// <summary>A customer.</summary>
internal sealed class UserState
{
    /// <summary>When the first address was proven; null before.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>The proven addresses, oldest first.</summary>
    public List<ProvenAddress> Addresses { get; set; } = [];
}

/// <inheritdoc cref="IUserGrain"/>
internal sealed class UserGrain([PersistentState("user")] IPersistentState<UserState> state) : Grain, IUserGrain
{
    public Task<UserView?> GetAsync() => Task.FromResult(state.State.CreatedAt is null ? null : View());

    public async Task<UserView> AddAddressAsync(ProvenAddress address)
    {
        if (!state.State.Addresses.Exists(a => a.Account == address.Account))
        {
            state.State.CreatedAt ??= address.ProvenAt;
            state.State.Addresses.Add(address);
            await state.WriteStateAsync();
        }

        return View();
    }

    private UserView View() => new()
    {
        Id = new UserId(this.GetPrimaryKeyString()),
        CreatedAt = state.State.CreatedAt ?? default,
        Addresses = [.. state.State.Addresses],
    };
}
