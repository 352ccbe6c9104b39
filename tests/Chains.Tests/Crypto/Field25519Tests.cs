using System.Numerics;
using System.Security.Cryptography;
using OrleansTrading.Chains.Crypto;

namespace OrleansTrading.Chains.Tests.Crypto;

/// <summary>Each operation against the same one on big integers, at the edges and at random.</summary>
public sealed class Field25519Tests
{
    private const int RandomPairs = 2_000;

    private static readonly BigInteger Prime = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger End = BigInteger.Pow(2, 256);

    private static readonly BigInteger[] Edges =
    [
        0, 1, 2, 18, 19, 37, 38, ulong.MaxValue, BigInteger.Pow(2, 128) - 1, BigInteger.Pow(2, 192), Prime - 1, Prime,
        Prime + 1, Prime + 18, BigInteger.Pow(2, 255), (2 * Prime) - 1, 2 * Prime, (2 * Prime) + 1, End - 38, End - 1,
    ];

    [Fact]
    public void Sums_and_products_at_the_edges_are_those_of_big_integers()
    {
        foreach (var a in Edges)
        {
            foreach (var b in Edges)
            {
                Check(a, b);
            }
        }
    }

    [Fact]
    public void Sums_and_products_of_random_numbers_are_those_of_big_integers()
    {
        for (var i = 0; i < RandomPairs; i++)
        {
            Check(Number(2 * i), Number((2 * i) + 1));
        }
    }

    [Fact]
    public void Legendre_symbol_is_the_power_of_big_integers()
    {
        foreach (var a in Edges.Concat(Enumerable.Range(0, 200).Select(Number)))
        {
            Same(BigInteger.ModPow(a, (Prime - 1) / 2, Prime), Of(a).Legendre());
        }
    }

    [Fact]
    public void Zero_and_one_are_known_in_each_of_their_forms()
    {
        foreach (var a in Edges)
        {
            Assert.Equal(a % Prime == 0, Of(a).IsZero);
            Assert.Equal(a % Prime == 1, Of(a).IsOne);
        }
    }

    private static void Check(BigInteger a, BigInteger b)
    {
        Same(a + b, Of(a) + Of(b));
        Same(a * b, Of(a) * Of(b));
    }

    /// <summary>Equal modulo the prime: their difference is zero, which is known in each of its forms.</summary>
    private static void Same(BigInteger expected, Field25519 actual)
    {
        var negative = (Prime - (expected % Prime)) % Prime;
        Assert.True((actual + Of(negative)).IsZero, $"{expected % Prime} was expected.");
    }

    private static Field25519 Of(BigInteger value)
    {
        var bytes = new byte[32];
        Assert.True(value.TryWriteBytes(bytes, out _, isUnsigned: true));
        return Field25519.Read(bytes);
    }

    /// <summary>The same numbers in each run: hashes of a counter.</summary>
    private static BigInteger Number(int index) => new(SHA256.HashData(BitConverter.GetBytes(index)), isUnsigned: true);
}
