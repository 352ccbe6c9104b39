using System.Buffers.Binary;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Devnet.Solana.Ledger;

/// <summary>A mint's data (spl-token <c>Mint</c>, 82 bytes).</summary>
internal sealed record TokenMint(SolanaKey? Authority, ulong Supply, byte Decimals, SolanaKey? FreezeAuthority)
{
    internal const int Bytes = 82;

    private const int SupplyOffset = 36;
    private const int DecimalsOffset = 44;
    private const int InitializedOffset = 45;
    private const int FreezeOffset = 46;

    internal static TokenMint? Decode(byte[] data) => data.Length == Bytes && data[InitializedOffset] == 1
        ? new TokenMint(
            ReadOption(data),
            BinaryPrimitives.ReadUInt64LittleEndian(data.AsSpan(SupplyOffset)),
            data[DecimalsOffset],
            ReadOption(data.AsSpan(FreezeOffset)))
        : null;

    internal byte[] Encode()
    {
        var data = new byte[Bytes];
        WriteOption(data, Authority);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(SupplyOffset), Supply);
        data[DecimalsOffset] = Decimals;
        data[InitializedOffset] = 1;
        WriteOption(data.AsSpan(FreezeOffset), FreezeAuthority);
        return data;
    }

    private static SolanaKey? ReadOption(ReadOnlySpan<byte> data) =>
        BinaryPrimitives.ReadUInt32LittleEndian(data) == 1 ? new SolanaKey(data.Slice(4, SolanaKey.Length)) : null;

    private static void WriteOption(Span<byte> data, SolanaKey? key)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(data, key is null ? 0u : 1u);
        key?.CopyTo(data[4..]);
    }
}
