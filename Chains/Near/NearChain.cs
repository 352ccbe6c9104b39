using OrleansTrading.Chains.Near.Rpc;
using OrleansTrading.Chains.Near.Wire;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Near;

/// <summary>NEAR: its own coin and NEP-141 tokens, at finality <c>final</c>.</summary>
internal sealed partial class NearChain : IChain
{
    private readonly NearOptions _options;
    private NearRpc _rpc;
    private readonly IReadOnlyList<NearAsset> _tokens;
    private readonly string? _genesisHash;

    internal NearChain(NearOptions options, IJsonRpc rpc)
    {
        options.Validate();
        _options = options;
        _rpc = new NearRpc(NearConstants.Name, rpc);
        Id = $"near:{options.Network}";
        NativeAsset = $"{Id}/{NearConstants.NativeReference}";
        _genesisHash = options.GenesisHash ?? NearConstants.GenesisHashOf(options.Network);
        _tokens = [.. options.Tokens.Select(token => NearAsset.From(Id, token))];
    }

    /// <inheritdoc/>
    public string Name => NearConstants.Name;

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public string NativeAsset { get; }

    /// <inheritdoc/>
    public int MemoBytesMax => NearConstants.MemoBytesMax;

    /// <inheritdoc/>
    public bool UsesSequence => true;

    /// <inheritdoc/>
    public bool CarriesMemo(string asset) => asset != NativeAsset;

    /// <inheritdoc/>
    public AddressCheck CheckAddress(string text) => NearAccountId.FindProblem(text) switch
    {
        { } problem => new AddressCheck(null, problem),
        null when text == NearAccountId.System =>
            new AddressCheck(null, "nobody can hold the account 'system'; it stands for the network itself"),
        null => new AddressCheck(text, null)
        {
            IsUnmistakable = text.Contains('.', StringComparison.Ordinal)
                || NearAccountId.IsNearImplicit(text)
                || NearAccountId.IsEthImplicit(text),
        },
    };

    /// <inheritdoc/>
    /// <remarks>The implicit account: the key in hex.</remarks>
    public string AddressOf(ReadOnlySpan<byte> publicKey) => NearExtensions.AddressOf(publicKey);

    /// <inheritdoc/>
    public string? CheckAssetReference(string reference) =>
        reference == NearConstants.NativeReference
        || (reference.StartsWith(NearConstants.TokenPrefix, StringComparison.Ordinal)
            && NearAccountId.IsValid(reference[NearConstants.TokenPrefix.Length..]))
                ? null
                : $"a NEAR asset is {NearConstants.NativeReference} or {NearConstants.TokenPrefix} and the "
                + "contract's account id";

    /// <inheritdoc/>
    public string? CheckLane(string lane) =>
        NearPublicKey.TryParse(lane, out var key) && key.Curve == NearCurve.Ed25519
            ? null
            : "a lane is a further access key of the account, like ed25519:…";

    /// <inheritdoc/>
    public async Task<string?> CheckNetworkAsync(CancellationToken cancellationToken = default)
    {
        if (await FindWrongNetworkAsync(cancellationToken) is { } problem)
        {
            return problem;
        }

        // Of the public networks it is known, and not every provider tells it.
        var validity = NearConstants.GenesisHashOf(_options.Network) is not null
            ? NearOptions.ValidityBlocksDefault
            : await _rpc.GetValidityBlocksAsync(cancellationToken);
        return validity == (ulong)_options.ValidityBlocks
            ? null
            : $"On {Id} a transaction is valid for {validity} blocks, but {nameof(NearOptions.ValidityBlocks)} is "
            + $"{_options.ValidityBlocks}. Set it to {validity}.";
    }

    /// <summary>Why the node is not of the configured network; null when it is.</summary>
    internal async Task<string?> FindWrongNetworkAsync(CancellationToken cancellationToken)
    {
        var status = await _rpc.GetStatusAsync(cancellationToken);
        if (status.ChainId != _options.Network)
        {
            return $"The NEAR node is of the network '{NearRpc.Shorten(status.ChainId)}', but '{_options.Network}' is "
                + "configured. Point the RPC address to a node of that network, or change the network.";
        }

        // Anybody can call a network mainnet.
        return _genesisHash is null || status.GenesisHash == _genesisHash
            ? null
            : $"The NEAR node's genesis hash is {NearRpc.Shorten(status.GenesisHash ?? "not told")}, but {Id} has "
            + $"{_genesisHash}. Point the RPC address to a node of that network, or change the network.";
    }

    /// <summary>
    /// The same chain for one operation that one node must answer from end to end: what one node does not know and how
    /// far another has got prove nothing together.
    /// </summary>
    private NearChain OnOneNode()
    {
        var pinned = (NearChain)MemberwiseClone();
        pinned._rpc = _rpc.Pin();
        return pinned;
    }

    private string ReadAccount(string address) => CheckAddress(address) is { Canonical: { } account }
        ? account
        : throw new ArgumentException($"'{address}' is not a NEAR account. Check it before it gets here.");

    /// <summary>The token of an asset id; null for NEAR itself.</summary>
    private NearAsset? ReadAsset(string asset)
    {
        if (asset == NativeAsset)
        {
            return null;
        }

        return _tokens.FirstOrDefault(token => token.Asset == asset)
            ?? throw new ArgumentException(
                $"'{asset}' is not configured on {Id}. Add its contract to {nameof(NearOptions.Tokens)}.");
    }

    /// <summary>The key that an account signs with outside of lanes, as text.</summary>
    private string OwnKeyOf(string account)
    {
        if (NearAccountId.IsNearImplicit(account))
        {
            return NearPublicKey.FromEd25519(Convert.FromHexString(account)).ToString();
        }

        return _options.AccountKeys.GetValueOrDefault(account)
            ?? throw new ArgumentException(
                $"{account} is a named account, so its key is not known. Put it into "
                + $"{nameof(NearOptions.AccountKeys)}.");
    }
}
