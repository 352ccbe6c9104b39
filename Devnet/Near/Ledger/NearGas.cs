using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Devnet.Near.Ledger;

/// <summary>What a transaction costs its signer.</summary>
/// <param name="ConversionGas">Burnt when it becomes a receipt.</param>
/// <param name="PrepaidGas">Paid in advance for carrying the receipt out; what is not burnt comes back.</param>
/// <param name="Deposits">yoctoNEAR that go with its actions.</param>
internal sealed record NearCost(ulong ConversionGas, ulong PrepaidGas, UInt128 Deposits)
{
    internal UInt128 GasYocto => checked(((UInt128)ConversionGas + PrepaidGas) * NearGas.Price);

    internal UInt128 Total => checked(GasYocto + Deposits);
}

/// <summary>The public network's prices of actions in gas (nearcore, runtime configuration).</summary>
internal static class NearGas
{
    /// <summary>yoctoNEAR for a unit of gas: the public network's minimum, which it nearly always has.</summary>
    internal const ulong Price = 100_000_000;

    /// <summary>The most gas that a transaction may attach to its calls.</summary>
    internal const ulong AttachedMax = 300_000_000_000_000;

    private const ulong Receipt = 108_059_500_000;
    private const ulong Transfer = 115_123_062_500;
    private const ulong CreateAccount = 3_850_000_000_000;
    private const ulong AddKey = 101_765_125_000;
    private const ulong DeleteKey = 94_946_625_000;
    private const ulong DeleteAccount = 147_489_000_000;
    private const ulong CallSend = 200_000_000_000;
    private const ulong CallExecute = 780_000_000_000;
    private const ulong CallByte = 2_235_934;

    /// <summary>What the actions cost; the exceptions of arithmetic are the caller's.</summary>
    internal static NearCost CostOf(string receiver, IReadOnlyList<NearAction> actions)
    {
        var (send, attached, deposits) = (Receipt, 0UL, (UInt128)0);
        foreach (var action in actions)
        {
            checked
            {
                send += SendOf(receiver, action);
                attached += action is FunctionCallAction call ? call.Gas : 0;
                deposits += DepositOf(action);
            }
        }

        return new NearCost(send, checked(ExecutionOf(receiver, actions) + attached), deposits);
    }

    /// <summary>What carrying the actions out burns, without what contracts use.</summary>
    internal static ulong ExecutionOf(string receiver, IReadOnlyList<NearAction> actions) =>
        actions.Aggregate(Receipt, (sum, action) => checked(sum + ExecutionOf(receiver, action)));

    internal static UInt128 DepositOf(NearAction action) => action switch
    {
        TransferAction transfer => transfer.Deposit,
        FunctionCallAction call => call.Deposit,
        _ => 0,
    };

    private static ulong ExecutionOf(string receiver, NearAction action) => action is FunctionCallAction
        ? CallExecute + BytesOf(action)
        : SendOf(receiver, action);

    private static ulong SendOf(string receiver, NearAction action) => action switch
    {
        TransferAction => Transfer + OpeningOf(receiver),
        FunctionCallAction => CallSend + BytesOf(action),
        CreateAccountAction => CreateAccount,
        AddKeyAction => AddKey,
        DeleteKeyAction => DeleteKey,
        DeleteAccountAction => DeleteAccount,
        _ => 0,
    };

    /// <summary>A payment to an account that it may open pays for that, whether it does or not.</summary>
    private static ulong OpeningOf(string receiver) =>
        NearAccountId.IsNearImplicit(receiver) ? CreateAccount + AddKey
        : NearAccountId.IsEthImplicit(receiver) ? CreateAccount
        : 0;

    private static ulong BytesOf(NearAction action) => action is FunctionCallAction call
        ? CallByte * (ulong)(call.MethodName.Length + call.Args.Length)
        : 0;
}
