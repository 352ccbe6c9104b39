using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Near;

/// <summary>What one transfer is made of: receiver, actions, and what they may cost.</summary>
/// <remarks>
/// A registration and the transfer after it are actions of one receipt: both take effect, or neither. All deposits come
/// back from a receipt that fails.
/// </remarks>
internal sealed class TransferPlan
{
    /// <summary>
    /// Of a transaction with one action: converting it, and carrying its receipt out. Mainnet shows 0.45 Tgas for a
    /// payment of NEAR; an account that the payment opens takes more.
    /// </summary>
    private const ulong BaseGas = 3 * NearConstants.TeraGas;

    /// <summary>What a call costs besides the gas attached to it: mainnet shows 2.4 Tgas.</summary>
    private const ulong CallGas = 3 * NearConstants.TeraGas;

    /// <summary>What a token transfer usually burns; the gas attached beyond comes back.</summary>
    private const ulong UsualTransferGas = 8 * NearConstants.TeraGas;

    /// <summary>What a registration usually burns.</summary>
    private const ulong UsualRegistrationGas = 5 * NearConstants.TeraGas;

    private readonly TransferOrder _order;

    internal TransferPlan(TransferOrder order, NearAsset? token, UInt128? registrationPrice, ulong registrationGas)
    {
        _order = order;
        Receiver = token?.Contract ?? order.To;
        Actions = token is null
            ? [new TransferAction(order.Amount.Units)]
            : [.. Compose(order, token, registrationPrice, registrationGas)];
        var calls = Actions.OfType<FunctionCallAction>().ToList();
        GasMax = calls.Aggregate(BaseGas, (sum, call) => sum + CallGas + call.Gas);
        GasUsual = token is null ? BaseGas
            : BaseGas + UsualTransferGas + (registrationPrice is null ? 0 : UsualRegistrationGas);
    }

    /// <summary>The account that the transaction is for: the recipient, or the token's contract.</summary>
    internal string Receiver { get; }

    internal IReadOnlyList<NearAction> Actions { get; }

    /// <summary>Gas that the transaction may burn at most.</summary>
    internal ulong GasMax { get; }

    /// <summary>Gas that it will burn, about; rather more than less.</summary>
    internal ulong GasUsual { get; }

    /// <summary>
    /// Reads signed bytes as a stranger would and compares them with the order: the last check before they can be
    /// persisted. Null when they do exactly what was ordered, else the difference.
    /// </summary>
    internal string? FindDifference(byte[] bytes, NearPublicKey key, ulong nonce, NearHash blockHash)
    {
        if (!NearSignedTransaction.TryDecode(bytes, out var signed, out var problem))
        {
            return problem;
        }

        var transaction = signed.Transaction;
        return transaction.SignerId != _order.From ? "another account pays"
            : !transaction.PublicKey.Equals(key) ? "it names another key"
            : transaction.Nonce != nonce ? $"its nonce is {transaction.Nonce}"
            : transaction.BlockHash != blockHash ? "it names another block"
            : transaction.ReceiverId != Receiver ? $"it is for {transaction.ReceiverId}"
            : !signed.VerifySignature() ? "the signature does not verify"
            : FindDifference(transaction.Actions);
    }

    private string? FindDifference(IReadOnlyList<NearAction> actions)
    {
        if (Receiver == _order.To)
        {
            return actions is [TransferAction transfer]
                ? transfer.Deposit == _order.Amount.Units ? null : $"it pays {transfer.Deposit} yoctoNEAR"
                : "it does something else than pay";
        }

        if (actions.Count != Actions.Count || actions[^1] is not FunctionCallAction { MethodName: "ft_transfer" } call)
        {
            return "it does something else than transfer the token";
        }

        var asked = TokenCalls.ReadTransfer(call.Args);
        return asked is null ? "the transfer cannot be read"
            : asked.Receiver != _order.To ? $"it pays {asked.Receiver}"
            : asked.Units != _order.Amount.Units ? $"it pays {asked.Units} units"
            : asked.Memo != (string.IsNullOrEmpty(_order.Memo) ? null : _order.Memo) ? "its memo differs"
            : call.Deposit != NearConstants.OneYocto ? $"it deposits {call.Deposit} yoctoNEAR"
            : actions.Take(actions.Count - 1).All(
                action => action is FunctionCallAction { MethodName: TokenCalls.RegisterMethod }) ? null
            : "it does more than register the recipient";
    }

    private static IEnumerable<FunctionCallAction> Compose(
        TransferOrder order, NearAsset token, UInt128? registrationPrice, ulong registrationGas)
    {
        if (registrationPrice is { } price)
        {
            yield return TokenCalls.Register(order.To, price, registrationGas);
        }

        yield return TokenCalls.Transfer(order.To, order.Amount.Units, order.Memo, token.TransferGas);
    }
}
