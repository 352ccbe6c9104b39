using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OrleansTrading.Grains.Payments;

/// <summary>
/// What names a quote or a wallet where payments carry no memo: the last <see cref="Digits"/> digits of the amount in
/// base units. The amount to pay grows by less than 10^12 base units: 0.000000000001 of an asset with 24 decimals.
/// </summary>
internal static class PayCode
{
    /// <summary>So many last digits are the code.</summary>
    internal const int Digits = 12;

    /// <summary>With fewer decimals the code would be worth something.</summary>
    internal const int DecimalsMin = 18;

    /// <summary>
    /// How many codes of its own a quote tries: they are drawn from 10^12, so even the second is hardly ever needed.
    /// </summary>
    internal const int AttemptsMax = 4;

    private static readonly UInt128 Span = 1_000_000_000_000;

    /// <summary>A quote's own code; the same at every repeat. Never 0: a round amount names nobody.</summary>
    internal static ulong Of(QuoteId quote, int attempt) => Of(quote.Value, attempt);

    /// <summary>A wallet's own code, as a quote's.</summary>
    internal static ulong Of(DepositCode deposit, int attempt) => Of(deposit.Value, attempt);

    private static ulong Of(string name, int attempt)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"pay-code/{attempt}/{name}")),
            digest);
        return (ulong)(BinaryPrimitives.ReadUInt64LittleEndian(digest) % (Span - 1)) + 1;
    }

    /// <summary>Refuses an asset whose last digits are worth something.</summary>
    /// <exception cref="NotConfiguredException">It has too few decimals.</exception>
    internal static void CheckDecimals(Asset asset)
    {
        if (asset.Decimals < DecimalsMin)
        {
            throw new NotConfiguredException(
                $"{asset.Alias} has {asset.Decimals} decimals in Platform:Assets. A payment without a memo is told by"
                + $" its last digits, which takes at least {DecimalsMin}.");
        }
    }

    /// <summary>A code as it is written: with its leading zeros.</summary>
    internal static string Text(ulong code) =>
        code.ToString(string.Create(CultureInfo.InvariantCulture, $"D{Digits}"), CultureInfo.InvariantCulture);

    /// <summary>The code in an amount; 0 when it has none.</summary>
    internal static ulong Read(UInt128 units) => (ulong)(units % Span);

    /// <summary>The least amount that is not below <paramref name="units"/> and carries the code.</summary>
    internal static UInt128 Write(UInt128 units, ulong code)
    {
        var marked = units - (units % Span) + code;
        return marked >= units ? marked : marked + Span;
    }

    /// <summary>The key of the grain that knows whose the code is.</summary>
    internal static string Key(AccountId account, AssetId asset, ulong code) =>
        string.Create(CultureInfo.InvariantCulture, $"{account.Value}|{asset.Value}|{code}");
}
