using System.Text.Json.Serialization;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.History;

namespace OrleansTrading.Grains.Users;

/// <summary>A customer.</summary>
internal sealed class UserState : IRecordedState
{
    /// <summary>When the first address was proven; null before.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>The proven addresses, oldest first.</summary>
    public List<ProvenAddress> Addresses { get; set; } = [];

    /// <inheritdoc/>
    [JsonIgnore]
    public HistoryDraft History { get; } = new();
}

/// <inheritdoc cref="IUserGrain"/>
internal sealed class UserGrain([PersistentState("user")] IPersistentState<UserState> state) : Grain, IUserGrain
{
    private UserId Id => new(this.GetPrimaryKeyString());

    public async Task<UserView?> GetAsync()
    {
        if (state.State.CreatedAt is null)
        {
            // That there is none is never said from memory.
            await state.ReadStateAsync();
        }

        return state.State.CreatedAt is null ? null : View();
    }

    public async Task<UserView> AddAddressAsync(ProvenAddress address)
    {
        if (!state.State.Addresses.Exists(a => a.Account == address.Account))
        {
            var kind = state.State.CreatedAt is null ? HistoryKinds.UserCreated : HistoryKinds.UserAddressLinked;
            state.State.CreatedAt ??= address.ProvenAt;
            state.State.Addresses.Add(address);
            state.State.Record(
                address.ProvenAt, kind, Id, Id.Value, new AddressDetails { Account = address.Account });
            await state.WriteStateAsync();
        }

        return View();
    }

    private UserView View() => new()
    {
        Id = Id,
        CreatedAt = state.State.CreatedAt ?? default,
        Addresses = [.. state.State.Addresses],
    };
}
