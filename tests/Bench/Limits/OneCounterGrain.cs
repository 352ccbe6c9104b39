namespace OrleansTrading.Bench.Limits;

/// <summary>What people would otherwise write: one grain that everybody asks, and that stores each booking.</summary>
internal interface IOneCounterGrain : IGrainWithStringKey
{
    Task<bool> CheckAsync(ulong usdCents);

    Task<bool> BookAsync(ulong usdCents);
}

internal sealed class OneCount
{
    public ulong UsdCents { get; set; }
}

/// <inheritdoc cref="IOneCounterGrain"/>
internal sealed class OneCounterGrain([PersistentState("one-count")] IPersistentState<OneCount> state)
    : Grain, IOneCounterGrain
{
    private const ulong UsdCentsMax = 1_000_000_000_000;

    public Task<bool> CheckAsync(ulong usdCents) => Task.FromResult(state.State.UsdCents + usdCents <= UsdCentsMax);

    public async Task<bool> BookAsync(ulong usdCents)
    {
        if (state.State.UsdCents + usdCents > UsdCentsMax)
        {
            return false;
        }

        state.State.UsdCents += usdCents;
        await state.WriteStateAsync();
        return true;
    }
}
