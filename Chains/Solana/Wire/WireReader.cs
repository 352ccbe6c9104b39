namespace OrleansTrading.Chains.Solana.Wire;

/// <summary>Reads wire bytes from the front. After the first problem every read returns nothing.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>What was wrong; null so far.</summary>
    internal string? Problem { get; private set; }

    internal readonly bool IsAtEnd => _rest.IsEmpty;

    internal void Fail(string problem)
    {
        Problem ??= problem;
        _rest = [];
    }

    internal byte Byte() => Take(1) is { Length: 1 } taken ? taken[0] : (byte)0;

    internal SolanaKey Key() => Take(SolanaKey.Length) is { Length: SolanaKey.Length } taken ? new(taken) : default;

    internal int Length()
    {
        if (CompactU16.TryRead(_rest, out var value, out var read))
        {
            _rest = _rest[read..];
            return value;
        }

        Fail("a length is cut off or malformed");
        return 0;
    }

    internal byte[] Bytes() => Take(Length()).ToArray();

    internal List<SolanaKey> Keys()
    {
        var count = Length();
        var keys = new List<SolanaKey>();
        for (; count > 0 && Problem is null; count--)
        {
            keys.Add(Key());
        }

        return keys;
    }

    internal ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            Fail("it is cut off");
            return [];
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    internal ReadOnlySpan<byte> Rest() => Take(_rest.Length);
}
