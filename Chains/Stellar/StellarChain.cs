using OrleansTrading.Chains.Stellar.Horizon;
using OrleansTrading.Chains.Stellar.Ownership;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Stellar;

/// <summary>
/// A Stellar network behind a Horizon server. A closed ledger is final, and Horizon shows only closed ledgers, so all
/// it says is at finality; what it does not say proves nothing by itself, because public servers stand behind balancers
/// whose members lag behind each other.
/// </summary>
internal sealed partial class StellarChain : IChain
{
    private readonly StellarOptions _options;
    private HorizonClient _horizon;
    private readonly StellarNetwork _network;
    private readonly StellarAssetIds _assets;
    private readonly OwnershipProofs _ownership;
    private readonly StellarAsset[] _watched;

    internal StellarChain(StellarOptions options, IRestTransport transport)
    {
        options.Validate();
        _options = options;
        _horizon = new HorizonClient(transport);
        _network = new StellarNetwork(options.NetworkPassphrase);
        _assets = new StellarAssetIds(options.ChainId);
        _ownership = new OwnershipProofs(options.ChainId);
        _watched =
        [
            StellarAsset.Native,
            .. options.IssuedAssets.Select(asset => StellarAsset.Issued(asset.Code, asset.Issuer)),
        ];
    }

    /// <inheritdoc/>
    public string Name => StellarConstants.Name;

    /// <inheritdoc/>
    public string Id => _options.ChainId;

    /// <inheritdoc/>
    public string NativeAsset => _assets.Native;

    /// <inheritdoc/>
    public int MemoBytesMax => MemoText.LengthMax;

    /// <inheritdoc/>
    public bool UsesSequence => true;

    /// <inheritdoc/>
    public AddressCheck CheckAddress(string text) => StellarAddresses.Check(text);

    /// <inheritdoc/>
    public AddressCheck CheckRecipientAddress(string text) =>
        MuxedAccount.TryParse(text, out var account)
            ? new AddressCheck(text, null) { Account = account.AccountId }
            : StellarAddresses.Check(text);

    /// <inheritdoc/>
    public string? CheckMemo(string memo) => MemoText.TryParse(memo, out _, out var problem) ? null : problem;

    /// <inheritdoc/>
    public string AddressOf(ReadOnlySpan<byte> publicKey) => StellarExtensions.AddressOf(publicKey);

    /// <inheritdoc/>
    public string? CheckAssetReference(string reference) =>
        StellarAssetIds.TryParseReference(reference, out _, out var problem) ? null : problem;

    /// <inheritdoc/>
    public async Task<string?> CheckNetworkAsync(CancellationToken cancellationToken = default) =>
        ProblemOf(await _horizon.GetRootAsync(cancellationToken));

    /// <inheritdoc/>
    public string ComposePaymentUri(string to, ChainAmount amount, int decimals, string memo, string label)
    {
        if (decimals != StellarAmount.Decimals)
        {
            throw new ArgumentException(
                $"Stellar assets have {StellarAmount.Decimals} decimals, not {decimals}.", nameof(decimals));
        }

        return PaymentUri.Compose(
            RequireDestination(to),
            _assets.AssetOf(amount.Asset),
            RequireStroops(amount),
            RequireMemo(memo),
            label,
            _options.NetworkPassphrase);
    }

    /// <inheritdoc/>
    public string ComposeOwnershipMessage(OwnershipChallenge challenge) => _ownership.Compose(challenge);

    /// <inheritdoc/>
    public byte[] OwnershipBytes(string message) => SignedMessage.Hash(message);

    /// <inheritdoc/>
    public Task<OwnershipCheck> VerifyOwnershipAsync(
        OwnershipChallenge challenge, OwnershipProof proof, CancellationToken cancellationToken = default) =>
        Task.FromResult(_ownership.Verify(challenge, proof));

    /// <summary>
    /// The same chain for one operation that one server must answer from end to end: what one server does not know and
    /// how far another has got prove nothing together.
    /// </summary>
    private StellarChain OnOneServer()
    {
        var pinned = (StellarChain)MemberwiseClone();
        pinned._horizon = _horizon.Pin();
        return pinned;
    }

    private string? ProblemOf(HorizonRoot root)
    {
        if (root.NetworkPassphrase == _options.NetworkPassphrase)
        {
            return null;
        }

        return $"The Horizon server serves the network '{root.NetworkPassphrase}', but {_options.ChainId} is "
            + $"'{_options.NetworkPassphrase}'. Correct the server's address or "
            + $"{nameof(StellarOptions.NetworkPassphrase)}.";
    }

    /// <summary>The server's root, after making sure that it serves the network we sign for.</summary>
    private async Task<HorizonRoot> GetOwnRootAsync(CancellationToken cancellationToken)
    {
        var root = await _horizon.GetRootAsync(cancellationToken);
        return ProblemOf(root) is { } problem ? throw new ChainUnavailableException(Name, problem) : root;
    }

    private static long RequireStroops(ChainAmount amount) =>
        amount.Units > 0 && amount.Units <= long.MaxValue
            ? (long)amount.Units
            : throw new ArgumentException(
                $"{amount.Units} of {amount.Asset} cannot be paid: a Stellar payment is 1 to {long.MaxValue} units.",
                nameof(amount));

    private static MuxedAccount RequireDestination(string address) =>
        MuxedAccount.TryParse(address, out var account)
            ? account
            : throw new ArgumentException("The recipient is not a Stellar address.", nameof(address));

    private static StellarMemo RequireMemo(string? text) => MemoText.TryParse(text, out var memo, out var problem)
        ? memo
        : throw new ArgumentException($"The memo cannot be sent: {problem}.", nameof(text));
}
