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

    /// <summary>The account's lanes as configured, with their keys where they have one.</summary>
    /// <exception cref="NotConfiguredException">
    /// The host has no key for a lane that needs one; the message names the setting.
    /// </exception>
    IReadOnlyList<SigningLane> GetLanes(AccountId account);
}
