using System.Text.Json.Serialization;
using OrleansTrading.Client.Api.Accounts;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Catalog;
using OrleansTrading.Client.Api.Copy;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Client.Api.Health;
using OrleansTrading.Client.Api.History;
using OrleansTrading.Client.Api.Ledger;
using OrleansTrading.Client.Api.Operators;
using OrleansTrading.Client.Api.PerformanceFees;
using OrleansTrading.Client.Api.Quotes;
using OrleansTrading.Client.Api.Trust;
using OrleansTrading.Client.Api.Risk;
using OrleansTrading.Client.Api.Users;
using OrleansTrading.Client.Api.Wallets;
using OrleansTrading.Client.Api.WalletTransfers;
using OrleansTrading.Client.Api.Withdrawals;

namespace OrleansTrading.Client.Api.Json;

/// <summary>
/// Generated readers and writers for every body. Reading is strict: an unknown, repeated, missing or null member is
/// refused, so that a misspelt field never silently means its default.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    MaxDepth = ApiConstants.JsonDepthMax)]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(ChallengeRequest))]
[JsonSerializable(typeof(ChallengeBody))]
[JsonSerializable(typeof(VerificationRequest))]
[JsonSerializable(typeof(VerificationBody))]
[JsonSerializable(typeof(WebAuthChallengeBody))]
[JsonSerializable(typeof(WebAuthAnswerBody))]
[JsonSerializable(typeof(WebAuthTokenBody))]
[JsonSerializable(typeof(UserBody))]
[JsonSerializable(typeof(AssetListBody))]
[JsonSerializable(typeof(ChainListBody))]
[JsonSerializable(typeof(QuoteRequest))]
[JsonSerializable(typeof(CommitRequest))]
[JsonSerializable(typeof(QuoteBody))]
[JsonSerializable(typeof(QuotePageBody))]
[JsonSerializable(typeof(TimelineBody))]
[JsonSerializable(typeof(OperatorQuotePageBody))]
[JsonSerializable(typeof(TreasuryListBody))]
[JsonSerializable(typeof(OperatorPaymentBody))]
[JsonSerializable(typeof(ParkedPaymentPageBody))]
[JsonSerializable(typeof(ResumeRequest))]
[JsonSerializable(typeof(HistoryPageBody))]
[JsonSerializable(typeof(OperatorHistoryPageBody))]
[JsonSerializable(typeof(LedgerEntryPageBody))]
[JsonSerializable(typeof(LedgerAccountPageBody))]
[JsonSerializable(typeof(LedgerAccountBody))]
[JsonSerializable(typeof(LedgerAuditBody))]
[JsonSerializable(typeof(WalletPageBody))]
[JsonSerializable(typeof(WalletBalancesBody))]
[JsonSerializable(typeof(WalletEntryPageBody))]
[JsonSerializable(typeof(OperatorWalletBody))]
[JsonSerializable(typeof(WalletAdjustmentRequest))]
[JsonSerializable(typeof(WalletReversalRequest))]
[JsonSerializable(typeof(WalletReceiptBody))]
[JsonSerializable(typeof(TrustBody))]
[JsonSerializable(typeof(OperatorTrustBody))]
[JsonSerializable(typeof(TrustOverrideRequest))]
[JsonSerializable(typeof(DepositRequest))]
[JsonSerializable(typeof(DepositBody))]
[JsonSerializable(typeof(WalletTransferRequest))]
[JsonSerializable(typeof(SentTransferBody))]
[JsonSerializable(typeof(SentTransferPageBody))]
[JsonSerializable(typeof(WithdrawalRequest))]
[JsonSerializable(typeof(WithdrawalBody))]
[JsonSerializable(typeof(WithdrawalPageBody))]
[JsonSerializable(typeof(LimitListBody))]
[JsonSerializable(typeof(BreakerListBody))]
[JsonSerializable(typeof(BreakerOpenRequest))]
[JsonSerializable(typeof(BreakerCloseRequest))]
[JsonSerializable(typeof(PerformanceFeePageBody))]
[JsonSerializable(typeof(PerformanceFeeBody))]
[JsonSerializable(typeof(FeePeriodPageBody))]
[JsonSerializable(typeof(FeeChargeBody))]
[JsonSerializable(typeof(OperatorPerformanceFeeBody))]
[JsonSerializable(typeof(TradingAccountRequest))]
[JsonSerializable(typeof(TradingAccountPageBody))]
[JsonSerializable(typeof(TradingAccountSecretBody))]
[JsonSerializable(typeof(TradingAccountBody))]
[JsonSerializable(typeof(ProviderRequest))]
[JsonSerializable(typeof(AdmissionRequest))]
[JsonSerializable(typeof(ProviderPageBody))]
[JsonSerializable(typeof(CopyFeeRequest))]
[JsonSerializable(typeof(ProviderStatisticsBody))]
[JsonSerializable(typeof(SignalPageBody))]
[JsonSerializable(typeof(ProviderBody))]
[JsonSerializable(typeof(SignalRequest))]
[JsonSerializable(typeof(SignalBody))]
[JsonSerializable(typeof(SubscriptionRequest))]
[JsonSerializable(typeof(SettingsRequest))]
[JsonSerializable(typeof(SubscriptionPageBody))]
[JsonSerializable(typeof(SubscriptionBody))]
[JsonSerializable(typeof(PositionPageBody))]
[JsonSerializable(typeof(PositionBody))]
[JsonSerializable(typeof(CopyReportBody))]
[JsonSerializable(typeof(HealthBody))]
internal sealed partial class ApiJsonContext : JsonSerializerContext;
