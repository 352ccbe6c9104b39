using System.Globalization;
using System.Text;

namespace OrleansTrading.Engine.Storage;

/// <summary>
/// The name of one stored state: grain type, grain key and state name, as UTF-8 bytes.
/// </summary>
internal readonly struct StateKey : IEquatable<StateKey>
{
    private const int BytesMax = StorageConstants.KeyBytesMax;

    private readonly byte[] _bytes;
    private readonly int _typeLength;
    private readonly int _keyLength;

    private StateKey(byte[] bytes, int typeLength, int keyLength)
    {
        _bytes = bytes;
        _typeLength = typeLength;
        _keyLength = keyLength;
    }

    public ReadOnlySpan<byte> GrainType => _bytes.AsSpan(0, _typeLength);

    public ReadOnlySpan<byte> GrainKey => _bytes.AsSpan(_typeLength, _keyLength);

    public ReadOnlySpan<byte> StateName => _bytes.AsSpan(_typeLength + _keyLength);

    public string TypeText => Text(GrainType);

    public string KeyText => Text(GrainKey);

    public string NameText => Text(StateName);

    public int Bytes => _bytes.Length;

    /// <exception cref="ArgumentException">No type, no state name, or all together too long.</exception>
    public static StateKey Create(string grainType, string grainKey, string stateName)
    {
        ArgumentException.ThrowIfNullOrEmpty(grainType);
        ArgumentException.ThrowIfNullOrEmpty(stateName);
        var typeLength = Encoding.UTF8.GetByteCount(grainType);
        var keyLength = Encoding.UTF8.GetByteCount(grainKey);
        var length = typeLength + keyLength + Encoding.UTF8.GetByteCount(stateName);
        if (length > BytesMax)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Grain type, key and state name have {length} bytes; the limit is {BytesMax}."),
                nameof(grainKey));
        }

        var bytes = new byte[length];
        Encoding.UTF8.GetBytes(grainType, bytes);
        Encoding.UTF8.GetBytes(grainKey, bytes.AsSpan(typeLength));
        Encoding.UTF8.GetBytes(stateName, bytes.AsSpan(typeLength + keyLength));
        return new StateKey(bytes, typeLength, keyLength);
    }

    public bool Equals(StateKey other) =>
        _typeLength == other._typeLength
        && _keyLength == other._keyLength
        && _bytes.AsSpan().SequenceEqual(other._bytes);

    public override bool Equals(object? obj) => obj is StateKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_bytes);
        hash.Add(_typeLength);
        return hash.ToHashCode();
    }

    /// <summary>Binds the three parts to the parameters 1, 2 and 3.</summary>
    public void Bind(SqliteStatement statement)
    {
        statement.BindText(1, GrainType);
        statement.BindText(2, GrainKey);
        statement.BindText(3, StateName);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{TypeText}/{KeyText}#{NameText}");

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
