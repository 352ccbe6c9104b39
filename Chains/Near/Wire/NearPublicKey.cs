using System.Diagnostics.CodeAnalysis;
using OrleansTrading.Chains.Crypto;

namespace OrleansTrading.Chains.Near.Wire;

/// <summary>A public key with its curve. Its one spelling is <c>ed25519:</c> or <c>secp256k1:</c> and base58.</summary>
internal sealed class NearPublicKey : IEquatable<NearPublicKey>
{
    private readonly byte[] _bytes;

    /// <exception cref="ArgumentException">The curve's keys have another length.</exception>
    internal NearPublicKey(NearCurve curve, ReadOnlySpan<byte> bytes)
    {
        var length = NearCurves.PublicKeyBytesOf(curve);
        if (bytes.Length != length)
        {
            throw new ArgumentException(
                $"A key of {NearCurves.NameOf(curve)} has {length} bytes, not {bytes.Length}.", nameof(bytes));
        }

        Curve = curve;
        _bytes = bytes.ToArray();
    }

    internal NearCurve Curve { get; }

    internal ReadOnlySpan<byte> Bytes => _bytes;

    internal static NearPublicKey FromEd25519(ReadOnlySpan<byte> bytes) => new(NearCurve.Ed25519, bytes);

    internal static bool TryParse(string text, [NotNullWhen(true)] out NearPublicKey? key)
    {
        key = NearCurves.TrySplit(text, out var curve, out var encoded)
            && Base58.TryDecode(encoded, NearCurves.PublicKeyBytesOf(curve), out var bytes)
                ? new NearPublicKey(curve, bytes)
                : null;
        return key is not null;
    }

    /// <exception cref="FormatException">Not the text of a public key.</exception>
    internal static NearPublicKey Parse(string text) => TryParse(text, out var key)
        ? key
        : throw new FormatException(
            $"'{(text.Length <= 64 ? text : text[..64] + "…")}' is not a public key like ed25519:….");

    internal static NearPublicKey Read(ref BorshReader reader)
    {
        var curve = NearCurves.Read(ref reader);
        return new NearPublicKey(curve, reader.ReadFixed(NearCurves.PublicKeyBytesOf(curve)));
    }

    internal void Write(BorshWriter writer)
    {
        writer.WriteByte((byte)Curve);
        writer.WriteFixed(_bytes);
    }

    /// <summary>True when the signature is this key's. Only Ed25519 is verified here; others never are.</summary>
    internal bool Verify(ReadOnlySpan<byte> message, NearSignature signature) =>
        Curve == NearCurve.Ed25519
        && signature.Curve == NearCurve.Ed25519
        && Ed25519.Verify(_bytes, message, signature.Bytes);

    /// <inheritdoc/>
    public bool Equals(NearPublicKey? other) =>
        other is not null && Curve == other.Curve && _bytes.AsSpan().SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NearPublicKey);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Curve);
        hash.AddBytes(_bytes);
        return hash.ToHashCode();
    }

    /// <summary>The curve's name, a colon, base58.</summary>
    public override string ToString() => $"{NearCurves.NameOf(Curve)}:{Base58.Encode(_bytes)}";
}
