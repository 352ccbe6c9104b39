using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace OrleansTrading.Chains.Near.Wire;

/// <summary>Writes borsh (borsh.io): little-endian, lengths as 32-bit numbers, nothing padded.</summary>
internal sealed class BorshWriter
{
    /// <summary>What a node takes for a transaction (max_transaction_size); more is a bug of the caller.</summary>
    internal const int BytesMax = 1_572_864;

    // Refuses half of a surrogate pair instead of writing a question mark.
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    internal byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    internal void WriteByte(byte value) => Reserve(sizeof(byte))[0] = value;

    internal void WriteBool(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    internal void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Reserve(sizeof(uint)), value);

    internal void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Reserve(sizeof(ulong)), value);

    internal void WriteUInt128(UInt128 value) => BinaryPrimitives.WriteUInt128LittleEndian(Reserve(16), value);

    /// <summary>Bytes of a fixed length: no length is written.</summary>
    internal void WriteFixed(ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));

    /// <summary>Bytes that carry their length.</summary>
    internal void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteUInt32((uint)value.Length);
        WriteFixed(value);
    }

    /// <exception cref="EncoderFallbackException">The text is not Unicode (half of a surrogate pair).</exception>
    internal void WriteString(string value) => WriteBytes(StrictUtf8.GetBytes(value));

    private Span<byte> Reserve(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_buffer.WrittenCount + length, BytesMax);
        if (length == 0)
        {
            return [];
        }

        var span = _buffer.GetSpan(length)[..length];
        _buffer.Advance(length);
        return span;
    }
}
