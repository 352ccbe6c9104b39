using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Xunit.Abstractions;

namespace OrleansTrading.Conformance.Tests;

/// <summary>
/// Chance that can be repeated: SplitMix64 from a seed, which each test says. The environment's
/// <c>CONFORMANCE_SEED</c> gives the seed of a run that is to be repeated.
/// </summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    internal ulong Seed { get; } = seed;

    /// <summary>A new seed, said where the test's output is.</summary>
    internal static Dice Throw(ITestOutputHelper output)
    {
        var given = Environment.GetEnvironmentVariable("CONFORMANCE_SEED");
        var seed = given is null
            ? (ulong)RandomNumberGenerator.GetInt32(int.MaxValue)
            : ulong.Parse(given, CultureInfo.InvariantCulture);
        output.WriteLine($"CONFORMANCE_SEED={seed}");
        return new Dice(seed);
    }

    internal ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    internal int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>Both ends are possible.</summary>
    internal int Between(int least, int most) => least + Below(most - least + 1);

    internal bool Chance(int percent) => Below(100) < percent;

    internal T Of<T>(params IReadOnlyList<T> some) => some[Below(some.Count)];

    /// <summary>Of every length from one bit on, so that small and large ones are as likely; at least 1.</summary>
    internal ulong Units(int bitsMax) => Chance(2)
        ? ulong.MaxValue >> (64 - bitsMax)
        : Math.Max(1, Next() >> (64 - Between(1, bitsMax)));

    internal byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        Span<byte> eight = stackalloc byte[sizeof(ulong)];
        for (var at = 0; at < count; at += eight.Length)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(eight, Next());
            eight[..Math.Min(eight.Length, count - at)].CopyTo(bytes.AsSpan(at));
        }

        return bytes;
    }

    internal string Hex(int count) => Convert.ToHexStringLower(Bytes(count));

    /// <summary>Text of a length in UTF-8 bytes, one to four bytes a character.</summary>
    internal string Text(int bytesMax)
    {
        string[] letters = ["a", "Z", "7", " ", "\"", "\\", "\n", "é", "ß", "€", "漢", "😀", "\u0000", "/"];
        var text = string.Empty;
        var left = Between(0, bytesMax);
        while (true)
        {
            var letter = Of(letters);
            left -= System.Text.Encoding.UTF8.GetByteCount(letter);
            if (left < 0)
            {
                return text;
            }

            text += letter;
        }
    }
}
