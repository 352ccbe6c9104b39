namespace OrleansTrading.Chains.Stellar;

/// <summary>Names and defaults of the Stellar networks.</summary>
public static class StellarConstants
{
    /// <summary>The chain's short name.</summary>
    public const string Name = "stellar";

    /// <summary>CAIP-2 id of the public network.</summary>
    public const string PubnetId = "stellar:pubnet";

    /// <summary>Passphrase of the public network.</summary>
    public const string PubnetPassphrase = "Public Global Stellar Network ; September 2015";

    /// <summary>CAIP-2 id of the test network.</summary>
    public const string TestnetId = "stellar:testnet";

    /// <summary>Passphrase of the test network.</summary>
    public const string TestnetPassphrase = "Test SDF Network ; September 2015";

    /// <summary>CAIP-2 id of this project's local network; not registered anywhere.</summary>
    public const string DevnetId = "stellar:devnet";

    /// <summary>Passphrase of this project's local network.</summary>
    public const string DevnetPassphrase = "OrleansTrading Devnet ; 2026";

    /// <summary>CAIP-19 reference of lumens (SLIP-44 coin type 148).</summary>
    public const string NativeReference = "slip44:148";

    /// <summary>Default of <see cref="StellarOptions.FeePercentile"/>.</summary>
    public const int FeePercentileDefault = 95;

    /// <summary>Default of <see cref="StellarOptions.BaseFeeStroopsMin"/>: the network's own minimum.</summary>
    public const int BaseFeeStroopsMinDefault = 100;

    /// <summary>Default of <see cref="StellarOptions.BaseFeeStroopsMax"/>: a hundredth of a lumen.</summary>
    public const int BaseFeeStroopsMaxDefault = 100_000;

    /// <summary>Default of <see cref="StellarOptions.RaisedBaseFeeStroopsMax"/>: a tenth of a lumen.</summary>
    public const int RaisedBaseFeeStroopsMaxDefault = 1_000_000;

    /// <summary>Default of <see cref="StellarOptions.TransactionLifetime"/>: about twelve ledgers.</summary>
    public static readonly TimeSpan TransactionLifetimeDefault = TimeSpan.FromSeconds(60);

    /// <summary>Base reserves that every account must hold, whatever it owns.</summary>
    internal const int AccountBaseReserves = 2;

    /// <summary>The largest page Horizon gives.</summary>
    internal const int PageMax = 200;
}
