namespace OrleansTrading.Grains;

/// <summary>
/// The quote that the last digits of an amount stand for, where payments carry no memo. Keyed by account, asset and
/// code; the first quote that claims it has it for good, so that a late payment is never taken for another quote's.
/// </summary>
[Alias("ot.IPayCodeGrain")]
public interface IPayCodeGrain : IGrainWithStringKey
{
    /// <summary>Whose code it is; null when it is nobody's.</summary>
    [ReadOnly, Alias("GetQuote")]
    Task<QuoteId?> GetQuoteAsync();

    /// <summary>Gives the code to <paramref name="candidate"/> unless another quote has it.</summary>
    /// <returns>Whose it is from now on.</returns>
    [Alias("Claim")]
    Task<QuoteId> ClaimAsync(QuoteId candidate);
}
