using System.Globalization;

namespace OrleansTrading.Chains.Stellar.Xdr;

/// <summary>
/// Result codes by number (Stellar-transaction.x) and by Horizon's name for them, which is not always the protocol's.
/// </summary>
internal static class ResultCodes
{
    private const string OperationSuccess = "op_success";
    private const string Malformed = "op_malformed";
    private const string Underfunded = "op_underfunded";
    private const string LowReserve = "op_low_reserve";
    private const string NoIssuer = "op_no_issuer";
    private const string NoTrust = "op_no_trust";
    private const string NotAuthorized = "op_not_authorized";
    private const string LineFull = "op_line_full";

    private static readonly Dictionary<int, string> Transaction = new()
    {
        [1] = "tx_fee_bump_inner_success",
        [0] = "tx_success",
        [-1] = "tx_failed",
        [-2] = "tx_too_early",
        [-3] = "tx_too_late",
        [-4] = "tx_missing_operation",
        [-5] = "tx_bad_seq",
        [-6] = "tx_bad_auth",
        [-7] = "tx_insufficient_balance",
        [-8] = "tx_no_source_account",
        [-9] = "tx_insufficient_fee",
        [-10] = "tx_bad_auth_extra",
        [-11] = "tx_internal_error",
        [-12] = "tx_not_supported",
        [-13] = "tx_fee_bump_inner_failed",
        [-14] = "tx_bad_sponsorship",
        [-15] = "tx_bad_minseq_age_or_gap",
        [-16] = "tx_malformed",
        [-17] = "tx_soroban_invalid",
    };

    private static readonly Dictionary<int, string> Outer = new()
    {
        [0] = "op_inner",
        [-1] = "op_bad_auth",
        [-2] = "op_no_source_account",
        [-3] = "op_not_supported",
        [-4] = "op_too_many_subentries",
        [-5] = "op_exceeded_work_limit",
        [-6] = "op_too_many_sponsoring",
    };

    /// <summary>Each kind's names from -1 downwards.</summary>
    private static readonly Dictionary<OperationType, string[]> Inner = new()
    {
        [OperationType.CreateAccount] = [Malformed, Underfunded, LowReserve, "op_already_exists"],
        [OperationType.Payment] = PaymentNames(),
        [OperationType.PathPaymentStrictReceive] =
            PaymentNames("op_too_few_offers", "op_cross_self", "op_over_source_max"),
        [OperationType.PathPaymentStrictSend] =
            PaymentNames("op_too_few_offers", "op_cross_self", "op_under_dest_min"),
        [OperationType.ChangeTrust] =
        [
            Malformed,
            NoIssuer,
            "op_invalid_limit",
            LowReserve,
            "op_self_not_allowed",
            "op_trust_line_missing",
            "op_cannot_delete",
            "op_not_aut_maintain_liabilities",
        ],
        [OperationType.AccountMerge] =
        [
            Malformed,
            "op_no_account",
            "op_immutable_set",
            "op_has_sub_entries",
            "op_seq_num_too_far",
            "op_dest_full",
            "op_is_sponsor",
        ],
        [OperationType.ManageData] =
            ["op_not_supported_yet", "op_data_name_not_found", LowReserve, "op_data_invalid_name"],
        [OperationType.BumpSequence] = ["op_bad_seq"],
        [OperationType.CreateClaimableBalance] = [Malformed, LowReserve, NoTrust, NotAuthorized, Underfunded],
        [OperationType.ClaimClaimableBalance] =
            ["op_does_not_exist", "op_cannot_claim", LineFull, NoTrust, NotAuthorized],
    };

    internal static bool IsKnown(int transactionCode) => Transaction.ContainsKey(transactionCode);

    internal static string NameOfTransaction(int code) =>
        Transaction.TryGetValue(code, out var name) ? name : Unknown("tx", code);

    internal static string NameOf(OperationResult operation)
    {
        if (operation.Type is not { } type)
        {
            return Outer.TryGetValue(operation.Outer, out var outer) ? outer : Unknown("op", operation.Outer);
        }

        if (operation.Code == 0)
        {
            return OperationSuccess;
        }

        var names = Inner[type];
        var index = -1L - operation.Code;
        return index >= 0 && index < names.Length ? names[index] : Unknown("op", operation.Code);
    }

    private static string Unknown(string prefix, int code) =>
        $"{prefix}_code_{code.ToString(CultureInfo.InvariantCulture)}";

    private static string[] PaymentNames(params string[] more) =>
    [
        Malformed,
        Underfunded,
        "op_src_no_trust",
        "op_src_not_authorized",
        "op_no_destination",
        NoTrust,
        NotAuthorized,
        LineFull,
        NoIssuer,
        .. more,
    ];
}
