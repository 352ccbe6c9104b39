using System.ComponentModel.DataAnnotations;

namespace OrleansTrading.Grains;

/// <summary>One line of the asset allow list. What is not on the list is neither quoted nor paid out.</summary>
public sealed class AssetOptions
{
    /// <summary>The short name: chain and symbol, <c>stellar/XLM</c>.</summary>
    [Required, RegularExpression("^[a-z]+/[A-Za-z0-9]{1,12}$")]
    public string Alias { get; set; } = string.Empty;

    /// <summary>The CAIP-19 id.</summary>
    [Required, RegularExpression("^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}/[-a-z0-9]{3,8}:[-.%a-zA-Z0-9]{1,128}$")]
    public string Id { get; set; } = string.Empty;

    /// <summary>Decimals between the user's unit and the base unit: 9 for SOL, 7 for XLM, 6 for USDC.</summary>
    [Range(0, 24)]
    public int Decimals { get; set; }

    /// <summary>The price feed in US dollars, e.g. <c>XLM/USD</c>.</summary>
    [Required, RegularExpression("^[A-Z0-9]+/USD$")]
    public string PriceFeed { get; set; } = string.Empty;

    /// <summary>The least a quote may ask, in the user's unit.</summary>
    [Required]
    public string Min { get; set; } = string.Empty;

    /// <summary>The most a quote may ask, in the user's unit.</summary>
    [Required]
    public string Max { get; set; } = string.Empty;

    /// <summary>What is kept of a refund for the network's fee, in the user's unit.</summary>
    [Required]
    public string RefundFee { get; set; } = string.Empty;

    /// <summary>
    /// Overpayments up to this amount are kept, in the user's unit. At least <see cref="RefundFee"/>.
    /// </summary>
    [Required]
    public string Dust { get; set; } = string.Empty;

    /// <summary>What a withdrawal costs besides its amount, in the user's unit.</summary>
    /// <value>Defaults to null: nothing.</value>
    public string? WithdrawalFee { get; set; }
}
