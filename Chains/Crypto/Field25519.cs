using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace OrleansTrading.Chains.Crypto;

/// <summary>
/// A number modulo 2^255 - 19, as 256 bits that are not always reduced. For public data only: it need not run in
/// constant time. It is here because quotes check addresses, and with <see cref="System.Numerics.BigInteger"/> that
/// took a quarter of a quote's processor time.
/// </summary>
internal readonly struct Field25519(ulong limb0, ulong limb1, ulong limb2, ulong limb3)
{
    /// <summary>2^256 is 38 modulo 2^255 - 19.</summary>
    private const ulong Fold = 38;

    private const ulong PrimeLow = ulong.MaxValue - 18;
    private const ulong PrimeHigh = ulong.MaxValue >> 1;

    private readonly ulong _0 = limb0;
    private readonly ulong _1 = limb1;
    private readonly ulong _2 = limb2;
    private readonly ulong _3 = limb3;

    internal static Field25519 One => new(1, 0, 0, 0);

    internal static Field25519 MinusOne => new(PrimeLow - 1, ulong.MaxValue, ulong.MaxValue, PrimeHigh);

    internal bool IsZero
    {
        get
        {
            var reduced = Reduce();
            return (reduced._0 | reduced._1 | reduced._2 | reduced._3) == 0;
        }
    }

    internal bool IsOne
    {
        get
        {
            var reduced = Reduce();
            return reduced._0 == 1 && (reduced._1 | reduced._2 | reduced._3) == 0;
        }
    }

    /// <summary>Reads 32 bytes, the least significant first; all 256 bits count.</summary>
    internal static Field25519 Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));

    public static Field25519 operator +(in Field25519 a, in Field25519 b)
    {
        ulong carry = 0;
        var r0 = Sum(a._0, b._0, ref carry);
        var r1 = Sum(a._1, b._1, ref carry);
        var r2 = Sum(a._2, b._2, ref carry);
        var r3 = Sum(a._3, b._3, ref carry);
        return Settle(r0, r1, r2, r3, carry);
    }

    public static Field25519 operator *(in Field25519 a, in Field25519 b)
    {
        ulong r0 = 0, r1 = 0, r2 = 0, r3 = 0;
        var r4 = AddRow(a._0, b, ref r0, ref r1, ref r2, ref r3);
        var r5 = AddRow(a._1, b, ref r1, ref r2, ref r3, ref r4);
        var r6 = AddRow(a._2, b, ref r2, ref r3, ref r4, ref r5);
        var r7 = AddRow(a._3, b, ref r3, ref r4, ref r5, ref r6);
        var carry = AddRow(Fold, new Field25519(r4, r5, r6, r7), ref r0, ref r1, ref r2, ref r3);
        return Settle(r0, r1, r2, r3, carry);
    }

    /// <summary>Squares it so many times.</summary>
    internal Field25519 Square(int times)
    {
        var result = this;
        for (var i = 0; i < times; i++)
        {
            result *= result;
        }

        return result;
    }

    /// <summary>
    /// To the power of (p - 1) / 2 = 2^254 - 10, which is 1 for a square. Each step's name is its exponent: e10 is
    /// 2^10 - 1.
    /// </summary>
    internal Field25519 Legendre()
    {
        var e2 = Square(1) * this;
        var e4 = e2.Square(2) * e2;
        var e5 = e4.Square(1) * this;
        var e10 = e5.Square(5) * e5;
        var e20 = e10.Square(10) * e10;
        var e40 = e20.Square(20) * e20;
        var e50 = e40.Square(10) * e10;
        var e100 = e50.Square(50) * e50;
        var e200 = e100.Square(100) * e100;
        var e250 = e200.Square(50) * e50;
        var sixth = e2.Square(1);
        return e250.Square(4) * sixth;
    }

    /// <summary>Adds one limb's product with b to four limbs; returns the fifth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong AddRow(
        ulong a, in Field25519 b, ref ulong r0, ref ulong r1, ref ulong r2, ref ulong r3)
    {
        ulong carry = 0;
        r0 = AddProduct(r0, a, b._0, ref carry);
        r1 = AddProduct(r1, a, b._1, ref carry);
        r2 = AddProduct(r2, a, b._2, ref carry);
        r3 = AddProduct(r3, a, b._3, ref carry);
        return carry;
    }

    /// <summary>a b + r + carry fits 128 bits: (2^64 - 1)^2 + 2 (2^64 - 1) = 2^128 - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong AddProduct(ulong r, ulong a, ulong b, ref ulong carry)
    {
        var high = Math.BigMul(a, b, out var low);
        low += r;
        high += low < r ? 1UL : 0;
        low += carry;
        high += low < carry ? 1UL : 0;
        carry = high;
        return low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Sum(ulong a, ulong b, ref ulong carry)
    {
        var sum = a + b;
        var over = sum < a ? 1UL : 0;
        var result = sum + carry;
        carry = over + (result < sum ? 1UL : 0);
        return result;
    }

    /// <summary>
    /// Folds what lies above 256 bits back in: at most 38 times 38, so the second time nothing is left over.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Field25519 Settle(ulong r0, ulong r1, ulong r2, ulong r3, ulong above)
    {
        ulong carry = 0;
        r0 = Sum(r0, above * Fold, ref carry);
        r1 = Sum(r1, 0, ref carry);
        r2 = Sum(r2, 0, ref carry);
        r3 = Sum(r3, 0, ref carry);
        return new Field25519(r0 + (carry * Fold), r1, r2, r3);
    }

    /// <summary>The same number below the prime; 256 bits hold it at most twice.</summary>
    private Field25519 Reduce()
    {
        var result = this;
        while (result._3 > PrimeHigh
            || (result._3 == PrimeHigh && (result._2 & result._1) == ulong.MaxValue && result._0 >= PrimeLow))
        {
            // Minus p is minus 2^255 plus 19.
            ulong carry = 0;
            var r0 = Sum(result._0, 19, ref carry);
            var r1 = Sum(result._1, 0, ref carry);
            var r2 = Sum(result._2, 0, ref carry);
            result = new Field25519(r0, r1, r2, result._3 + carry - (PrimeHigh + 1));
        }

        return result;
    }
}
