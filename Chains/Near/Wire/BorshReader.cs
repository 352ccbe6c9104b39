using System.Buffers.Binary;
using System.Text;

namespace OrleansTrading.Chains.Near.Wire;

/// <summary>
/// Reads borsh (borsh.io) from a span. Never reads past the end, takes no length on trust, and refuses every spelling
/// but the one that <see cref="BorshWriter"/> writes.
/// </summary>
internal ref struct BorshReader(ReadOnlySpan<byte> bytes)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    private ReadOnlySpan<byte> _rest = bytes;

    internal byte ReadByte() => Take(sizeof(byte))[0];

    internal bool ReadBool() => ReadByte() switch
    {
        0 => false,
        1 => true,
        var other => throw new BorshFormatException($"A boolean or option is {other}."),
    };

    internal uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    internal ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    internal UInt128 ReadUInt128() => BinaryPrimitives.ReadUInt128LittleEndian(Take(16));

    /// <summary>Bytes of a fixed length.</summary>
    internal ReadOnlySpan<byte> ReadFixed(int length) => Take(length);

    /// <summary>Bytes that carry their length.</summary>
    internal byte[] ReadBytes() => Take(ReadLength(_rest.Length)).ToArray();

    /// <summary>UTF-8 text that carries its length in bytes.</summary>
    internal string ReadString(int bytesMax)
    {
        var text = Take(ReadLength(bytesMax));
        try
        {
            return StrictUtf8.GetString(text);
        }
        catch (DecoderFallbackException exception)
        {
            throw new BorshFormatException($"A text is not UTF-8: {exception.Message}");
        }
    }

    /// <summary>The element count of an array.</summary>
    internal int ReadLength(int lengthMax)
    {
        var length = ReadUInt32();
        return length <= (uint)lengthMax
            ? (int)length
            : throw new BorshFormatException($"A length of {length} is above its limit of {lengthMax}.");
    }

    /// <summary>Refuses bytes that nobody asked for.</summary>
    internal readonly void EnsureEnd()
    {
        if (_rest.Length > 0)
        {
            throw new BorshFormatException($"{_rest.Length} bytes follow the end.");
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
        {
            throw new BorshFormatException($"{length} bytes are needed, {_rest.Length} are left.");
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
