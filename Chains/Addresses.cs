namespace OrleansTrading.Chains;

/// <summary>The result of reading an address that somebody typed.</summary>
/// <param name="Canonical">The one spelling used as identity; null when the text is not an address of this
/// chain.</param>
/// <param name="Problem">Why it is not, as a sentence fragment for people; null when it is one.</param>
public sealed record AddressCheck(string? Canonical, string? Problem)
{
    /// <summary>True when the text is an address of the chain.</summary>
    public bool IsValid => Canonical is not null;

    /// <summary>
    /// False for a text that is an address here but might be anything elsewhere too: any plain word is an account's
    /// name on NEAR. So it is no sign that somebody confused two chains.
    /// </summary>
    public bool IsUnmistakable { get; init; } = true;

    /// <summary>
    /// The identity that the address is a name of: the address itself, but the account behind an M… address of Stellar.
    /// Null when the text is not an address.
    /// </summary>
    public string? Account { get; init; } = Canonical;
}

/// <summary>Whether a recipient can be paid an amount now.</summary>
public enum RecipientVerdict
{
    /// <summary>The transfer would be accepted.</summary>
    Payable,

    /// <summary>The account does not exist and the amount cannot create it.</summary>
    AccountMissing,

    /// <summary>The account has not opted in to the asset (Stellar trustline, NEAR storage deposit).</summary>
    AssetNotAccepted,

    /// <summary>The account accepts the asset, but not this much more of it.</summary>
    LimitExceeded,

    /// <summary>The address may not receive transfers (a token account or program where a wallet is needed).</summary>
    NotAWallet,

    /// <summary>
    /// The transfer would be accepted, but the holder asks for a memo of their choosing and may lose it without
    /// (Stellar's SEP-29, exchanges mostly). Payable only when the memo comes from the recipient.
    /// </summary>
    MemoRequired,
}

/// <summary>The answer to "can this address be paid this amount, and what does it cost us?"</summary>
/// <param name="Verdict">Whether the transfer would be accepted.</param>
/// <param name="Problem">The reason for people; null when payable.</param>
/// <param name="AccountCreationUnits">
/// What opening the recipient's account costs the payer beyond the fee, in the chain's native base unit; 0 when it
/// exists.
/// </param>
public sealed record RecipientCheck(RecipientVerdict Verdict, string? Problem, UInt128 AccountCreationUnits);
