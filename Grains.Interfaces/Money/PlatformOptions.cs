using System.ComponentModel.DataAnnotations;

namespace OrleansTrading.Grains;

/// <summary>What the platform deals in: its chains, its own account on each, and the assets it accepts.</summary>
public sealed class PlatformOptions
{
    /// <summary>Host name in ownership messages, e.g. <c>pay.example.com</c>.</summary>
    /// <value>Defaults to <c>localhost</c>.</value>
    [Required]
    public string Domain { get; set; } = "localhost";

    /// <summary>Page or API named in ownership messages.</summary>
    /// <value>Defaults to <c>http://localhost/</c>.</value>
    [Required]
    public string Uri { get; set; } = "http://localhost/";

    /// <summary>The chains, one entry each.</summary>
    [Required, MinLength(1)]
    public List<ChainAccountOptions> Chains { get; set; } = [];

    /// <summary>The allow list.</summary>
    [Required, MinLength(1)]
    public List<AssetOptions> Assets { get; set; } = [];
}

/// <summary>The platform's own account on one chain.</summary>
public sealed class ChainAccountOptions
{
    /// <summary>The chain's short name: <c>solana</c>, <c>stellar</c>.</summary>
    [Required, RegularExpression("^[a-z]+$")]
    public string Name { get; set; } = string.Empty;

    /// <summary>The chain's CAIP-2 id.</summary>
    [Required, RegularExpression("^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$")]
    public string Id { get; set; } = string.Empty;

    /// <summary>The treasury account: customers pay to it and are paid from it.</summary>
    [Required]
    public string Treasury { get; set; } = string.Empty;

    /// <summary>
    /// Ids of further lanes in which the treasury account signs, so that more transfers can be under way at once:
    /// channel accounts on Stellar, access keys (<c>ed25519:…</c>) on NEAR, nonce accounts on Solana.
    /// </summary>
    /// <value>Defaults to none.</value>
    [MaxLength(100)]
    public List<string> Lanes { get; set; } = [];

    /// <summary>
    /// Addresses we top the treasury up from. What they pay without naming a quote is kept, not given back.
    /// </summary>
    /// <value>Defaults to none.</value>
    public List<string> FundingAddresses { get; set; } = [];
}
