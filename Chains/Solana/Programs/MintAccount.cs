using System.Buffers.Binary;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana.Programs;

/// <summary>A fee that a Token-2022 mint keeps back of each transfer, from an epoch on.</summary>
internal readonly record struct TransferFee(ulong Epoch, ulong UnitsMax, ushort BasisPoints)
{
    internal const int Bytes = 18;

    private const int UnitsMaxOffset = 8;
    private const int BasisPointsOffset = 16;

    /// <summary>False when it takes nothing of any amount.</summary>
    internal bool TakesAnything => BasisPoints > 0 && UnitsMax > 0;

    internal static TransferFee Read(ReadOnlySpan<byte> data) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(data),
        BinaryPrimitives.ReadUInt64LittleEndian(data[UnitsMaxOffset..]),
        BinaryPrimitives.ReadUInt16LittleEndian(data[BasisPointsOffset..]));

    internal void Write(Span<byte> data)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(data, Epoch);
        BinaryPrimitives.WriteUInt64LittleEndian(data[UnitsMaxOffset..], UnitsMax);
        BinaryPrimitives.WriteUInt16LittleEndian(data[BasisPointsOffset..], BasisPoints);
    }

    /// <summary>What is kept back of an amount, rounded up as the program does.</summary>
    internal ulong Of(ulong units) =>
        (ulong)UInt128.Min(UnitsMax, (((UInt128)units * BasisPoints) + 9_999) / 10_000);
}

/// <summary>
/// What a mint's data says (spl-token <c>Mint</c>, 82 bytes; Token-2022 pads it to 165 and appends extensions).
/// </summary>
internal sealed record MintAccount(
    SolanaKey? Authority,
    ulong Supply,
    byte Decimals,
    SolanaKey? FreezeAuthority,
    IReadOnlyDictionary<TokenExtension, byte[]> Extensions)
{
    /// <summary>The data's size without extensions.</summary>
    internal const int BaseBytes = 82;

    private const int SupplyOffset = 36;
    private const int DecimalsOffset = 44;
    private const int InitializedOffset = 45;
    private const int FreezeOffset = 46;
    private const int OlderFeeOffset = 72;
    private const int ConfigBytes = OlderFeeOffset + (2 * TransferFee.Bytes);

    /// <summary>The fee in force until the newer one's epoch, and the newer one; null without the extension.</summary>
    internal (TransferFee Older, TransferFee Newer)? Fees =>
        Extensions.TryGetValue(TokenExtension.TransferFeeConfig, out var config) && config.Length == ConfigBytes
            ? (TransferFee.Read(config.AsSpan(OlderFeeOffset)),
                TransferFee.Read(config.AsSpan(OlderFeeOffset + TransferFee.Bytes)))
            : null;

    internal bool Has(TokenExtension extension) => Extensions.ContainsKey(extension);

    internal static bool TryDecode(ReadOnlySpan<byte> data, out MintAccount mint)
    {
        mint = null!;
        var isMint = data.Length == BaseBytes
            || (data.Length > TokenExtensions.TypeOffset
                && data[TokenExtensions.TypeOffset] == TokenExtensions.MintType);
        if (!isMint
            || data[InitializedOffset] != 1
            || !TokenExtensions.TryRead(data, out var extensions))
        {
            return false;
        }

        mint = new MintAccount(
            ReadOption(data),
            BinaryPrimitives.ReadUInt64LittleEndian(data[SupplyOffset..]),
            data[DecimalsOffset],
            ReadOption(data[FreezeOffset..]),
            extensions);
        return true;
    }

    /// <summary>The data without extensions.</summary>
    internal byte[] Encode()
    {
        var data = new byte[BaseBytes];
        WriteOption(data, Authority);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(SupplyOffset), Supply);
        data[DecimalsOffset] = Decimals;
        data[InitializedOffset] = 1;
        WriteOption(data.AsSpan(FreezeOffset), FreezeAuthority);
        return data;
    }

    /// <summary>
    /// The size of a new associated token account of this mint: Token-2022 gives it what the mint's extensions need,
    /// and an owner that cannot change (spl-token-2022 <c>required_init_account_extensions</c>).
    /// </summary>
    internal int AccountBytesOf(SolanaKey program)
    {
        if (program == SolanaPrograms.Token)
        {
            return TokenAccount.BaseBytes;
        }

        int Sized(TokenExtension cause, int bytes) => Has(cause) ? TokenExtensions.HeaderBytes + bytes : 0;

        return TokenAccount.Token2022Bytes
            + Sized(TokenExtension.TransferFeeConfig, sizeof(ulong))
            + Sized(TokenExtension.NonTransferable, 0)
            + Sized(TokenExtension.TransferHook, 1)
            + Sized(TokenExtension.Pausable, 0);
    }

    private static SolanaKey? ReadOption(ReadOnlySpan<byte> data) =>
        BinaryPrimitives.ReadUInt32LittleEndian(data) == 1
            ? new SolanaKey(data.Slice(sizeof(uint), SolanaKey.Length))
            : null;

    private static void WriteOption(Span<byte> data, SolanaKey? key)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(data, key is null ? 0u : 1u);
        key?.CopyTo(data[sizeof(uint)..]);
    }
}
