using System.Text.Json.Serialization;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains.History;

namespace OrleansTrading.Grains.Users;

/// <summary>Who an address belongs to.</summary>
internal sealed class AddressState : IRecordedState
{
    /// <summary>The owner; null before the first proof.</summary>
    public UserId? Owner { get; set; }

    /// <inheritdoc/>
    [JsonIgnore]
    public HistoryDraft History { get; } = new();
}

/// <inheritdoc cref="IAddressGrain"/>
internal sealed class AddressGrain(
    [PersistentState("address")] IPersistentState<AddressState> state, TimeProvider time) : Grain, IAddressGrain
{
    public async Task<UserId?> GetOwnerAsync()
    {
        if (state.State.Owner is null)
        {
            // That it is nobody's is never said from memory.
            await state.ReadStateAsync();
        }

        return state.State.Owner;
    }

    public async Task<UserId> ClaimAsync(UserId candidate)
    {
        if (state.State.Owner is { } owner)
        {
            return owner;
        }

        state.State.Owner = candidate;
        var account = new AccountId(this.GetPrimaryKeyString());
        state.State.Record(
            time.GetUtcNow(),
            HistoryKinds.AddressClaimed,
            candidate,
            account.Value,
            new AddressDetails { Account = account });
        await state.WriteStateAsync();
        return candidate;
    }
}
