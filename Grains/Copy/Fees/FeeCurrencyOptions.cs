using System.ComponentModel.DataAnnotations;

namespace OrleansTrading.Grains.Copy.Fees;

/// <summary>As what results in an account's currency count in an asset of the wallets.</summary>
public sealed class FeeCurrencyOptions
{
    /// <summary>The currency, as terminals name it: <c>USD</c>.</summary>
    [Required, StringLength(16, MinimumLength = 1)]
    public string Currency { get; set; } = "";

    /// <summary>The asset's alias or CAIP-19 id, of <c>Platform:Assets</c>.</summary>
    [Required]
    public string Asset { get; set; } = "";

    /// <summary>Base units of the asset for a hundredth of the currency.</summary>
    /// <value>No default. 1 to 10^18; for an asset with six decimals that is worth one of the currency: 10,000.</value>
    [Range(1L, CopyConstants.UnitsPerCentMax)]
    public long UnitsPerCent { get; set; }
}
