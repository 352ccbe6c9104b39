namespace OrleansTrading.Grains;

/// <summary>
/// The quote or the wallet that the last digits of an amount stand for, where payments carry no memo. Keyed by account,
/// asset and code; whoever claims it first has it for good, so that a late payment is never taken for another's.
/// </summary>
[Alias("ot.IPayCodeGrain")]
public interface IPayCodeGrain : IGrainWithStringKey
{
    /// <summary>The quote whose code it is; null when it is no quote's.</summary>
    [ReadOnly, Alias("GetQuote")]
    Task<QuoteId?> GetQuoteAsync();

    /// <summary>Gives the code to <paramref name="candidate"/> unless somebody else has it.</summary>
    /// <returns>Whose it is from now on; an empty id: a wallet's.</returns>
    [Alias("Claim")]
    Task<QuoteId> ClaimAsync(QuoteId candidate);

    /// <summary>The wallet's code for which it stands; null when it is no wallet's.</summary>
    [ReadOnly, Alias("GetDeposit")]
    Task<DepositCode?> GetDepositAsync();

    /// <summary>Gives the code to a wallet unless somebody else has it.</summary>
    /// <returns>True when it is the wallet's from now on.</returns>
    [Alias("ClaimForDeposit")]
    Task<bool> ClaimForDepositAsync(DepositCode candidate);
}
