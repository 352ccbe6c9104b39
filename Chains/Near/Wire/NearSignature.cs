using OrleansTrading.Chains.Crypto;

namespace OrleansTrading.Chains.Near.Wire;

/// <summary>A signature with its curve.</summary>
internal sealed class NearSignature
{
    private readonly byte[] _bytes;

    /// <exception cref="ArgumentException">The curve's signatures have another length.</exception>
    internal NearSignature(NearCurve curve, ReadOnlySpan<byte> bytes)
    {
        var length = NearCurves.SignatureBytesOf(curve);
        if (bytes.Length != length)
        {
            throw new ArgumentException(
                $"A signature of {NearCurves.NameOf(curve)} has {length} bytes, not {bytes.Length}.", nameof(bytes));
        }

        Curve = curve;
        _bytes = bytes.ToArray();
    }

    internal NearCurve Curve { get; }

    internal ReadOnlySpan<byte> Bytes => _bytes;

    internal static NearSignature Read(ref BorshReader reader)
    {
        var curve = NearCurves.Read(ref reader);
        return new NearSignature(curve, reader.ReadFixed(NearCurves.SignatureBytesOf(curve)));
    }

    internal void Write(BorshWriter writer)
    {
        writer.WriteByte((byte)Curve);
        writer.WriteFixed(_bytes);
    }

    /// <summary>The curve's name, a colon, base58.</summary>
    public override string ToString() => $"{NearCurves.NameOf(Curve)}:{Base58.Encode(_bytes)}";
}
