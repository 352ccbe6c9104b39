namespace OrleansTrading.Grains.Payments;

/// <summary>Whose a code is.</summary>
internal sealed class PayCodeState
{
    /// <summary>The quote; null before the first claim.</summary>
    public QuoteId? Quote { get; set; }
}

/// <inheritdoc cref="IPayCodeGrain"/>
internal sealed class PayCodeGrain([PersistentState("paycode")] IPersistentState<PayCodeState> state)
    : Grain, IPayCodeGrain
{
    public async Task<QuoteId?> GetQuoteAsync()
    {
        if (state.State.Quote is null)
        {
            // Never said from memory: in a partitioned cluster another activation may have given it away since.
            await state.ReadStateAsync();
        }

        return state.State.Quote;
    }

    public async Task<QuoteId> ClaimAsync(QuoteId candidate)
    {
        if (state.State.Quote is null)
        {
            state.State.Quote = candidate;
            await state.WriteStateAsync();
        }

        return state.State.Quote.Value;
    }
}
