using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Solana;

/// <summary>Solana: SOL and SPL tokens, at commitment finalized.</summary>
internal sealed partial class SolanaChain : IChain
{
    internal const string ShortName = "solana";

    /// <summary>
    /// Leaves room in the 1232 bytes of a transaction and keeps the memo program's work small (about 360 compute units
    /// a byte).
    /// </summary>
    private const int MemoBytes = 256;

    private const string NativeReference = "slip44:501";
    private const string TokenPrefix = "token:";

    private readonly SolanaOptions _options;
    private SolanaRpc _rpc;
    private readonly IReadOnlyList<SolanaAsset> _tokens;
    private volatile Payee? _payee;

    internal SolanaChain(SolanaOptions options, IJsonRpc rpc)
    {
        options.Validate();
        _options = options;
        _rpc = new SolanaRpc(ShortName, rpc);
        Id = SolanaClusters.Resolve(options.Cluster);
        NativeAsset = $"{Id}/{NativeReference}";
        _tokens = [.. options.Tokens.Select(token => SolanaAsset.From(Id, token))];
    }

    /// <inheritdoc/>
    public string Name => ShortName;

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public string NativeAsset { get; }

    /// <inheritdoc/>
    public int MemoBytesMax => MemoBytes;

    /// <inheritdoc/>
    public bool UsesSequence => false;

    /// <inheritdoc/>
    public AddressCheck CheckAddress(string text)
    {
        if (!SolanaKey.TryParse(text, out var key))
        {
            return new AddressCheck(null, "a Solana address is 32 to 44 base58 characters that stand for 32 bytes");
        }

        // Program-derived addresses are off the curve; token accounts, vaults and programs' accounts are among them.
        return Ed25519.CanHaveOwner(key.ToArray())
            ? new AddressCheck(key.ToString(), null)
            : new AddressCheck(
                null,
                "nobody can hold a key for this address; it is a program's or a token account. "
                + "Give the wallet's own address");
    }

    /// <inheritdoc/>
    public string AddressOf(ReadOnlySpan<byte> publicKey) => SolanaExtensions.AddressOf(publicKey);

    /// <inheritdoc/>
    public string? CheckAssetReference(string reference)
    {
        if (reference == NativeReference)
        {
            return null;
        }

        return reference.StartsWith(TokenPrefix, StringComparison.Ordinal)
            && SolanaKey.TryParse(reference[TokenPrefix.Length..], out _)
                ? null
                : $"a Solana asset is {NativeReference} or {TokenPrefix} and the mint's address";
    }

    /// <inheritdoc/>
    /// <remarks>Also checks what the configuration says of its tokens against their mints.</remarks>
    public async Task<string?> CheckNetworkAsync(CancellationToken cancellationToken = default) =>
        await CheckGenesisAsync(cancellationToken) ?? await CheckMintsAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<ChainBalances> GetBalancesAsync(
        string account, CancellationToken cancellationToken = default)
    {
        var wallet = ReadWallet(account);
        var keys = new List<SolanaKey> { wallet };
        keys.AddRange(_tokens.Select(token => token.AccountOf(wallet)));
        var (slot, accounts) = await _rpc.GetAccountsAtAsync(keys, cancellationToken);
        var rentMinimum = await _rpc.GetRentMinimumAsync(0, cancellationToken);
        var lamports = accounts[0]?.Lamports ?? 0;
        var balances = new List<ChainBalance>
        {
            // A wallet may be emptied to zero, but then it is gone; it keeps its minimum.
            new(NativeAsset, lamports, lamports > rentMinimum ? lamports - rentMinimum : 0),
        };
        foreach (var (token, held) in _tokens.Zip(accounts.Skip(1)))
        {
            var (units, isUsable) = ReadHolding(token, wallet, held);
            balances.Add(new ChainBalance(token.Asset, units, isUsable ? units : 0));
        }

        return new ChainBalances(slot, balances);
    }

    /// <summary>
    /// The same chain for one operation that one node must answer from end to end: what one node does not know and how
    /// far another has got prove nothing together.
    /// </summary>
    private SolanaChain OnOneNode()
    {
        var pinned = (SolanaChain)MemberwiseClone();
        pinned._rpc = _rpc.Pin();
        return pinned;
    }

    /// <summary>Whether the node is of the configured cluster, and nothing else: the problem, or null.</summary>
    internal async Task<string?> CheckGenesisAsync(CancellationToken cancellationToken)
    {
        var expected = _options.GenesisHash ?? SolanaClusters.GenesisHashOf(Id);
        if (expected is null)
        {
            return null;
        }

        var actual = await _rpc.GetGenesisHashAsync(cancellationToken);
        return actual == expected
            ? null
            : $"The Solana node's genesis hash is {SolanaRpc.Shorten(actual)}, but {Id} has {expected}. "
            + "Point the RPC address to a node of that cluster, or change the cluster.";
    }

    private static (ulong Units, bool IsUsable) ReadHolding(SolanaAsset token, SolanaKey wallet, RpcAccount? held) =>
        held is not null
        && held.Owner == token.Program
        && TokenAccount.TryDecode(held.Data, out var account)
        && account.Owner == wallet
        && account.Mint == token.Mint
            ? (account.Units, account.State == TokenAccountState.Initialized)
            : (0, false);

    private SolanaKey ReadWallet(string address) => CheckAddress(address) is { IsValid: true }
        ? SolanaKey.Parse(address)
        : throw new ArgumentException($"'{address}' is not a Solana wallet address. Check it before it gets here.");

    /// <summary>
    /// The same, as text, for the account that is paid. It is one and the same for every quote, so the last one that
    /// held is remembered; whoever races here finds one whole pair.
    /// </summary>
    private string ReadPayee(string address)
    {
        var last = _payee;
        if (last?.Text != address)
        {
            last = new Payee(address, ReadWallet(address).ToString());
            _payee = last;
        }

        return last.Canonical;
    }

    /// <summary>The token of an asset id; null for SOL.</summary>
    private SolanaAsset? ReadAsset(string asset)
    {
        if (asset == NativeAsset)
        {
            return null;
        }

        return _tokens.FirstOrDefault(token => token.Asset == asset)
            ?? throw new ArgumentException(
                $"'{asset}' is not configured on {Id}. Add its mint to {nameof(SolanaOptions.Tokens)}.");
    }

    private sealed record Payee(string Text, string Canonical);
}
