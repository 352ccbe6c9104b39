using System.Buffers.Binary;

namespace OrleansTrading.Chains.Stellar.Xdr;

/// <summary>
/// Reads XDR (RFC 4506) from a span: big-endian, everything padded with zeros to four bytes. Never reads past the end,
/// and takes no length on trust.
/// </summary>
internal ref struct XdrReader(ReadOnlySpan<byte> bytes)
{
    private const int Unit = 4;

    private ReadOnlySpan<byte> _rest = bytes;

    internal int ReadInt32() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

    internal uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint)));

    internal long ReadInt64() => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long)));

    internal ulong ReadUInt64() => BinaryPrimitives.ReadUInt64BigEndian(Take(sizeof(ulong)));

    internal bool ReadBool() => ReadInt32() switch
    {
        0 => false,
        1 => true,
        var other => throw new XdrFormatException($"A boolean is {other}."),
    };

    /// <summary>Opaque data of a fixed length.</summary>
    internal byte[] ReadFixed(int length)
    {
        var value = Take(length).ToArray();
        SkipPadding(length);
        return value;
    }

    /// <summary>Opaque data or a string that carries its length.</summary>
    internal byte[] ReadVariable(int lengthMax) => ReadFixed(ReadLength(lengthMax));

    /// <summary>The element count of a variable array.</summary>
    internal int ReadLength(int lengthMax)
    {
        var length = ReadUInt32();
        return length <= (uint)lengthMax
            ? (int)length
            : throw new XdrFormatException($"A length of {length} is above its limit of {lengthMax}.");
    }

    /// <summary>Refuses bytes that nobody asked for.</summary>
    internal readonly void EnsureEnd()
    {
        if (_rest.Length > 0)
        {
            throw new XdrFormatException($"{_rest.Length} bytes follow the end.");
        }
    }

    private void SkipPadding(int length)
    {
        var padding = (Unit - (length % Unit)) % Unit;
        if (Take(padding).ContainsAnyExcept((byte)0))
        {
            throw new XdrFormatException("Padding is not zero.");
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
        {
            throw new XdrFormatException($"{length} bytes are needed, {_rest.Length} are left.");
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
