using System.Buffers;
using System.Buffers.Binary;

namespace OrleansTrading.Chains.Stellar.Xdr;

/// <summary>Writes XDR (RFC 4506).</summary>
internal sealed class XdrWriter
{
    /// <summary>Far above a transaction of a hundred operations; more is a bug of the caller.</summary>
    private const int BytesMax = 256 * 1024;
    private const int Unit = 4;

    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    internal byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    internal void WriteInt32(int value) => BinaryPrimitives.WriteInt32BigEndian(Reserve(sizeof(int)), value);

    internal void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Reserve(sizeof(uint)), value);

    internal void WriteInt64(long value) => BinaryPrimitives.WriteInt64BigEndian(Reserve(sizeof(long)), value);

    internal void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Reserve(sizeof(ulong)), value);

    internal void WriteBool(bool value) => WriteInt32(value ? 1 : 0);

    /// <summary>Opaque data of a fixed length.</summary>
    internal void WriteFixed(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Reserve(value.Length));
        Reserve((Unit - (value.Length % Unit)) % Unit).Clear();
    }

    /// <summary>Opaque data or a string that carries its length.</summary>
    internal void WriteVariable(ReadOnlySpan<byte> value, int lengthMax)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, lengthMax);
        WriteInt32(value.Length);
        WriteFixed(value);
    }

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
