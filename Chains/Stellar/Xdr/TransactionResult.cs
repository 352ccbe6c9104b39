namespace OrleansTrading.Chains.Stellar.Xdr;

/// <summary>What became of one operation.</summary>
/// <param name="Outer">0: see <paramref name="Code"/>; negative: it was not even tried (op_bad_auth, …).</param>
/// <param name="Type">The operation's kind; null when <paramref name="Outer"/> is negative.</param>
/// <param name="Code">The kind's own code, 0 for success.</param>
/// <param name="MergedBalance">The lumens an account merge moved, in stroops; 0 for others.</param>
internal sealed record OperationResult(int Outer, OperationType? Type, int Code, long MergedBalance = 0)
{
    internal bool IsSuccess => Outer == 0 && Code == 0;

    /// <summary>The code as Horizon spells it.</summary>
    internal string CodeName => ResultCodes.NameOf(this);
}

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
