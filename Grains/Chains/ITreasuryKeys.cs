using OrleansTrading.Chains;

namespace OrleansTrading.Grains;

/// <summary>Finds the signer of a treasury account. The host decides where keys live.</summary>
public interface ITreasuryKeys
{
    /// <summary>The account's signer.</summary>
    /// <exception cref="NotConfiguredException">
    /// The host has no key for the account; the message names the setting.
    /// </exception>
    ISigner GetSigner(AccountId account);
}
