using System.Buffers.Binary;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana.Programs;

/// <summary>Whether a token account can be used (spl-token <c>AccountState</c>).</summary>
internal enum TokenAccountState : byte
{
    Uninitialized = 0,
    Initialized = 1,
    Frozen = 2,
}

/// <summary>
/// What a token account's data says (spl-token <c>Account</c>, 165 bytes; Token-2022 appends extensions to it).
/// </summary>
internal sealed record TokenAccount(SolanaKey Mint, SolanaKey Owner, ulong Units, TokenAccountState State)
{
    /// <summary>
    /// True when its holder asks for a memo with each transfer into it (extension MemoTransfer), as exchanges do.
    /// </summary>
    internal bool RequiresMemo { get; init; }

    /// <summary>True when its holder takes confidential transfers only (extension ConfidentialTransferAccount).
    /// </summary>
    internal bool RefusesOpenTransfers { get; init; }

    /// <summary>The data's size without extensions.</summary>
    internal const int BaseBytes = 165;

    /// <summary>
    /// What the associated token program allocates on Token-2022: the base, its type and immutable owner.
    /// </summary>
    internal const int Token2022Bytes = 170;

    private const int OwnerOffset = 32;
    private const int UnitsOffset = 64;
    private const int StateOffset = 108;

    /// <summary>
    /// Where ConfidentialTransferAccount has <c>allow_non_confidential_credits</c>: after approval (1), key (32), three
    /// encrypted balances (64 each), a decryptable one (36), and <c>allow_confidential_credits</c> (1).
    /// </summary>
    private const int OpenCreditsOffset = 262;

    internal static bool TryDecode(ReadOnlySpan<byte> data, out TokenAccount account)
    {
        account = null!;

        // A Token-2022 mint with extensions is padded to the same size; the byte after the base tells them apart.
        var isAccount = data.Length == BaseBytes
            || (data.Length > BaseBytes && data[TokenExtensions.TypeOffset] == TokenExtensions.AccountType);
        if (!isAccount
            || data[StateOffset] is 0 or > (byte)TokenAccountState.Frozen
            || !TokenExtensions.TryRead(data, out var extensions))
        {
            return false;
        }

        account = new TokenAccount(
            new SolanaKey(data[..OwnerOffset]),
            new SolanaKey(data[OwnerOffset..UnitsOffset]),
            BinaryPrimitives.ReadUInt64LittleEndian(data[UnitsOffset..]),
            (TokenAccountState)data[StateOffset])
        {
            RequiresMemo = extensions.TryGetValue(TokenExtension.MemoTransfer, out var memo) && memo is [not 0],
            RefusesOpenTransfers =
                extensions.TryGetValue(TokenExtension.ConfidentialTransferAccount, out var confidential)
                && confidential.Length > OpenCreditsOffset
                && confidential[OpenCreditsOffset] == 0,
        };
        return true;
    }

    /// <summary>The data of an account without delegate, close authority or extensions.</summary>
    internal byte[] Encode()
    {
        var data = new byte[BaseBytes];
        Mint.CopyTo(data);
        Owner.CopyTo(data.AsSpan(OwnerOffset));
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(UnitsOffset), Units);
        data[StateOffset] = (byte)State;
        return data;
    }
}
