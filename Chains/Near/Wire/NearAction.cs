namespace OrleansTrading.Chains.Near.Wire;

/// <summary>One step of a transaction or receipt, on the account that receives it.</summary>
internal abstract record NearAction
{
    /// <summary>The borsh tag.</summary>
    internal abstract NearActionKind Kind { get; }
}

/// <summary>The actions known here, by their borsh tag (nearcore, core/primitives/src/action).</summary>
internal enum NearActionKind
{
    CreateAccount = 0,
    DeployContract = 1,
    FunctionCall = 2,
    Transfer = 3,
    Stake = 4,
    AddKey = 5,
    DeleteKey = 6,
    DeleteAccount = 7,
    Delegate = 8,
}

/// <summary>Opens the receiving account.</summary>
internal sealed record CreateAccountAction : NearAction
{
    internal override NearActionKind Kind => NearActionKind.CreateAccount;
}

/// <summary>Replaces the contract of the receiving account.</summary>
internal sealed record DeployContractAction(byte[] Code) : NearAction
{
    internal override NearActionKind Kind => NearActionKind.DeployContract;
}

/// <summary>Calls a method of the receiving account's contract.</summary>
/// <param name="MethodName">Which method.</param>
/// <param name="Args">Its arguments, JSON by convention.</param>
/// <param name="Gas">Units of gas that the call may use.</param>
/// <param name="Deposit">yoctoNEAR handed over with the call.</param>
internal sealed record FunctionCallAction(string MethodName, byte[] Args, ulong Gas, UInt128 Deposit) : NearAction
{
    internal override NearActionKind Kind => NearActionKind.FunctionCall;
}

/// <summary>Moves yoctoNEAR to the receiving account.</summary>
internal sealed record TransferAction(UInt128 Deposit) : NearAction
{
    internal override NearActionKind Kind => NearActionKind.Transfer;
}

/// <summary>Locks yoctoNEAR for validation.</summary>
internal sealed record StakeAction(UInt128 Stake, NearPublicKey PublicKey) : NearAction
{
    internal override NearActionKind Kind => NearActionKind.Stake;
}

/// <summary>Adds an access key to the receiving account.</summary>
internal sealed record AddKeyAction(NearPublicKey PublicKey, NearAccessKey AccessKey) : NearAction
{
    internal override NearActionKind Kind => NearActionKind.AddKey;
}

/// <summary>Takes an access key from the receiving account.</summary>
internal sealed record DeleteKeyAction(NearPublicKey PublicKey) : NearAction
{
    internal override NearActionKind Kind => NearActionKind.DeleteKey;
}

/// <summary>Closes the receiving account; what it holds goes to the beneficiary.</summary>
internal sealed record DeleteAccountAction(string BeneficiaryId) : NearAction
{
    internal override NearActionKind Kind => NearActionKind.DeleteAccount;
}

/// <summary>Carries out what the receiving account signed, at the cost of the transaction's signer (NEP-366).</summary>
internal sealed record SignedDelegateAction(NearDelegate Delegate, NearSignature Signature) : NearAction
{
    internal override NearActionKind Kind => NearActionKind.Delegate;
}

/// <summary>What an access key may do.</summary>
/// <param name="Nonce">Set by the chain; 0 in an <see cref="AddKeyAction"/>.</param>
/// <param name="Limits">The calls it is limited to; null: full access.</param>
internal sealed record NearAccessKey(ulong Nonce, NearKeyLimits? Limits);

/// <summary>The limits of a function call key.</summary>
/// <param name="Allowance">What it may spend on gas, yoctoNEAR; null: everything.</param>
/// <param name="ReceiverId">The contract it may call.</param>
/// <param name="MethodNames">The methods it may call; empty: any.</param>
internal sealed record NearKeyLimits(UInt128? Allowance, string ReceiverId, IReadOnlyList<string> MethodNames);
