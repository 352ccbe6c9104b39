namespace OrleansTrading.Chains.Near.Wire;

/// <summary>Actions to and from borsh.</summary>
internal static class ActionCodec
{
    /// <summary>The most actions a receipt may hold (max_actions_per_receipt).</summary>
    internal const int ActionsMax = 100;

    /// <summary>The longest name of a method (max_length_method_name).</summary>
    private const int MethodNameBytesMax = 256;

    /// <summary>The most bytes of an access key's method names (max_number_bytes_method_names).</summary>
    private const int MethodNamesMax = 2_000;

    internal static void WriteAll(BorshWriter writer, IReadOnlyList<NearAction> actions, bool isDelegateAllowed = true)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(actions.Count, ActionsMax);
        writer.WriteUInt32((uint)actions.Count);
        foreach (var action in actions)
        {
            if (action is SignedDelegateAction && !isDelegateAllowed)
            {
                throw new ArgumentException("A delegate action cannot hold another one.", nameof(actions));
            }

            writer.WriteByte((byte)action.Kind);
            WriteBody(writer, action);
        }
    }

    internal static NearAction[] ReadAll(ref BorshReader reader, bool isDelegateAllowed = true)
    {
        var actions = new NearAction[reader.ReadLength(ActionsMax)];
        for (var i = 0; i < actions.Length; i++)
        {
            actions[i] = Read(ref reader);
            if (actions[i] is SignedDelegateAction && !isDelegateAllowed)
            {
                throw new BorshFormatException("A delegate action holds another one.");
            }
        }

        return actions;
    }

    private static NearAction Read(ref BorshReader reader)
    {
        var kind = reader.ReadByte();
        return (NearActionKind)kind switch
        {
            NearActionKind.CreateAccount => new CreateAccountAction(),
            NearActionKind.DeployContract => new DeployContractAction(reader.ReadBytes()),
            NearActionKind.FunctionCall => new FunctionCallAction(
                reader.ReadString(MethodNameBytesMax), reader.ReadBytes(), reader.ReadUInt64(), reader.ReadUInt128()),
            NearActionKind.Transfer => new TransferAction(reader.ReadUInt128()),
            NearActionKind.Stake => new StakeAction(reader.ReadUInt128(), NearPublicKey.Read(ref reader)),
            NearActionKind.AddKey => new AddKeyAction(NearPublicKey.Read(ref reader), ReadAccessKey(ref reader)),
            NearActionKind.DeleteKey => new DeleteKeyAction(NearPublicKey.Read(ref reader)),
            NearActionKind.DeleteAccount => new DeleteAccountAction(NearAccountId.Read(ref reader)),
            NearActionKind.Delegate => new SignedDelegateAction(
                NearDelegate.Read(ref reader), NearSignature.Read(ref reader)),
            _ => throw new BorshFormatException($"Action {kind} is not known here."),
        };
    }

    private static void WriteBody(BorshWriter writer, NearAction action)
    {
        switch (action)
        {
            case CreateAccountAction:
                break;
            case DeployContractAction deploy:
                writer.WriteBytes(deploy.Code);
                break;
            case FunctionCallAction call:
                writer.WriteString(call.MethodName);
                writer.WriteBytes(call.Args);
                writer.WriteUInt64(call.Gas);
                writer.WriteUInt128(call.Deposit);
                break;
            case TransferAction transfer:
                writer.WriteUInt128(transfer.Deposit);
                break;
            case StakeAction stake:
                writer.WriteUInt128(stake.Stake);
                stake.PublicKey.Write(writer);
                break;
            case AddKeyAction add:
                add.PublicKey.Write(writer);
                WriteAccessKey(writer, add.AccessKey);
                break;
            case DeleteKeyAction delete:
                delete.PublicKey.Write(writer);
                break;
            case DeleteAccountAction delete:
                writer.WriteString(delete.BeneficiaryId);
                break;
            case SignedDelegateAction signed:
                signed.Delegate.Write(writer);
                signed.Signature.Write(writer);
                break;
            default:
                throw new ArgumentException($"{action.GetType().Name} has no borsh here.", nameof(action));
        }
    }

    private static NearAccessKey ReadAccessKey(ref BorshReader reader)
    {
        var nonce = reader.ReadUInt64();
        return reader.ReadByte() switch
        {
            0 => new NearAccessKey(nonce, ReadLimits(ref reader)),
            1 => new NearAccessKey(nonce, null),
            var other => throw new BorshFormatException($"Permission {other} is not known here."),
        };
    }

    private static NearKeyLimits ReadLimits(ref BorshReader reader)
    {
        UInt128? allowance = reader.ReadBool() ? reader.ReadUInt128() : null;

        // Not validated by nodes either: a key may name a contract that cannot exist.
        var receiver = reader.ReadString(NearAccountId.LengthMax);
        var names = new string[reader.ReadLength(MethodNamesMax)];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = reader.ReadString(MethodNamesMax);
        }

        return new NearKeyLimits(allowance, receiver, names);
    }

    private static void WriteAccessKey(BorshWriter writer, NearAccessKey key)
    {
        writer.WriteUInt64(key.Nonce);
        writer.WriteBool(key.Limits is null);
        if (key.Limits is not { } limits)
        {
            return;
        }

        writer.WriteBool(limits.Allowance is not null);
        if (limits.Allowance is { } allowance)
        {
            writer.WriteUInt128(allowance);
        }

        writer.WriteString(limits.ReceiverId);
        writer.WriteUInt32((uint)limits.MethodNames.Count);
        foreach (var name in limits.MethodNames)
        {
            writer.WriteString(name);
        }
    }
}
