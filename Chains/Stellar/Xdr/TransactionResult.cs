namespace OrleansTrading.Chains.Stellar.Xdr;

/// <summary>What became of one operation.</summary>
/// <param name="Outer">0: see <paramref name="Code"/>; negative: it was not even tried (op_bad_auth, …).</param>
/// <param name="Type">The operation's kind; null when <paramref name="Outer"/> is negative.</param>
/// <param name="Code">The kind's own code, 0 for success.</param>
/// <param name="MergedBalance">The lumens an account merge moved, in stroops; 0 for others.</param>
internal sealed record OperationResult(int Outer, OperationType? Type, int Code, long MergedBalance = 0)
{
    /// <summary>What a path payment moved; null unless one succeeded.</summary>
    internal PathPaymentOutcome? Path { get; init; }

    /// <summary>The id of a claimable balance that was made, in lower-case hex; null for others.</summary>
    internal string? BalanceId { get; init; }

    internal bool IsSuccess => Outer == 0 && Code == 0;

    /// <summary>The code as Horizon spells it.</summary>
    internal string CodeName => ResultCodes.NameOf(this);
}

/// <summary>How a path payment went.</summary>
/// <param name="Exchanges">The offers and pools it went through, in order; none between equal assets.</param>
/// <param name="Destination">Who was paid.</param>
/// <param name="Asset">What arrived.</param>
/// <param name="Amount">How much of it, in stroops.</param>
internal sealed record PathPaymentOutcome(
    IReadOnlyList<Exchange> Exchanges, string Destination, StellarAsset Asset, long Amount);

/// <summary>One offer or pool that an exchange on the way was made with, seen from its owner.</summary>
/// <param name="Seller">The offer's owner, G…; null for a pool.</param>
/// <param name="OfferId">The offer's number; 0 for a pool.</param>
/// <param name="Sold">What the owner gave.</param>
/// <param name="SoldAmount">How much, in stroops.</param>
/// <param name="Bought">What the owner got.</param>
/// <param name="BoughtAmount">How much, in stroops.</param>
internal sealed record Exchange(
    string? Seller, long OfferId, StellarAsset Sold, long SoldAmount, StellarAsset Bought, long BoughtAmount);

/// <summary>What became of a transaction (Stellar-transaction.x, struct TransactionResult).</summary>
/// <param name="FeeCharged">In stroops.</param>
/// <param name="Code">0 success, -1 an operation failed, others: see <see cref="ResultCodes"/>.</param>
/// <param name="Operations">One each when the code is 0 or -1; else empty.</param>
/// <param name="Inner">The result of a fee bump's inner transaction; null for others.</param>
internal sealed record TransactionResult(
    long FeeCharged, int Code, IReadOnlyList<OperationResult> Operations, InnerTransactionResult? Inner = null)
{
    internal const int Success = 0;
    internal const int Failed = -1;
    internal const int FeeBumpInnerSuccess = 1;
    internal const int FeeBumpInnerFailed = -13;

    internal bool IsSuccess => Code is Success or FeeBumpInnerSuccess;

    /// <summary>The code as Horizon spells it.</summary>
    internal string CodeName => ResultCodes.NameOfTransaction(Code);

    /// <summary>All codes in one line, e.g. <c>tx_failed: op_success, op_no_trust</c>.</summary>
    internal string Describe()
    {
        var operations = Inner?.Result.Operations ?? Operations;
        var head = Inner is null ? CodeName : $"{CodeName} ({Inner.Result.CodeName})";
        return operations.Count == 0 || IsSuccess
            ? head
            : $"{head}: {string.Join(", ", operations.Select(operation => operation.CodeName))}";
    }
}

/// <summary>The inner transaction of a fee bump and its result.</summary>
internal sealed record InnerTransactionResult(byte[] Hash, TransactionResult Result);
