namespace OrleansTrading.Grains;

/// <summary>
/// Every code the platform answers with. A code is used for one rule only and never reused; docs/errors.md explains
/// each.
/// </summary>
public static class ErrorCodes
{
    /// <summary>The chain's name is not one the platform serves.</summary>
    public const string ChainUnknown = "chain_unknown";

    /// <summary>The text is not an address of the chain.</summary>
    public const string AddressMalformed = "address_malformed";

    /// <summary>The text is an address, but of another chain.</summary>
    public const string AddressWrongNetwork = "address_wrong_network";

    /// <summary>The address was not proven by the user who asks.</summary>
    public const string AddressNotProven = "address_not_proven";

    /// <summary>The address belongs to another user.</summary>
    public const string AddressTaken = "address_taken";

    /// <summary>There is no such challenge, or it was forgotten after its expiry.</summary>
    public const string ChallengeUnknown = "challenge_unknown";

    /// <summary>The challenge's five minutes are over.</summary>
    public const string ChallengeExpired = "challenge_expired";

    /// <summary>The challenge was answered before; each is good for one success.</summary>
    public const string ChallengeUsed = "challenge_used";

    /// <summary>The challenge was issued to another session.</summary>
    public const string ChallengeOfOtherUser = "challenge_of_other_user";

    /// <summary>The signature is not the text of 64 bytes.</summary>
    public const string SignatureMalformed = "signature_malformed";

    /// <summary>The signature does not verify against the address.</summary>
    public const string SignatureWrong = "signature_wrong";

    /// <summary>What was signed is not what was issued.</summary>
    public const string SignedMessageWrong = "signed_message_wrong";

    /// <summary>No credentials, or ones that are unknown, expired or revoked.</summary>
    public const string Unauthenticated = "unauthenticated";

    /// <summary>Known credentials without this right.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>The asset is not on the allow list.</summary>
    public const string AssetUnknown = "asset_unknown";

    /// <summary>Both sides of the quote name the same asset.</summary>
    public const string AssetSame = "asset_same";

    /// <summary>Not exactly one of the two amounts is given.</summary>
    public const string AmountAmbiguous = "amount_ambiguous";

    /// <summary>The amount is not digits with at most one point.</summary>
    public const string AmountMalformed = "amount_malformed";

    /// <summary>The amount is negative.</summary>
    public const string AmountNegative = "amount_negative";

    /// <summary>The amount is zero.</summary>
    public const string AmountZero = "amount_zero";

    /// <summary>The amount has more decimals than the asset.</summary>
    public const string AmountTooPrecise = "amount_too_precise";

    /// <summary>The amount does not fit 128 bits of base units.</summary>
    public const string AmountOverflow = "amount_overflow";

    /// <summary>The amount is below the asset's minimum.</summary>
    public const string AmountBelowMinimum = "amount_below_minimum";

    /// <summary>The amount is above the asset's maximum.</summary>
    public const string AmountAboveMaximum = "amount_above_maximum";

    /// <summary>After fees nothing would be left to deliver.</summary>
    public const string AmountBelowFees = "amount_below_fees";

    /// <summary>The recipient cannot be paid this asset and amount now.</summary>
    public const string RecipientNotPayable = "recipient_not_payable";

    /// <summary>The recipient's memo does not fit the chain.</summary>
    public const string MemoTooLong = "memo_too_long";

    /// <summary>The price source has no price for the asset.</summary>
    public const string PriceUnavailable = "price_unavailable";

    /// <summary>The last price is too old.</summary>
    public const string PriceStale = "price_stale";

    /// <summary>The price's confidence interval is too wide.</summary>
    public const string PriceUncertain = "price_uncertain";

    /// <summary>The price has moved further since the quote was made than is allowed.</summary>
    public const string PriceMoved = "price_moved";

    /// <summary>The platform does not trade this chain, asset or pair now.</summary>
    public const string PairNotAllowed = "pair_not_allowed";

    /// <summary>The treasury cannot deliver this amount now.</summary>
    public const string TreasuryShort = "treasury_short";

    /// <summary>The chain, or the treasury account on it, does not take new work now.</summary>
    public const string ChainUnavailable = "chain_unavailable";

    /// <summary>A risk limit would be exceeded.</summary>
    public const string LimitExceeded = "limit_exceeded";

    /// <summary>The idempotency key was used with another request.</summary>
    public const string IdempotencyKeyReused = "idempotency_key_reused";

    /// <summary>The idempotency key is not 1 to 255 visible ASCII characters.</summary>
    public const string IdempotencyKeyMalformed = "idempotency_key_malformed";

    /// <summary>There is no such quote, or it belongs to another user.</summary>
    public const string QuoteUnknown = "quote_unknown";

    /// <summary>The operation's id was used in this wallet with other parameters.</summary>
    public const string OperationIdReused = "operation_id_reused";

    /// <summary>The wallet has less available than the operation takes.</summary>
    public const string FundsInsufficient = "funds_insufficient";

    /// <summary>The wallet would hold more units than can be counted.</summary>
    public const string BalanceOverflow = "balance_overflow";

    /// <summary>There is no such hold, or nothing of it is left, or its time is over.</summary>
    public const string HoldUnknown = "hold_unknown";

    /// <summary>The hold has less left than the capture takes.</summary>
    public const string HoldExceeded = "hold_exceeded";

    /// <summary>The hold would end in the past, or later than is allowed.</summary>
    public const string HoldTimeOutOfRange = "hold_time_out_of_range";

    /// <summary>The wallet has as many open holds as it may have.</summary>
    public const string HoldsTooMany = "holds_too_many";

    /// <summary>As many transfers of the wallet are on their way as there may be.</summary>
    public const string TransfersTooMany = "transfers_too_many";

    /// <summary>The reason does not go with the operation or with its counter-account.</summary>
    public const string CounterAccountRefused = "counter_account_refused";

    /// <summary>There is no such entry in the wallet, or it is of a kind that is not undone.</summary>
    public const string EntryIrreversible = "entry_irreversible";

    /// <summary>An observation breaks a rule: a price, a time, a symbol, or too many in one report.</summary>
    public const string ObservationMalformed = "observation_malformed";

    /// <summary>The observation's id was used for another observation of this user.</summary>
    public const string ObservationIdReused = "observation_id_reused";

    /// <summary>Another override was decided since this one was.</summary>
    public const string TrustOverrideOutdated = "trust_override_outdated";

    /// <summary>The user's trust is so low that nothing new is begun.</summary>
    public const string TrustBlocked = "trust_blocked";

    /// <summary>The subscription's fee has other terms, which never change.</summary>
    public const string FeeTermsFixed = "fee_terms_fixed";

    /// <summary>Terms of a fee break a rule: a rate, a share, a period, a wallet or a time.</summary>
    public const string FeeTermsMalformed = "fee_terms_malformed";

    /// <summary>A period's figures are out of range.</summary>
    public const string FeeFiguresMalformed = "fee_figures_malformed";

    /// <summary>The period was closed with other figures.</summary>
    public const string FeePeriodClosed = "fee_period_closed";

    /// <summary>The period before is not closed, or no period follows.</summary>
    public const string FeePeriodOutOfOrder = "fee_period_out_of_order";

    /// <summary>The period has not ended.</summary>
    public const string FeePeriodNotOver = "fee_period_not_over";

    /// <summary>There is no such withdrawal, or it is another user's.</summary>
    public const string WithdrawalUnknown = "withdrawal_unknown";

    /// <summary>There is no such transfer between wallets, or it is another user's.</summary>
    public const string TransferUnknown = "transfer_unknown";

    /// <summary>The other user's wallet cannot be sent to: it was never used, or takes nothing.</summary>
    public const string WalletNotPayable = "wallet_not_payable";

    /// <summary>The withdrawal is under way or over.</summary>
    public const string WithdrawalNotCancellable = "withdrawal_not_cancellable";

    /// <summary>The request cannot be read: not JSON, an unknown or missing field, a wrong type.</summary>
    public const string RequestMalformed = "request_malformed";

    /// <summary>The request's body exceeds the limit.</summary>
    public const string RequestTooLarge = "request_too_large";

    /// <summary>There is no such resource.</summary>
    public const string NotFound = "not_found";

    /// <summary>The page cursor was not made by this platform.</summary>
    public const string CursorMalformed = "cursor_malformed";

    /// <summary>A page holds 1 to 100 items.</summary>
    public const string PageSizeOutOfRange = "page_size_out_of_range";

    /// <summary>There is no such trading account of the caller's.</summary>
    public const string TradingAccountUnknown = "trading_account_unknown";

    /// <summary>A trading account's registration breaks a rule.</summary>
    public const string TradingAccountMalformed = "trading_account_malformed";

    /// <summary>The trading account was registered for something else.</summary>
    public const string TradingAccountRole = "trading_account_role";

    /// <summary>There is no such provider.</summary>
    public const string ProviderUnknown = "provider_unknown";

    /// <summary>A provider's name or lists break a rule.</summary>
    public const string ProviderMalformed = "provider_malformed";

    /// <summary>The provider does not let this user copy.</summary>
    public const string ProviderDenied = "provider_denied";

    /// <summary>The provider has as many subscriptions as the platform keeps for one.</summary>
    public const string ProviderFull = "provider_full";

    /// <summary>A subscriber has not agreed to the provider's fee as it is now.</summary>
    public const string FeeNotAccepted = "fee_not_accepted";

    /// <summary>Results in the account's currency cannot be counted in the fee's asset.</summary>
    public const string FeeCurrencyUnsupported = "fee_currency_unsupported";

    /// <summary>A signal breaks a rule.</summary>
    public const string SignalMalformed = "signal_malformed";

    /// <summary>The provider has no such position or order open.</summary>
    public const string TicketUnknown = "ticket_unknown";

    /// <summary>The ticket was opened before.</summary>
    public const string TicketUsed = "ticket_used";

    /// <summary>A subscription's settings break a rule.</summary>
    public const string SettingsMalformed = "settings_malformed";

    /// <summary>There is no such subscription of the caller's.</summary>
    public const string SubscriptionUnknown = "subscription_unknown";

    /// <summary>The subscription is ending or has ended.</summary>
    public const string SubscriptionOver = "subscription_over";

    /// <summary>A terminal could not tell the subscription from another of its account.</summary>
    public const string SubscriptionIdClash = "subscription_id_clash";

    /// <summary>The webhook's signature, time or id does not hold.</summary>
    public const string HookUnauthenticated = "hook_unauthenticated";

    /// <summary>Too many requests from this caller.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The platform is at a limit of its own; ask again shortly.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>The platform failed; the trace id finds the cause.</summary>
    public const string Internal = "internal_error";
}
