using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Grains.Wallets;

/// <summary>
/// Which movements there are: each reason in each direction, its kind of entry, and the counter-accounts that it may
/// have. What is not in this table is refused. A debit's account belongs to one reason only, so that an entry tells the
/// reason of a capture.
/// </summary>
internal static class WalletReasons
{
    private static readonly string[] Adjusting =
        [LedgerAccounts.Capital, LedgerAccounts.SuspenseParked, LedgerAccounts.SuspenseUnmatched];

    /// <summary>All rules.</summary>
    internal static IReadOnlyList<Rule> Rules { get; } =
    [
        new(WalletReason.Deposit, IsCredit: true, LedgerKinds.Deposit, a => Begins(a, LedgerAccounts.PaymentPrefix)),
        new(
            WalletReason.Withdrawal,
            IsCredit: false,
            LedgerKinds.Withdrawal,
            a => Begins(a, LedgerAccounts.TransferPrefix)),
        new(
            WalletReason.FeePlatform,
            IsCredit: false,
            LedgerKinds.FeePlatform,
            a => a == LedgerAccounts.RevenuePlatformFee),
        new(
            WalletReason.FeePerformance,
            IsCredit: false,
            LedgerKinds.FeePerformance,
            a => a == LedgerAccounts.RevenuePerformanceFee),
        new(WalletReason.Adjustment, IsCredit: true, LedgerKinds.Adjustment, a => Adjusting.Contains(a)),
        new(WalletReason.Adjustment, IsCredit: false, LedgerKinds.Adjustment, a => Adjusting.Contains(a)),
    ];

    /// <summary>The rule of a movement; null: there is no such movement.</summary>
    internal static Rule? Find(WalletReason reason, bool isCredit) =>
        Rules.FirstOrDefault(rule => rule.Reason == reason && rule.IsCredit == isCredit);

    /// <summary>Why a movement is refused; null: it is not.</summary>
    internal static Refusal? Refuse(WalletReason reason, bool isCredit, string account) =>
        Find(reason, isCredit)?.Allows(account) == true
            ? null
            : new Refusal
            {
                Code = ErrorCodes.CounterAccountRefused,
                Field = "account",
                Detail = $"A {(isCredit ? "credit" : "debit")} for {reason} cannot have the account '{account}'."
                    + " docs/wallets.md lists what goes together.",
            };

    /// <summary>The kind of a transfer's entries; null: a transfer cannot have this reason.</summary>
    internal static string? KindOfTransfer(WalletReason reason) => reason switch
    {
        WalletReason.Transfer => LedgerKinds.Transfer,
        WalletReason.FeePerformance => LedgerKinds.FeePerformance,
        _ => null,
    };

    /// <summary>Whether an entry of a wallet is a credit, debit or capture, which may be undone.</summary>
    internal static bool IsReversible(WalletId wallet, LedgerBooking booking) => booking.Kind == LedgerKinds.Capture
        || (booking.Subject == wallet.Value && Rules.Any(rule => rule.Kind == booking.Kind));

    private static bool Begins(string account, string prefix) =>
        account.Length > prefix.Length && account.StartsWith(prefix, StringComparison.Ordinal);

    /// <summary>One movement.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="IsCredit">Whether the wallet gets it.</param>
    /// <param name="Kind">Its kind of entry.</param>
    /// <param name="Allows">Whether an account may be on the other side.</param>
    internal sealed record Rule(WalletReason Reason, bool IsCredit, string Kind, Func<string, bool> Allows);
}
