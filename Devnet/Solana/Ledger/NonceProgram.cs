using System.Buffers.Binary;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Devnet.Solana.Ledger;

/// <summary>The nonce instructions of the system program.</summary>
internal static class NonceProgram
{
    private const ulong LamportsPerSignature = 5_000;

    /// <summary>SystemError::NonceBlockhashNotExpired.</summary>
    private const uint NotExpired = 7;

    internal static void Initialize(ExecutionContext context, SolanaKey key, SolanaKey authority)
    {
        var account = context.Get(key);
        if (account.Owner != SolanaPrograms.System
            || account.Data.Length != NonceAccount.Bytes
            || NonceAccount.TryDecode(account.Data, out _))
        {
            throw InstructionFailureException.InvalidAccountData();
        }

        if (account.Lamports < Rent.MinimumOf(NonceAccount.Bytes))
        {
            throw InstructionFailureException.InsufficientFunds();
        }

        Write(context, key, new NonceAccount(authority, context.Slot.NextNonce, LamportsPerSignature));
    }

    internal static void Advance(ExecutionContext context, SolanaKey key)
    {
        var nonce = Read(context, key);
        context.RequireSigner(nonce.Authority);
        if (nonce.Nonce == context.Slot.NextNonce)
        {
            throw new InstructionFailureException(NotExpired);
        }

        Write(context, key, nonce with { Nonce = context.Slot.NextNonce });
    }

    internal static void Withdraw(ExecutionContext context, SolanaKey key, SolanaKey to, ulong lamports)
    {
        var nonce = Read(context, key);
        var account = context.Get(key);
        context.RequireSigner(nonce.Authority);
        var isClosing = lamports == account.Lamports;
        if (isClosing && nonce.Nonce == context.Slot.NextNonce)
        {
            throw new InstructionFailureException(NotExpired);
        }

        var left = isClosing ? 0 : Rent.MinimumOf(NonceAccount.Bytes);
        if (account.Lamports < left || lamports > account.Lamports - left)
        {
            throw InstructionFailureException.InsufficientFunds();
        }

        context.Set(key, isClosing ? LedgerAccount.Empty : account with { Lamports = account.Lamports - lamports });
        context.AddLamports(to, lamports);
    }

    /// <summary>
    /// The nonce account whose nonce the message has in place of a blockhash: it is advanced first, may be, and holds
    /// this very nonce. Null for a message with an ordinary blockhash.
    /// </summary>
    internal static SolanaKey? FindLane(SolanaMessage message, SlotFacts slot, Func<SolanaKey, LedgerAccount> load)
    {
        if (message.Instructions is not [var first, ..]
            || message.Keys[first.ProgramIndex] != SolanaPrograms.System
            || first.Data.Length < sizeof(uint)
            || BinaryPrimitives.ReadUInt32LittleEndian(first.Data) != SystemCode.AdvanceNonce
            || first.AccountIndexes is not [var place, ..]
            || place >= message.Keys.Count
            || !message.IsWritable(place))
        {
            return null;
        }

        var account = load(message.Keys[place]);
        return account.Owner == SolanaPrograms.System
            && NonceAccount.TryDecode(account.Data, out var nonce)
            && nonce.Nonce == message.Blockhash
            && nonce.Nonce != slot.NextNonce
            && message.Keys.Take(message.SignerCount).Contains(nonce.Authority)
                ? message.Keys[place]
                : null;
    }

    /// <summary>A nonce is used up also by a transaction that fails.</summary>
    internal static LedgerAccount Advanced(LedgerAccount account, SlotFacts slot) =>
        NonceAccount.TryDecode(account.Data, out var nonce)
            ? account with { Data = (nonce with { Nonce = slot.NextNonce }).Encode() }
            : account;

    private static NonceAccount Read(ExecutionContext context, SolanaKey key) =>
        context.Get(key) is var account
        && account.Owner == SolanaPrograms.System
        && NonceAccount.TryDecode(account.Data, out var nonce)
            ? nonce
            : throw InstructionFailureException.InvalidAccountData();

    private static void Write(ExecutionContext context, SolanaKey key, NonceAccount nonce) =>
        context.Set(key, context.Get(key) with { Data = nonce.Encode() });
}
