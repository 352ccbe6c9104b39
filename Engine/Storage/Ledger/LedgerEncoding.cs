using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// The bytes that an entry's hash is of. Integers are big-endian; a text is the number of its UTF-8 bytes (32 bits) and
/// these bytes. In this order: the text <c>orleanstrading ledger entry 1</c>; the previous entry's hash (32 bytes); the
/// stream's grain type, grain key and state name (texts); the sequence (64 bits); the time as ticks of 100 ns since
/// 1970-01-01 UTC (64 bits, two's complement); kind, owner, subject and reference (texts); the id (128 bits); a byte 1
/// and the id of the entry that it reverses (128 bits), or a byte 0; the number of postings (32 bits); and of each
/// posting account and asset (texts) and units (128 bits, two's complement).
/// </summary>
public static class LedgerEncoding
{
    private const string Tag = "orleanstrading ledger entry 1";
    private const string IdTag = "orleanstrading ledger id 1";
    private const int UnitsBytes = 16;

    /// <summary>Most entries have two postings and fit.</summary>
    private const int InitialBytes = 512;

    /// <summary>The canonical bytes of an entry.</summary>
    /// <param name="entry">The entry; its own hash is no part of them.</param>
    /// <returns>The bytes.</returns>
    public static byte[] Encode(LedgerEntry entry) =>
        Write(entry.Stream, entry.Sequence, entry.Id, entry.Booking, entry.PreviousHash).WrittenSpan.ToArray();

    /// <summary>Computes the hash that an entry must have.</summary>
    /// <param name="entry">The entry; the hash that it bears does not matter.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string Hash(LedgerEntry entry) =>
        Hash(entry.Stream, entry.Sequence, entry.Id, entry.Booking, entry.PreviousHash);

    /// <summary>The id of an operation that has another name: the first 128 bits of the name's SHA-256.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The id.</returns>
    public static UInt128 IdOf(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    internal static UInt128 IdOf(LedgerStream stream, long sequence) =>
        IdOf(string.Create(CultureInfo.InvariantCulture, $"{IdTag}\n{stream}\n{sequence}"));

    internal static string Hash(
        LedgerStream stream,
        long sequence,
        UInt128 id,
        LedgerBooking booking,
        string previousHash)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Write(stream, sequence, id, booking, previousHash).WrittenSpan, hash);
        return Convert.ToHexStringLower(hash);
    }

    internal static string IdText(UInt128 id) => id.ToString("x32", CultureInfo.InvariantCulture);

    internal static UInt128 IdFrom(string text) =>
        UInt128.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static ArrayBufferWriter<byte> Write(
        LedgerStream stream,
        long sequence,
        UInt128 id,
        LedgerBooking booking,
        string previousHash)
    {
        var bytes = new ArrayBufferWriter<byte>(InitialBytes);
        WriteText(bytes, Tag);
        WriteHex(bytes, previousHash);
        WriteText(bytes, stream.GrainType);
        WriteText(bytes, stream.GrainKey);
        WriteText(bytes, stream.StateName);
        WriteInt64(bytes, sequence);
        WriteInt64(bytes, StorageTime.ToTicks100ns(booking.At));
        WriteText(bytes, booking.Kind);
        WriteText(bytes, booking.Owner);
        WriteText(bytes, booking.Subject);
        WriteText(bytes, booking.Reference);
        WriteUInt128(bytes, id);
        bytes.Write([booking.Reverses is null ? (byte)0 : (byte)1]);
        if (booking.Reverses is { } reverses)
        {
            WriteUInt128(bytes, reverses);
        }

        WriteInt32(bytes, booking.Postings.Count);
        foreach (var posting in booking.Postings)
        {
            WriteText(bytes, posting.Account);
            WriteText(bytes, posting.Asset);
            WriteUInt128(bytes, (UInt128)posting.Units);
        }

        return bytes;
    }

    private static void WriteText(ArrayBufferWriter<byte> bytes, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        WriteInt32(bytes, length);
        bytes.Advance(Encoding.UTF8.GetBytes(text, bytes.GetSpan(length)));
    }

    private static void WriteHex(ArrayBufferWriter<byte> bytes, string digits)
    {
        var status = Convert.FromHexString(digits, bytes.GetSpan(digits.Length / 2), out _, out var written);
        if (status != OperationStatus.Done)
        {
            throw new FormatException($"'{digits}' is no hash: it has 64 hexadecimal digits.");
        }

        bytes.Advance(written);
    }

    private static void WriteInt32(ArrayBufferWriter<byte> bytes, int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes.GetSpan(sizeof(int)), value);
        bytes.Advance(sizeof(int));
    }

    private static void WriteInt64(ArrayBufferWriter<byte> bytes, long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes.GetSpan(sizeof(long)), value);
        bytes.Advance(sizeof(long));
    }

    private static void WriteUInt128(ArrayBufferWriter<byte> bytes, UInt128 value)
    {
        BinaryPrimitives.WriteUInt128BigEndian(bytes.GetSpan(UnitsBytes), value);
        bytes.Advance(UnitsBytes);
    }
}
