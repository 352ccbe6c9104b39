using OrleansTrading.Grains.Wallets;

namespace OrleansTrading.Grains.Tests.Wallets;

/// <summary>Which reason goes with which direction and account: what is not allowed is refused.</summary>
public sealed class WalletReasonsTests
{
    private static readonly string[] Accounts =
    [
        "payment:p", "transfer:t", LedgerAccounts.RevenuePlatformFee, LedgerAccounts.RevenuePerformanceFee,
        LedgerAccounts.Capital, LedgerAccounts.SuspenseParked, LedgerAccounts.SuspenseUnmatched,
        "payment:", "transfer:", LedgerAccounts.Exchange, LedgerAccounts.RevenueNetworkFee,
        LedgerAccounts.RevenueRefundFee, LedgerAccounts.ExpenseNetworkFee, LedgerAccounts.ExpenseAccountOpening,
        "treasury:solana:local:x", "quote:q", "wallet:u_x.main:available", "wallet:u_x.main:held", "capital:x", "",
    ];

    [Fact]
    public void Each_reason_direction_and_account_is_allowed_or_refused_as_the_table_says()
    {
        var allowed =
            from reason in Enum.GetValues<WalletReason>()
            from isCredit in (bool[])[true, false]
            from account in Accounts
            where WalletReasons.Refuse(reason, isCredit, account) is null
            select $"{(isCredit ? "credit" : "debit")} {reason} {account}";

        Assert.Equal(
            [
                "credit Adjustment capital",
                "credit Adjustment suspense:parked",
                "credit Adjustment suspense:unmatched",
                "credit Deposit payment:p",
                "debit Adjustment capital",
                "debit Adjustment suspense:parked",
                "debit Adjustment suspense:unmatched",
                "debit FeePerformance revenue:performance-fee",
                "debit FeePlatform revenue:platform-fee",
                "debit Withdrawal transfer:t",
            ],
            allowed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_captures_account_tells_its_reason()
    {
        foreach (var account in Accounts)
        {
            Assert.InRange(
                Enum.GetValues<WalletReason>().Count(r => WalletReasons.Refuse(r, isCredit: false, account) is null),
                0,
                1);
        }
    }

    [Fact]
    public void A_refusal_names_the_account_and_has_its_own_code()
    {
        var refusal = WalletReasons.Refuse(WalletReason.Deposit, isCredit: true, LedgerAccounts.Capital);

        Assert.Equal(ErrorCodes.CounterAccountRefused, refusal!.Code);
        Assert.Contains("'capital'", refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Transfers_are_made_for_two_reasons() => Assert.Equal(
        [WalletReason.FeePerformance, WalletReason.Transfer],
        Enum.GetValues<WalletReason>().Where(reason => WalletReasons.KindOfTransfer(reason) is not null));
}
