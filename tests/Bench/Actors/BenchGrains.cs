namespace OrleansTrading.Bench.Actors;

internal interface IEchoGrain : IGrainWithStringKey
{
    Task<int> EchoAsync(int value);
}

/// <summary>Does nothing, which is what a call costs.</summary>
internal sealed class EchoGrain : Grain, IEchoGrain
{
    public Task<int> EchoAsync(int value) => Task.FromResult(value);
}

internal sealed class StoredNumber
{
    public long Number { get; set; }

    public string Text { get; set; } = "";
}

internal interface IStoredGrain : IGrainWithStringKey
{
    Task StoreAsync(long number);

    Task<long> ReadAsync();
}

/// <summary>Has a small state.</summary>
internal sealed class StoredGrain([PersistentState("number")] IPersistentState<StoredNumber> state)
    : Grain, IStoredGrain
{
    public Task StoreAsync(long number)
    {
        state.State.Number = number;
        state.State.Text = "what a grain keeps, about a hundred bytes of it, as JSON text in one row of the file";
        return state.WriteStateAsync();
    }

    public Task<long> ReadAsync() => Task.FromResult(state.State.Number);
}
