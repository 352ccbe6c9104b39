using System.Collections.Frozen;
using OrleansTrading.Grains;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace OrleansTrading.Client.Api.Errors;

/// <summary>How one code is answered.</summary>
/// <param name="Code">The code.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">The same sentence for every occurrence.</param>
/// <param name="RetrySeconds">
/// Seconds after which a repeat may succeed, unless the refusal knows better; null: never.
/// </param>
internal sealed record ErrorKind(string Code, int Status, string Title, int? RetrySeconds = null)
{
    /// <summary>The problem's type, as RFC 9457 wants it.</summary>
    internal string Type { get; } = $"urn:orleanstrading:error:{Code}";
}

/// <summary>The one place that says how each code is answered. docs/errors.md explains them to customers.</summary>
internal static class ErrorCatalog
{
    private const int Retry = ApiConstants.UnavailableRetrySeconds;

    private static readonly ErrorKind[] Kinds =
    [
        new(ErrorCodes.ChainUnknown, Status422UnprocessableEntity, "The chain is not served."),
        new(ErrorCodes.AddressMalformed, Status422UnprocessableEntity, "This is not an address."),
        new(ErrorCodes.AddressWrongNetwork, Status422UnprocessableEntity, "The address is of another chain."),
        new(ErrorCodes.AddressNotProven, Status422UnprocessableEntity, "You have not proven this address."),
        new(ErrorCodes.AddressTaken, Status409Conflict, "The address belongs to another user."),
        new(ErrorCodes.ChallengeUnknown, Status404NotFound, "There is no such challenge."),
        new(ErrorCodes.ChallengeExpired, Status410Gone, "The challenge has expired."),
        new(ErrorCodes.ChallengeUsed, Status409Conflict, "The challenge was used before."),
        new(ErrorCodes.ChallengeOfOtherUser, Status403Forbidden, "The challenge is not yours."),
        new(ErrorCodes.SignatureMalformed, Status422UnprocessableEntity, "This is not a signature."),
        new(ErrorCodes.SignatureWrong, Status422UnprocessableEntity, "The signature does not verify."),
        new(ErrorCodes.SignedMessageWrong, Status422UnprocessableEntity, "Another message was signed."),
        new(ErrorCodes.Unauthenticated, Status401Unauthorized, "Credentials are needed."),
        new(ErrorCodes.Forbidden, Status403Forbidden, "These credentials do not allow it."),
        new(ErrorCodes.AssetUnknown, Status422UnprocessableEntity, "The asset is not accepted."),
        new(ErrorCodes.AssetSame, Status422UnprocessableEntity, "Both sides are the same asset."),
        new(ErrorCodes.AmountAmbiguous, Status422UnprocessableEntity, "One amount must be given."),
        new(ErrorCodes.AmountMalformed, Status422UnprocessableEntity, "This is not an amount."),
        new(ErrorCodes.AmountNegative, Status422UnprocessableEntity, "The amount is negative."),
        new(ErrorCodes.AmountZero, Status422UnprocessableEntity, "The amount is zero."),
        new(ErrorCodes.AmountTooPrecise, Status422UnprocessableEntity, "The amount has too many decimals."),
        new(ErrorCodes.AmountOverflow, Status422UnprocessableEntity, "The amount is too large to count."),
        new(ErrorCodes.AmountBelowMinimum, Status422UnprocessableEntity, "The amount is below the minimum."),
        new(ErrorCodes.AmountAboveMaximum, Status422UnprocessableEntity, "The amount is above the maximum."),
        new(ErrorCodes.AmountBelowFees, Status422UnprocessableEntity, "The amount does not cover the fees."),
        new(ErrorCodes.RecipientNotPayable, Status422UnprocessableEntity, "The recipient cannot be paid."),
        new(ErrorCodes.MemoTooLong, Status422UnprocessableEntity, "The memo does not fit the chain."),
        new(ErrorCodes.PriceUnavailable, Status503ServiceUnavailable, "There is no price now.", Retry),
        new(ErrorCodes.PriceStale, Status503ServiceUnavailable, "The last price is too old.", Retry),
        new(ErrorCodes.PriceUncertain, Status503ServiceUnavailable, "The price is too uncertain.", Retry),
        new(ErrorCodes.PriceMoved, Status409Conflict, "The price has moved."),
        new(ErrorCodes.PairNotAllowed, Status422UnprocessableEntity, "This is not traded now."),
        new(ErrorCodes.TreasuryShort, Status503ServiceUnavailable, "This amount is not available now.", Retry),
        new(ErrorCodes.ChainUnavailable, Status503ServiceUnavailable, "The chain is not available.", Retry),
        new(ErrorCodes.LimitExceeded, Status422UnprocessableEntity, "A limit would be exceeded."),
        new(ErrorCodes.IdempotencyKeyReused, Status422UnprocessableEntity, "The key was used before."),
        new(ErrorCodes.IdempotencyKeyMalformed, Status400BadRequest, "This is not an idempotency key."),
        new(ErrorCodes.QuoteUnknown, Status404NotFound, "There is no such quote."),
        new(ErrorCodes.OperationIdReused, Status409Conflict, "The operation's id was used before."),
        new(ErrorCodes.FundsInsufficient, Status422UnprocessableEntity, "The wallet has too little."),
        new(ErrorCodes.BalanceOverflow, Status422UnprocessableEntity, "The wallet would hold too much to count."),
        new(ErrorCodes.HoldUnknown, Status422UnprocessableEntity, "There is no such hold any more."),
        new(ErrorCodes.HoldExceeded, Status422UnprocessableEntity, "The hold has too little left."),
        new(ErrorCodes.HoldTimeOutOfRange, Status422UnprocessableEntity, "A hold cannot last until then."),
        new(ErrorCodes.HoldsTooMany, Status422UnprocessableEntity, "The wallet has too many open holds."),
        new(ErrorCodes.TransfersTooMany, Status503ServiceUnavailable, "Too many transfers are on their way.", Retry),
        new(ErrorCodes.CounterAccountRefused, Status422UnprocessableEntity, "The reason and the account do not fit."),
        new(ErrorCodes.EntryIrreversible, Status422UnprocessableEntity, "The entry cannot be undone."),
        new(ErrorCodes.ObservationMalformed, Status422UnprocessableEntity, "This is not an observation."),
        new(ErrorCodes.ObservationIdReused, Status409Conflict, "The observation's id was used before."),
        new(ErrorCodes.TrustOverrideOutdated, Status409Conflict, "There was another override meanwhile."),
        new(ErrorCodes.TrustBlocked, Status403Forbidden, "Nothing new is begun with you."),
        new(ErrorCodes.FeeTermsFixed, Status409Conflict, "The fee has other terms."),
        new(ErrorCodes.FeeTermsMalformed, Status422UnprocessableEntity, "These are no terms of a fee."),
        new(ErrorCodes.FeeFiguresMalformed, Status422UnprocessableEntity, "The figures are too large to count."),
        new(ErrorCodes.FeePeriodClosed, Status409Conflict, "The period was closed with other figures."),
        new(ErrorCodes.FeePeriodOutOfOrder, Status409Conflict, "It is not this period's turn."),
        new(ErrorCodes.FeePeriodNotOver, Status409Conflict, "The period is not over."),
        new(ErrorCodes.TransferUnknown, Status404NotFound, "There is no such transfer."),
        new(ErrorCodes.WalletNotPayable, Status422UnprocessableEntity, "The wallet takes no transfers from others."),
        new(ErrorCodes.WithdrawalUnknown, Status404NotFound, "There is no such withdrawal."),
        new(ErrorCodes.WithdrawalNotCancellable, Status409Conflict, "The withdrawal cannot be cancelled any more."),
        new(ErrorCodes.RequestMalformed, Status400BadRequest, "The request cannot be read."),
        new(ErrorCodes.RequestTooLarge, Status413PayloadTooLarge, "The request is too large."),
        new(ErrorCodes.NotFound, Status404NotFound, "There is no such resource."),
        new(ErrorCodes.CursorMalformed, Status400BadRequest, "This is not a cursor."),
        new(ErrorCodes.PageSizeOutOfRange, Status400BadRequest, "A page holds 1 to 100 items."),
        new(ErrorCodes.TradingAccountUnknown, Status404NotFound, "You have no such trading account."),
        new(ErrorCodes.TradingAccountMalformed, Status422UnprocessableEntity, "This is not a trading account."),
        new(ErrorCodes.TradingAccountRole, Status422UnprocessableEntity, "The account is for something else."),
        new(ErrorCodes.ProviderUnknown, Status404NotFound, "There is no such provider."),
        new(ErrorCodes.ProviderMalformed, Status422UnprocessableEntity, "The provider's terms break a rule."),
        new(ErrorCodes.ProviderDenied, Status403Forbidden, "The provider does not let you copy."),
        new(ErrorCodes.ProviderFull, Status422UnprocessableEntity, "The provider takes no more subscriptions."),
        new(ErrorCodes.FeeNotAccepted, Status422UnprocessableEntity, "The provider's fee is not agreed to."),
        new(ErrorCodes.FeeCurrencyUnsupported, Status422UnprocessableEntity, "The account's currency takes no fee."),
        new(ErrorCodes.SignalMalformed, Status422UnprocessableEntity, "The signal breaks a rule."),
        new(ErrorCodes.TicketUnknown, Status422UnprocessableEntity, "The ticket is not open."),
        new(ErrorCodes.TicketUsed, Status409Conflict, "The ticket was used before."),
        new(ErrorCodes.SettingsMalformed, Status422UnprocessableEntity, "The settings break a rule."),
        new(ErrorCodes.SubscriptionUnknown, Status404NotFound, "You have no such subscription."),
        new(ErrorCodes.SubscriptionOver, Status409Conflict, "The subscription is ending or has ended."),
        new(ErrorCodes.SubscriptionIdClash, Status409Conflict, "The subscription needs another key."),
        new(ErrorCodes.HookUnauthenticated, Status401Unauthorized, "The webhook is not authentic."),
        new(ErrorCodes.RateLimited, Status429TooManyRequests, "Too many requests.", 1),
        new(
            ErrorCodes.Overloaded,
            Status503ServiceUnavailable,
            "The platform is busy.",
            ApiConstants.OverloadedRetrySeconds),
        new(ErrorCodes.Internal, Status500InternalServerError, "The platform failed."),
        new(HttpErrorCodes.MethodNotAllowed, Status405MethodNotAllowed, "The method is not known here."),
        new(
            HttpErrorCodes.MediaTypeUnsupported,
            Status415UnsupportedMediaType,
            "The body must be application/json."),
    ];

    private static readonly FrozenDictionary<string, ErrorKind> ByCode =
        Kinds.ToFrozenDictionary(k => k.Code, StringComparer.Ordinal);

    /// <summary>All kinds, in the catalogue's order.</summary>
    internal static IReadOnlyList<ErrorKind> All => Kinds;

    /// <summary>How a code is answered.</summary>
    /// <exception cref="KeyNotFoundException">The code is not in the catalogue: a test would have failed.</exception>
    internal static ErrorKind Get(string code) => ByCode[code];
}
