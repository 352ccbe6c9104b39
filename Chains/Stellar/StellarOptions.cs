using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Stellar;

/// <summary>An issued asset that balances are asked for.</summary>
/// <param name="Code">1 to 12 letters and digits, e.g. <c>USDC</c>.</param>
/// <param name="Issuer">The issuing account, G….</param>
public sealed record StellarIssuedAsset(string Code, string Issuer);

/// <summary>Which Stellar network is used, and how.</summary>
public sealed class StellarOptions
{
    private const int IssuedAssetsMax = 100;
    private static readonly TimeSpan LifetimeMin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LifetimeMax = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The CAIP-2 id, e.g. <see cref="StellarConstants.PubnetId"/>. Defaults to that of the local network.
    /// </summary>
    public string ChainId { get; init; } = StellarConstants.DevnetId;

    /// <summary>
    /// The network's passphrase, which goes into every signature. Defaults to that of the local network.
    /// </summary>
    public string NetworkPassphrase { get; init; } = StellarConstants.DevnetPassphrase;

    /// <summary>The issued assets that balances are asked for; at most 100. Defaults to none.</summary>
    public IReadOnlyList<StellarIssuedAsset> IssuedAssets { get; init; } = [];

    /// <summary>
    /// Which percentile of the fees of the last ledgers is bid: 10, 20, … 90, 95 or 99. The network charges no more
    /// than it must; a high bid costs only when others bid high too.
    /// </summary>
    public int FeePercentile { get; init; } = StellarConstants.FeePercentileDefault;

    /// <summary>The least that is bid for an operation, in stroops.</summary>
    public int BaseFeeStroopsMin { get; init; } = StellarConstants.BaseFeeStroopsMinDefault;

    /// <summary>The most that is bid for an operation, in stroops, however busy the network is.</summary>
    public int BaseFeeStroopsMax { get; init; } = StellarConstants.BaseFeeStroopsMaxDefault;

    /// <summary>
    /// The most that is bid for an operation, in stroops, for a transaction that the network has left waiting. Each
    /// raise is tenfold, because the network's queue takes no less; a fee bump counts as an operation more.
    /// </summary>
    public int RaisedBaseFeeStroopsMax { get; init; } = StellarConstants.RaisedBaseFeeStroopsMaxDefault;

    /// <summary>
    /// How long a signed transaction stays valid after the last closed ledger, 10 seconds to 10 minutes in whole
    /// seconds.
    /// </summary>
    public TimeSpan TransactionLifetime { get; init; } = StellarConstants.TransactionLifetimeDefault;

    /// <summary>Checks the options together.</summary>
    /// <exception cref="ArgumentException">Names the option, its value and the rule.</exception>
    public void Validate()
    {
        Require(
            IsChainId(ChainId),
            $"{nameof(ChainId)} is '{ChainId}'. It must be 'stellar:' and 1 to 32 letters, digits, '-' or '_'.");
        RequirePassphrase(StellarConstants.PubnetId, StellarConstants.PubnetPassphrase);
        RequirePassphrase(StellarConstants.TestnetId, StellarConstants.TestnetPassphrase);
        RequirePassphrase(StellarConstants.DevnetId, StellarConstants.DevnetPassphrase);
        Require(
            NetworkPassphrase.Length is > 0 and <= 128,
            $"{nameof(NetworkPassphrase)} has {NetworkPassphrase.Length} characters. It must have 1 to 128.");
        Require(
            FeePercentile is 10 or 20 or 30 or 40 or 50 or 60 or 70 or 80 or 90 or 95 or 99,
            $"{nameof(FeePercentile)} is {FeePercentile}. It must be 10, 20, … 90, 95 or 99.");
        Require(
            BaseFeeStroopsMin is >= 100 and <= 10_000_000,
            $"{nameof(BaseFeeStroopsMin)} is {BaseFeeStroopsMin}. It must be between 100 and 10000000.");
        Require(
            BaseFeeStroopsMax >= BaseFeeStroopsMin && BaseFeeStroopsMax <= 10_000_000,
            $"{nameof(BaseFeeStroopsMax)} is {BaseFeeStroopsMax}. It must be at least {nameof(BaseFeeStroopsMin)} "
            + $"({BaseFeeStroopsMin}) and at most 10000000.");
        Require(
            RaisedBaseFeeStroopsMax >= BaseFeeStroopsMax && RaisedBaseFeeStroopsMax <= 100_000_000,
            $"{nameof(RaisedBaseFeeStroopsMax)} is {RaisedBaseFeeStroopsMax}. It must be at least "
            + $"{nameof(BaseFeeStroopsMax)} ({BaseFeeStroopsMax}) and at most 100000000.");
        Require(
            TransactionLifetime >= LifetimeMin
                && TransactionLifetime <= LifetimeMax
                && TransactionLifetime.Ticks % TimeSpan.TicksPerSecond == 0,
            $"{nameof(TransactionLifetime)} is {TransactionLifetime}. "
            + "It must be whole seconds, 10 seconds to 10 minutes.");
        RequireAssets();
    }

    private static bool IsChainId(string chainId)
    {
        const string prefix = "stellar:";
        return chainId.StartsWith(prefix, StringComparison.Ordinal)
            && chainId.Length - prefix.Length is > 0 and <= 32
            && chainId[prefix.Length..].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
    }

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new ArgumentException(problem);
        }
    }

    /// <summary>A well-known name with another network's passphrase would sign for the wrong network.</summary>
    private void RequirePassphrase(string chainId, string passphrase) =>
        Require(
            (ChainId == chainId) == (NetworkPassphrase == passphrase),
            $"{nameof(ChainId)} is '{ChainId}' but {nameof(NetworkPassphrase)} is '{NetworkPassphrase}'. "
            + $"'{chainId}' and '{passphrase}' belong together.");

    private void RequireAssets()
    {
        Require(
            IssuedAssets.Count <= IssuedAssetsMax,
            $"{nameof(IssuedAssets)} has {IssuedAssets.Count} entries. It must have at most {IssuedAssetsMax}.");
        foreach (var asset in IssuedAssets)
        {
            Require(
                StellarAsset.TryIssued(asset.Code, asset.Issuer, out _),
                $"{nameof(IssuedAssets)} has '{asset.Code}' of '{asset.Issuer}'. "
                + "It must be 1 to 12 letters and digits, and a G… address.");
        }

        Require(
            IssuedAssets.Distinct().Count() == IssuedAssets.Count,
            $"{nameof(IssuedAssets)} names an asset twice. Remove one.");
    }
}
