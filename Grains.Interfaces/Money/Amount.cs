using System.Text.Json.Serialization;

namespace OrleansTrading.Grains;

/// <summary>An amount of one asset in its base unit. Amounts of different assets do not mix.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Units">Base units: lamports, stroops, a token's smallest unit.</param>
[GenerateSerializer, Immutable, Alias("ot.amount")]
public readonly record struct Amount(AssetId Asset, UInt128 Units)
{
    /// <summary>True for no units at all.</summary>
    [JsonIgnore]
    public bool IsZero => Units == UInt128.Zero;

    /// <summary>The sum of two amounts of one asset.</summary>
    /// <exception cref="InvalidOperationException">The assets differ.</exception>
    /// <exception cref="OverflowException">The sum exceeds 128 bits.</exception>
    public static Amount operator +(Amount left, Amount right) =>
        new(Same(left, right), checked(left.Units + right.Units));

    /// <summary>The difference of two amounts of one asset.</summary>
    /// <exception cref="InvalidOperationException">The assets differ.</exception>
    /// <exception cref="OverflowException">The result would be negative.</exception>
    public static Amount operator -(Amount left, Amount right) =>
        new(Same(left, right), checked(left.Units - right.Units));

    /// <summary>Same as the operator.</summary>
    public static Amount Add(Amount left, Amount right) => left + right;

    /// <summary>Same as the operator.</summary>
    public static Amount Subtract(Amount left, Amount right) => left - right;

    /// <inheritdoc/>
    public override string ToString() => $"{Units} base units of {Asset}";

    private static AssetId Same(Amount left, Amount right) => left.Asset == right.Asset
        ? left.Asset
        : throw new InvalidOperationException($"Amounts of {left.Asset} and {right.Asset} do not mix.");
}
