namespace OrleansTrading.Chains.Crypto;

/// <summary>
/// Curve questions that OpenSSL does not answer. Works on public data only, so it need not run in constant time.
/// </summary>
internal static class Ed25519Curve
{
    private const int PointBytes = 32;
    private const byte SignBit = 0x80;

    /// <summary>d of RFC 8032 section 5.1: -121665/121666 in the field.</summary>
    private static readonly Field25519 D = Field25519.Read(
        Convert.FromHexString("a3785913ca4deb75abd841414d0a700098e879777940c78c73fe6f2bee6c0352"));

    /// <summary>
    /// Every encoding of a point whose order divides 8, without its sign bit: y = 0, 1, p-1, the two values of order 8,
    /// and the non-canonical p and p+1.
    /// </summary>
    private static readonly byte[][] SmallOrder =
    [
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        Convert.FromHexString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        Convert.FromHexString("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    ];

    /// <summary>
    /// RFC 8032 section 5.1.3: y is the little-endian number without its top bit, and the point exists when
    /// x² = (y² - 1) / (d y² + 1) has a root. The denominator is never 0 because -1/d is not a square, so the quotient
    /// is a square exactly when the product is, which Euler's criterion tells with one power.
    /// </summary>
    internal static bool IsOnCurve(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length != PointBytes)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[PointBytes];
        encoded.CopyTo(bytes);
        bytes[^1] &= unchecked((byte)~SignBit);
        var y = Field25519.Read(bytes);
        var ySquared = y * y;
        var product = (ySquared + Field25519.MinusOne) * ((D * ySquared) + Field25519.One);
        return product.IsZero || product.Legendre().IsOne;
    }

    internal static bool IsSmallOrder(ReadOnlySpan<byte> encoded)
    {
        foreach (var point in SmallOrder)
        {
            if (encoded[..^1].SequenceEqual(point.AsSpan(0, PointBytes - 1))
                && (encoded[^1] & ~SignBit) == point[^1])
            {
                return true;
            }
        }

        return false;
    }
}
