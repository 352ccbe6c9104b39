using System.Text.Json.Nodes;
using OrleansTrading.Chains.Near;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Devnet.Near.Ledger;

/// <summary>A receipt that a receipt made, before it has an id.</summary>
/// <param name="PredecessorId">Who sends it.</param>
/// <param name="ReceiverId">Who gets it.</param>
/// <param name="Deposit">What it pays.</param>
/// <param name="PrepaidGas">Gas for carrying it out, from the gas of the receipt that made it.</param>
internal sealed record NewReceipt(string PredecessorId, string ReceiverId, UInt128 Deposit, ulong PrepaidGas);

/// <summary>How a receipt ran.</summary>
internal sealed record ReceiptRun(
    NearState State,
    ulong GasBurnt,
    string? Failure,
    byte[] Value,
    IReadOnlyList<string> Logs,
    IReadOnlyList<NewReceipt> Made,
    IReadOnlyList<string> TouchedHolders);

/// <summary>
/// Carries one receipt out on the state: all of its actions or none. What was attached to a failed one goes back to who
/// sent it, and gas that was not burnt to who signed, both in receipts from <c>system</c>.
/// </summary>
internal sealed class ReceiptExecutor(NearReceipt receipt, ulong height)
{
    private static readonly NearAction[] s_payment = [new TransferAction(0)];

    private readonly List<string> _logs = [];
    private readonly List<NewReceipt> _made = [];
    private readonly List<string> _touched = [];
    private byte[] _value = [];
    private ulong _used;
    private string _actor = receipt.PredecessorId;
    private NearState _state = null!;

    /// <summary>Runs it.</summary>
    /// <param name="before">The state before.</param>
    /// <param name="fails">It fails in its last action, whatever it is.</param>
    internal ReceiptRun Run(NearState before, bool fails)
    {
        if (receipt.IsRefund)
        {
            return Refund(before);
        }

        _state = before;
        var failure = RunActions(fails);
        var fees = NearGas.ExecutionOf(receipt.ReceiverId, receipt.Actions);
        var burnt = Math.Min(fees + _used, receipt.PrepaidGas);
        if (failure is not null)
        {
            _state = before;
            _made.Clear();
            _touched.Clear();
            _logs.Clear();
            _value = [];
            AddMade(
                NearAccountId.System,
                receipt.PredecessorId,
                receipt.Actions.Aggregate((UInt128)0, (sum, action) => sum + NearGas.DepositOf(action)));
        }

        var passedOn = _made.Aggregate(0UL, (sum, made) => sum + made.PrepaidGas);
        AddMade(
            NearAccountId.System,
            receipt.SignerId,
            (UInt128)(receipt.PrepaidGas - burnt - passedOn) * NearGas.Price);
        _state = _state with { Burnt = _state.Burnt + ((UInt128)burnt * NearGas.Price) };
        return new ReceiptRun(_state, burnt, failure, _value, _logs, _made, _touched);
    }

    /// <summary>Refunds burn no gas, and what is for an account that is gone is burnt.</summary>
    private ReceiptRun Refund(NearState before)
    {
        var deposit = receipt.Actions.Aggregate((UInt128)0, (sum, action) => sum + NearGas.DepositOf(action));
        var after = before.Find(receipt.ReceiverId) is { } account
            ? before.With(receipt.ReceiverId, account with { Amount = account.Amount + deposit })
            : before with { Burnt = before.Burnt + deposit };
        return new ReceiptRun(after, 0, null, [], [], [], []);
    }

    private string? RunActions(bool fails)
    {
        for (var index = 0; index < receipt.Actions.Count; index++)
        {
            var isForced = fails && index == receipt.Actions.Count - 1;
            var kind = CheckAction(receipt.Actions[index]) ?? RunAction(receipt.Actions[index]);
            if (isForced)
            {
                kind ??= NearFailures.Panic("failed by a fault of the local network");
            }

            if (kind is not null)
            {
                return NearFailures.Action(index, kind);
            }
        }

        return _state.Find(receipt.ReceiverId) is { } poor && poor.StorageDebt > 0
            ? NearFailures.Action(
                receipt.Actions.Count - 1,
                NearFailures.Named(
                    "LackBalanceForState",
                    ("account_id", receipt.ReceiverId),
                    ("amount", NearFailures.Text(poor.StorageDebt))))
            : null;
    }

    /// <summary>Who may do it, and to what: the account must exist, and its keys are its own affair.</summary>
    private JsonNode? CheckAction(NearAction action)
    {
        var account = _state.Find(receipt.ReceiverId);
        switch (action)
        {
            case CreateAccountAction:
                return account is not null
                    ? NearFailures.Named("AccountAlreadyExists", ("account_id", receipt.ReceiverId))
                    : CheckName();
            case TransferAction when account is null:
                return receipt.Actions.Count == 1 && CanOpenByPayment(receipt.ReceiverId) ? null : Missing();
            case not TransferAction when account is null:
                return Missing();
            case AddKeyAction or DeleteKeyAction or DeleteAccountAction when _actor != receipt.ReceiverId:
                return NearFailures.Named(
                    "ActorNoPermission", ("account_id", receipt.ReceiverId), ("actor_id", _actor));
            default:
                return null;
        }
    }

    private JsonNode Missing() => NearFailures.Named("AccountDoesNotExist", ("account_id", receipt.ReceiverId));

    private static bool CanOpenByPayment(string account) =>
        NearAccountId.IsNearImplicit(account) || NearAccountId.IsEthImplicit(account);

    /// <summary>A name belongs to the account that it ends with.</summary>
    private JsonNode? CheckName()
    {
        const int OpenNameLengthMin = 32;
        var id = receipt.ReceiverId;
        var dot = id.IndexOf('.', StringComparison.Ordinal);
        return dot < 0
            ? id.Length >= OpenNameLengthMin && !NearAccountId.IsNearImplicit(id)
                ? null
                : NearFailures.Named(
                    "CreateAccountOnlyByRegistrar",
                    ("account_id", id),
                    ("registrar_account_id", "registrar"),
                    ("predecessor_id", receipt.PredecessorId))
            : id[(dot + 1)..] == receipt.PredecessorId
                ? null
                : NearFailures.Named(
                    "CreateAccountNotAllowed", ("account_id", id), ("predecessor_id", receipt.PredecessorId));
    }

    private JsonNode? RunAction(NearAction action)
    {
        switch (action)
        {
            case CreateAccountAction:
                _state = _state.With(receipt.ReceiverId, NearAccount.New);
                _actor = receipt.ReceiverId;
                return null;
            case TransferAction transfer:
                Pay(transfer.Deposit);
                return null;
            case FunctionCallAction call:
                return Call(call);
            case AddKeyAction add:
                return AddKey(add);
            case DeleteKeyAction delete:
                return DeleteKey(delete);
            case DeleteAccountAction delete:
                AddMade(NearAccountId.System, delete.BeneficiaryId, _state.Find(receipt.ReceiverId)!.Amount);
                _state = _state with { Accounts = _state.Accounts.Remove(receipt.ReceiverId) };
                return null;
            default:
                throw new InvalidOperationException($"{action.Kind} cannot be in a receipt here.");
        }
    }

    private void Pay(UInt128 deposit)
    {
        var account = _state.Find(receipt.ReceiverId);
        if (account is null)
        {
            account = NearAccount.New;
            if (NearAccountId.IsNearImplicit(receipt.ReceiverId))
            {
                account = account.WithKey(
                    NearPublicKey.FromEd25519(Convert.FromHexString(receipt.ReceiverId)),
                    new NearAccessKey(FirstNonce(height), null));
            }
        }

        _state = _state.With(receipt.ReceiverId, account with { Amount = account.Amount + deposit });
    }

    private JsonNode? Call(FunctionCallAction call)
    {
        if (_state.Find(receipt.ReceiverId) is not { HasContract: true } contract)
        {
            return NearFailures.Call(
                "CompilationError",
                NearFailures.Named("CodeDoesNotExist", ("account_id", receipt.ReceiverId)));
        }

        if (call.Gas < FungibleToken.CallGas)
        {
            _used += call.Gas;
            return NearFailures.Call("ExecutionError", JsonValue.Create("Exceeded the prepaid gas."));
        }

        _used += FungibleToken.CallGas;
        var paid = _state.With(receipt.ReceiverId, contract with { Amount = contract.Amount + call.Deposit });
        var result = FungibleToken.Call(
            paid, receipt.PredecessorId, call.MethodName, call.Args, call.Deposit, _logs, out var failure);
        if (result is null)
        {
            return failure!.ToJson();
        }

        // Sending something back takes gas too: some for making the receipt, as much for carrying it out.
        var paybackGas = result.Payback == 0 ? 0 : NearGas.ExecutionOf(receipt.PredecessorId, s_payment);
        if (call.Gas < FungibleToken.CallGas + (2 * paybackGas))
        {
            return NearFailures.Call("ExecutionError", JsonValue.Create("Exceeded the prepaid gas."));
        }

        _used += paybackGas;
        var after = result.State.Find(receipt.ReceiverId)!;
        _state = result.State.With(receipt.ReceiverId, after with { Amount = after.Amount - result.Payback });
        AddMade(receipt.ReceiverId, receipt.PredecessorId, result.Payback, paybackGas);
        _touched.AddRange(result.Touched);
        _value = result.Value;
        return null;
    }

    private JsonNode? AddKey(AddKeyAction add)
    {
        var account = _state.Find(receipt.ReceiverId)!;
        if (account.Keys.ContainsKey(add.PublicKey.ToString()))
        {
            return NearFailures.Named(
                "AddKeyAlreadyExists",
                ("account_id", receipt.ReceiverId),
                ("public_key", add.PublicKey.ToString()));
        }

        _state = _state.With(
            receipt.ReceiverId, account.WithKey(add.PublicKey, add.AccessKey with { Nonce = FirstNonce(height) }));
        return null;
    }

    private JsonNode? DeleteKey(DeleteKeyAction delete)
    {
        var account = _state.Find(receipt.ReceiverId)!;
        if (!account.Keys.ContainsKey(delete.PublicKey.ToString()))
        {
            return NearFailures.Named(
                "DeleteKeyDoesNotExist",
                ("account_id", receipt.ReceiverId),
                ("public_key", delete.PublicKey.ToString()));
        }

        _state = _state.With(receipt.ReceiverId, account.WithoutKey(delete.PublicKey));
        return null;
    }

    private void AddMade(string from, string to, UInt128 deposit, ulong gas = 0)
    {
        if (deposit > 0)
        {
            _made.Add(new NewReceipt(from, to, deposit, gas));
        }
    }

    /// <summary>A new key begins beyond every nonce that an earlier key of its name can have used.</summary>
    private static ulong FirstNonce(ulong height) => (height - 1) * NearConstants.NoncesPerBlock;
}
