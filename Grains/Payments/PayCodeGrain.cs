namespace OrleansTrading.Grains.Payments;

/// <summary>Whose a code is: at most one of the two.</summary>
internal sealed class PayCodeState
{
    /// <summary>The quote; null: no quote's.</summary>
    public QuoteId? Quote { get; set; }

    /// <summary>The wallet's code; null: no wallet's.</summary>
    public DepositCode? Deposit { get; set; }
}

/// <inheritdoc cref="IPayCodeGrain"/>
internal sealed class PayCodeGrain([PersistentState("paycode")] IPersistentState<PayCodeState> state)
    : Grain, IPayCodeGrain
{
    private bool IsFree => state.State is { Quote: null, Deposit: null };

    public async Task<QuoteId?> GetQuoteAsync()
    {
        await ReadIfFreeAsync();
        return state.State.Quote;
    }

    public async Task<QuoteId> ClaimAsync(QuoteId candidate)
    {
        if (IsFree)
        {
            state.State.Quote = candidate;
            await state.WriteStateAsync();
        }

        return state.State.Quote ?? new QuoteId(string.Empty);
    }

    public async Task<DepositCode?> GetDepositAsync()
    {
        await ReadIfFreeAsync();
        return state.State.Deposit;
    }

    public async Task<bool> ClaimForDepositAsync(DepositCode candidate)
    {
        if (IsFree)
        {
            state.State.Deposit = candidate;
            await state.WriteStateAsync();
        }

        return state.State.Deposit == candidate;
    }

    /// <summary>
    /// Never said from memory that it is nobody's: in a partitioned cluster another activation may have given it away
    /// since.
    /// </summary>
    private Task ReadIfFreeAsync() => IsFree ? state.ReadStateAsync() : Task.CompletedTask;
}
