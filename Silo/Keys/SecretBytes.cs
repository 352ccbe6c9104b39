using System.Security.Cryptography;

namespace OrleansTrading.Silo.Keys;

/// <summary>
/// Bytes that nobody else may see: at one place in memory, of which the collector makes no copies, and wiped on
/// dispose.
/// </summary>
internal sealed class SecretBytes(int length) : IDisposable
{
    private readonly byte[] _bytes = GC.AllocateArray<byte>(length, pinned: true);

    internal SecretBytes(ReadOnlySpan<byte> value)
        : this(value.Length) => value.CopyTo(_bytes);

    internal Span<byte> Span => _bytes;

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);

    /// <summary>Not what it holds.</summary>
    public override string ToString() => "secret bytes";
}
