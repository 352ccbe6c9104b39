using System.Buffers.Binary;

namespace OrleansTrading.Chains.Solana.Programs;

/// <summary>Token-2022's extensions of mints and accounts, by their numbers (spl-token-2022 <c>ExtensionType</c>).
/// </summary>
internal enum TokenExtension : ushort
{
    None = 0,
    TransferFeeConfig = 1,
    TransferFeeAmount = 2,
    MintCloseAuthority = 3,
    ConfidentialTransferMint = 4,
    ConfidentialTransferAccount = 5,
    DefaultAccountState = 6,
    ImmutableOwner = 7,
    MemoTransfer = 8,
    NonTransferable = 9,
    InterestBearingConfig = 10,
    CpiGuard = 11,
    PermanentDelegate = 12,
    NonTransferableAccount = 13,
    TransferHook = 14,
    TransferHookAccount = 15,
    ConfidentialTransferFeeConfig = 16,
    ConfidentialTransferFeeAmount = 17,
    MetadataPointer = 18,
    TokenMetadata = 19,
    GroupPointer = 20,
    TokenGroup = 21,
    GroupMemberPointer = 22,
    TokenGroupMember = 23,
    ConfidentialMintBurn = 24,
    ScaledUiAmount = 25,
    Pausable = 26,
    PausableAccount = 27,
    PermissionedBurn = 28,
}

/// <summary>
/// The extensions behind a mint or token account: from byte 166 on, each with its type, length (both 16 bits,
/// little-endian) and value. Byte 165 says whether it is a mint or an account.
/// </summary>
internal static class TokenExtensions
{
    /// <summary>Where the account type is.</summary>
    internal const int TypeOffset = TokenAccount.BaseBytes;

    internal const int FirstOffset = TypeOffset + 1;

    /// <summary>Type and length before each value.</summary>
    internal const int HeaderBytes = 4;

    internal const byte MintType = 1;
    internal const byte AccountType = 2;

    internal static readonly IReadOnlyDictionary<TokenExtension, byte[]> Empty =
        new Dictionary<TokenExtension, byte[]>();

    /// <summary>Reads them; false when they are cut off or one appears twice.</summary>
    internal static bool TryRead(
        ReadOnlySpan<byte> data, out IReadOnlyDictionary<TokenExtension, byte[]> extensions)
    {
        extensions = Empty;
        if (data.Length <= FirstOffset)
        {
            return true;
        }

        var found = new Dictionary<TokenExtension, byte[]>();
        var rest = data[FirstOffset..];
        while (rest.Length >= HeaderBytes)
        {
            var type = (TokenExtension)BinaryPrimitives.ReadUInt16LittleEndian(rest);
            if (type == TokenExtension.None)
            {
                break;
            }

            var length = BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]);
            if (length > rest.Length - HeaderBytes
                || !found.TryAdd(type, rest.Slice(HeaderBytes, length).ToArray()))
            {
                return false;
            }

            rest = rest[(HeaderBytes + length)..];
        }

        extensions = found;
        return true;
    }

    /// <summary>Appends one to an account's or mint's data.</summary>
    internal static byte[] Append(byte[] data, TokenExtension type, byte[] value)
    {
        var header = new byte[HeaderBytes];
        BinaryPrimitives.WriteUInt16LittleEndian(header, (ushort)type);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(2), checked((ushort)value.Length));
        return [.. data, .. header, .. value];
    }
}
