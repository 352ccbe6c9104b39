using System.Buffers.Binary;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Devnet.Solana.Ledger;

/// <summary>
/// What Token-2022 adds, as far as payments meet it: transfer fees, accounts that begin frozen, required memos, tokens
/// that cannot be transferred, hooks (which are kept, and whose transfers fail here), and pausing.
/// </summary>
internal static class TokenExtensionProgram
{
    // The first byte of the data; the second is the instruction within the extension.
    private const byte FeeExtension = TokenCode.TransferFeeExtension;
    private const byte DefaultStateExtension = 28;
    private const byte Reallocate = 29;
    private const byte MemoExtension = 30;
    private const byte NonTransferableMint = 32;
    private const byte HookExtension = 36;
    private const byte PausableExtension = 44;

    // spl-token-2022 TokenError.
    private const uint MintRequired = 31;
    private const uint FeeMismatch = 32;
    private const uint NoMemo = 36;
    private const uint NonTransferable = 37;
    private const uint MintPaused = 67;

    private const int FeeConfigBytes = 108;
    private const int OlderFeeOffset = 72;
    private const int PausedOffset = SolanaKey.Length;

    internal static void Execute(
        ExecutionContext context, SolanaKey program, IReadOnlyList<SolanaKey> accounts, byte[] data)
    {
        if (program != SolanaPrograms.Token2022 || accounts.Count == 0)
        {
            throw InstructionFailureException.InvalidInstructionData();
        }

        switch (data)
        {
            case [FeeExtension, 0, ..]:
                AddToMint(context, accounts[0], TokenExtension.TransferFeeConfig, ReadFeeConfig(data));
                break;
            case [DefaultStateExtension, 0, var state]:
                AddToMint(context, accounts[0], TokenExtension.DefaultAccountState, [state]);
                break;
            case [NonTransferableMint]:
                AddToMint(context, accounts[0], TokenExtension.NonTransferable, []);
                break;
            case [HookExtension, 0, ..] when data.Length == 66:
                AddToMint(context, accounts[0], TokenExtension.TransferHook, data[2..]);
                break;
            case [PausableExtension, 0, ..] when data.Length == 34:
                AddToMint(context, accounts[0], TokenExtension.Pausable, [.. data[2..], 0]);
                break;
            case [PausableExtension, 1 or 2] when accounts.Count >= 2:
                Pause(context, accounts[0], accounts[1], data[1] == 1);
                break;
            case [Reallocate, _, _] when accounts.Count >= 4:
                Extend(context, accounts, (TokenExtension)BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(1)));
                break;
            case [MemoExtension, 0 or 1] when accounts.Count >= 2:
                RequireMemo(context, accounts[0], accounts[1], data[1] == 0);
                break;
            default:
                throw InstructionFailureException.InvalidInstructionData();
        }
    }

    /// <summary>How a new account of the mint begins.</summary>
    internal static TokenAccountState FirstStateOf(MintAccount mint) =>
        mint.Extensions.TryGetValue(TokenExtension.DefaultAccountState, out var state) && state is [var first]
            ? (TokenAccountState)first
            : TokenAccountState.Initialized;

    /// <summary>The data of a new associated account, still without its base.</summary>
    internal static byte[] LayOutAccount(MintAccount mint)
    {
        var data = new byte[TokenExtensions.FirstOffset];
        (TokenExtension Cause, TokenExtension Added, int Bytes)[] needed =
        [
            (TokenExtension.TransferFeeConfig, TokenExtension.TransferFeeAmount, sizeof(ulong)),
            (TokenExtension.NonTransferable, TokenExtension.NonTransferableAccount, 0),
            (TokenExtension.TransferHook, TokenExtension.TransferHookAccount, 1),
            (TokenExtension.Pausable, TokenExtension.PausableAccount, 0),
        ];
        data = TokenExtensions.Append(data, TokenExtension.ImmutableOwner, []);
        foreach (var (cause, added, bytes) in needed)
        {
            data = mint.Has(cause) ? TokenExtensions.Append(data, added, new byte[bytes]) : data;
        }

        return data;
    }

    internal static byte[] MarkAccount(byte[] data) => Mark(data, TokenExtensions.AccountType);

    internal static byte[] MarkMint(byte[] data) => Mark(data, TokenExtensions.MintType);

    /// <summary>Checks what the mint says of a transfer and tells the fee that it keeps back.</summary>
    internal static ulong CheckTransfer(ExecutionContext context, MintAccount mint, ulong units, ulong? expectedFee)
    {
        if (mint.Has(TokenExtension.NonTransferable))
        {
            throw new InstructionFailureException(NonTransferable);
        }

        if (mint.Extensions.TryGetValue(TokenExtension.Pausable, out var pausable) && pausable[PausedOffset] != 0)
        {
            throw new InstructionFailureException(MintPaused);
        }

        if (mint.Extensions.TryGetValue(TokenExtension.TransferHook, out var hook)
            && hook.AsSpan(SolanaKey.Length).ContainsAnyExcept((byte)0))
        {
            throw new InstructionFailureException("UnsupportedProgramId", "Unsupported program id");
        }

        var fee = mint.Fees is { } fees
            ? (context.Slot.Epoch >= fees.Newer.Epoch ? fees.Newer : fees.Older).Of(units)
            : 0;
        return expectedFee is null || expectedFee == fee ? fee : throw new InstructionFailureException(FeeMismatch);
    }

    internal static void RequireNoMintNeeded(MintAccount mint)
    {
        if (mint.Has(TokenExtension.NonTransferable))
        {
            throw new InstructionFailureException(NonTransferable);
        }

        if (mint.Has(TokenExtension.TransferFeeConfig)
            || mint.Has(TokenExtension.TransferHook)
            || mint.Has(TokenExtension.Pausable))
        {
            throw new InstructionFailureException(MintRequired);
        }
    }

    internal static void CheckRecipient(ExecutionContext context, TokenAccount recipient)
    {
        if (recipient.RequiresMemo
            && (context.PreviousProgram is not { } previous || !SolanaPrograms.IsMemo(previous)))
        {
            throw new InstructionFailureException(NoMemo);
        }
    }

    /// <summary>The fee stays in the recipient's account, apart from its balance.</summary>
    internal static void Withhold(ExecutionContext context, SolanaKey key, ulong fee)
    {
        if (fee > 0)
        {
            Change(context, key, TokenExtension.TransferFeeAmount, value => BinaryPrimitives.WriteUInt64LittleEndian(
                value, checked(BinaryPrimitives.ReadUInt64LittleEndian(value) + fee)));
        }
    }

    private static byte[] Mark(byte[] data, byte type)
    {
        if (data.Length > TokenExtensions.TypeOffset)
        {
            data[TokenExtensions.TypeOffset] = type;
        }

        return data;
    }

    /// <summary>Two optional authorities, a byte before each; then basis points and the most units.</summary>
    private static byte[] ReadFeeConfig(byte[] data)
    {
        var config = new byte[FeeConfigBytes];
        var at = 2;
        for (var authority = 0; authority < 2; authority++)
        {
            if (at < data.Length && data[at++] == 1 && data.Length - at >= SolanaKey.Length)
            {
                data.AsSpan(at, SolanaKey.Length).CopyTo(config.AsSpan(authority * SolanaKey.Length));
                at += SolanaKey.Length;
            }
        }

        if (data.Length - at != sizeof(ushort) + sizeof(ulong))
        {
            throw InstructionFailureException.InvalidInstructionData();
        }

        var fee = new TransferFee(
            Epoch: 0,
            BinaryPrimitives.ReadUInt64LittleEndian(data.AsSpan(at + sizeof(ushort))),
            BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(at)));
        fee.Write(config.AsSpan(OlderFeeOffset));
        fee.Write(config.AsSpan(OlderFeeOffset + TransferFee.Bytes));
        return config;
    }

    /// <summary>Only before the mint itself is initialized, and where room for it was allocated.</summary>
    private static void AddToMint(ExecutionContext context, SolanaKey key, TokenExtension type, byte[] value)
    {
        var account = context.Get(key);
        if (account.Owner != SolanaPrograms.Token2022
            || MintAccount.TryDecode(account.Data, out _)
            || !TokenExtensions.TryRead(account.Data, out var present)
            || present.ContainsKey(type))
        {
            throw InstructionFailureException.InvalidAccountData();
        }

        var used = TokenExtensions.FirstOffset + present.Values.Sum(one => TokenExtensions.HeaderBytes + one.Length);
        var written = TokenExtensions.Append(
            account.Data[..Math.Min(used, account.Data.Length)], type, value);
        if (written.Length > account.Data.Length)
        {
            throw InstructionFailureException.InvalidAccountData();
        }

        var data = (byte[])account.Data.Clone();
        written.CopyTo(data, 0);
        context.Set(key, account with { Data = data });
    }

    private static void Pause(ExecutionContext context, SolanaKey mint, SolanaKey authority, bool isPaused)
    {
        context.RequireSigner(authority);
        Change(context, mint, TokenExtension.Pausable, value =>
        {
            if (!value[..SolanaKey.Length].SequenceEqual(authority.ToArray()))
            {
                throw InstructionFailureException.InvalidArgument();
            }

            value[PausedOffset] = (byte)(isPaused ? 1 : 0);
        });
    }

    /// <summary>Makes room for an extension of an account: account, payer, system program, owner.</summary>
    private static void Extend(ExecutionContext context, IReadOnlyList<SolanaKey> accounts, TokenExtension type)
    {
        var account = context.Get(accounts[0]);
        if (account.Owner != SolanaPrograms.Token2022
            || type != TokenExtension.MemoTransfer
            || !TokenAccount.TryDecode(account.Data, out var token))
        {
            throw InstructionFailureException.InvalidAccountData();
        }

        RequireOwner(context, token, accounts[3]);
        var data = MarkAccount(TokenExtensions.Append(
            account.Data.Length > TokenExtensions.TypeOffset
                ? account.Data
                : [.. account.Data, TokenExtensions.AccountType],
            type,
            [0]));
        var rent = Rent.MinimumOf(data.Length);
        SystemProgram.Transfer(
            context, accounts[1], accounts[0], rent > account.Lamports ? rent - account.Lamports : 0);
        context.Set(accounts[0], context.Get(accounts[0]) with { Data = data });
    }

    private static void RequireMemo(ExecutionContext context, SolanaKey key, SolanaKey owner, bool isRequired)
    {
        var account = context.Get(key);
        if (account.Owner != SolanaPrograms.Token2022 || !TokenAccount.TryDecode(account.Data, out var token))
        {
            throw InstructionFailureException.InvalidAccountData();
        }

        RequireOwner(context, token, owner);
        Change(context, key, TokenExtension.MemoTransfer, value => value[0] = (byte)(isRequired ? 1 : 0));
    }

    private static void RequireOwner(ExecutionContext context, TokenAccount account, SolanaKey owner)
    {
        if (account.Owner != owner)
        {
            throw InstructionFailureException.InvalidArgument();
        }

        context.RequireSigner(owner);
    }

    /// <summary>Changes an extension's value where it is.</summary>
    private static void Change(ExecutionContext context, SolanaKey key, TokenExtension type, SpanAction change)
    {
        var account = context.Get(key);
        var data = (byte[])account.Data.Clone();
        var at = TokenExtensions.FirstOffset;
        while (at + TokenExtensions.HeaderBytes <= data.Length)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(at + sizeof(ushort)));
            if ((TokenExtension)BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(at)) == type)
            {
                change(data.AsSpan(at + TokenExtensions.HeaderBytes, length));
                context.Set(key, account with { Data = data });
                return;
            }

            at += TokenExtensions.HeaderBytes + length;
        }

        throw InstructionFailureException.InvalidAccountData();
    }

    private delegate void SpanAction(Span<byte> value);
}
