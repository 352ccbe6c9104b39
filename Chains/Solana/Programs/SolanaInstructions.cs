using System.Buffers.Binary;
using System.Text;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana.Programs;

/// <summary>The instructions we put into transactions.</summary>
internal static class SolanaInstructions
{
    /// <summary>System program: moves lamports between wallets.</summary>
    internal static SolanaInstruction Transfer(SolanaKey from, SolanaKey to, ulong lamports)
    {
        var data = new byte[12];
        BinaryPrimitives.WriteUInt32LittleEndian(data, SystemCode.Transfer);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(4), lamports);
        return new SolanaInstruction(
            SolanaPrograms.System, [SolanaAccountMeta.WritableSigner(from), SolanaAccountMeta.Writable(to)], data);
    }

    /// <summary>
    /// Token programs: moves tokens between token accounts; fails unless mint and decimals are right.
    /// </summary>
    internal static SolanaInstruction TransferChecked(
        SolanaKey tokenProgram,
        SolanaKey source,
        SolanaKey mint,
        SolanaKey destination,
        SolanaKey owner,
        ulong units,
        byte decimals)
    {
        var data = new byte[10];
        data[0] = TokenCode.TransferChecked;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(1), units);
        data[9] = decimals;
        return new SolanaInstruction(
            tokenProgram,
            [
                SolanaAccountMeta.Writable(source),
                SolanaAccountMeta.ReadOnly(mint),
                SolanaAccountMeta.Writable(destination),
                SolanaAccountMeta.Signer(owner),
            ],
            data);
    }

    /// <summary>
    /// Token-2022, for mints that may keep back a fee: the same, and it fails unless the fee is the one given.
    /// </summary>
    internal static SolanaInstruction TransferCheckedWithFee(
        SolanaKey source, SolanaKey mint, SolanaKey destination, SolanaKey owner, ulong units, byte decimals, ulong fee)
    {
        var data = new byte[19];
        data[0] = TokenCode.TransferFeeExtension;
        data[1] = TokenCode.TransferCheckedWithFee;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(2), units);
        data[10] = decimals;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(11), fee);
        return TransferChecked(SolanaPrograms.Token2022, source, mint, destination, owner, units, decimals)
            with { Data = data };
    }

    /// <summary>
    /// System program: exchanges a nonce account's nonce for a new one, which uses up the transaction's own. Must be a
    /// transaction's first instruction to make its blockhash a nonce.
    /// </summary>
    internal static SolanaInstruction AdvanceNonce(SolanaKey nonceAccount, SolanaKey authority)
    {
        var data = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(data, SystemCode.AdvanceNonce);
        return new SolanaInstruction(
            SolanaPrograms.System,
            [
                SolanaAccountMeta.Writable(nonceAccount),
                SolanaAccountMeta.ReadOnly(SolanaPrograms.RecentBlockhashes),
                SolanaAccountMeta.Signer(authority),
            ],
            data);
    }

    /// <summary>System program: opens an account that another program owns; both sign.</summary>
    internal static SolanaInstruction CreateAccount(
        SolanaKey payer, SolanaKey created, ulong lamports, ulong bytes, SolanaKey owner)
    {
        var data = new byte[52];
        BinaryPrimitives.WriteUInt32LittleEndian(data, SystemCode.CreateAccount);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(4), lamports);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(12), bytes);
        owner.CopyTo(data.AsSpan(20));
        return new SolanaInstruction(
            SolanaPrograms.System,
            [SolanaAccountMeta.WritableSigner(payer), SolanaAccountMeta.WritableSigner(created)],
            data);
    }

    /// <summary>System program: makes a nonce account of a new account of <see cref="NonceAccount.Bytes"/>.</summary>
    internal static SolanaInstruction InitializeNonce(SolanaKey nonceAccount, SolanaKey authority)
    {
        var data = new byte[sizeof(uint) + SolanaKey.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(data, SystemCode.InitializeNonce);
        authority.CopyTo(data.AsSpan(sizeof(uint)));
        return new SolanaInstruction(
            SolanaPrograms.System,
            [
                SolanaAccountMeta.Writable(nonceAccount),
                SolanaAccountMeta.ReadOnly(SolanaPrograms.RecentBlockhashes),
                SolanaAccountMeta.ReadOnly(SolanaPrograms.Rent),
            ],
            data);
    }

    /// <summary>
    /// Associated token program: opens the wallet's token account unless it exists. Fails if it exists but belongs to
    /// somebody else by now.
    /// </summary>
    internal static SolanaInstruction CreateAssociatedTokenIdempotent(
        SolanaKey payer, SolanaKey owner, SolanaKey mint, SolanaKey tokenProgram) =>
        new(
            SolanaPrograms.AssociatedToken,
            [
                SolanaAccountMeta.WritableSigner(payer),
                SolanaAccountMeta.Writable(SolanaAccounts.AssociatedToken(owner, mint, tokenProgram)),
                SolanaAccountMeta.ReadOnly(owner),
                SolanaAccountMeta.ReadOnly(mint),
                SolanaAccountMeta.ReadOnly(SolanaPrograms.System),
                SolanaAccountMeta.ReadOnly(tokenProgram),
            ],
            [AssociatedTokenCode.CreateIdempotent]);

    /// <summary>Memo program, version 2, without signers.</summary>
    internal static SolanaInstruction Memo(string text) => new(SolanaPrograms.Memo, [], Encoding.UTF8.GetBytes(text));

    /// <summary>Memo program, version 2; the program fails unless the key signed.</summary>
    internal static SolanaInstruction Memo(string text, SolanaKey signer) =>
        new(SolanaPrograms.Memo, [SolanaAccountMeta.Signer(signer)], Encoding.UTF8.GetBytes(text));

    /// <summary>Compute budget: the most compute units the transaction may use.</summary>
    internal static SolanaInstruction ComputeUnitLimit(uint units)
    {
        var data = new byte[5];
        data[0] = ComputeBudgetCode.UnitLimit;
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(1), units);
        return new SolanaInstruction(SolanaPrograms.ComputeBudget, [], data);
    }

    /// <summary>Compute budget: the priority fee in millionths of a lamport for each unit of the limit.</summary>
    internal static SolanaInstruction ComputeUnitPrice(ulong microLamports)
    {
        var data = new byte[9];
        data[0] = ComputeBudgetCode.UnitPrice;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(1), microLamports);
        return new SolanaInstruction(SolanaPrograms.ComputeBudget, [], data);
    }
}
