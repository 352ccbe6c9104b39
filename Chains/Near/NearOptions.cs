using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Near;

/// <summary>A NEP-141 token that this chain handles.</summary>
public sealed class NearToken
{
    /// <summary>Default of <see cref="TransferTeraGas"/>; mainnet shows 2 to 6 for the well-known tokens.</summary>
    public const int TransferTeraGasDefault = 30;

    /// <summary>The contract's account id.</summary>
    public required string Contract { get; init; }

    /// <summary>What a transfer may use; the rest comes back.</summary>
    /// <value>Tgas, 1 to 250. Defaults to 30.</value>
    public int TransferTeraGas { get; init; } = TransferTeraGasDefault;
}

/// <summary>How NEAR is used. Facts about money are always read at finality <c>final</c>.</summary>
public sealed class NearOptions
{
    /// <summary>The name of the local network.</summary>
    public const string LocalNetwork = "localnet";

    /// <summary>Default of <see cref="ValidityBlocks"/>: that of mainnet and testnet.</summary>
    public const int ValidityBlocksDefault = 86_400;

    /// <summary>Default of <see cref="GasPriceMax"/>: ten times the price that mainnet has nearly always.</summary>
    public const ulong GasPriceMaxDefault = 1_000_000_000;

    /// <summary>Default of <see cref="RegistrationTeraGas"/>.</summary>
    public const int RegistrationTeraGasDefault = 10;

    /// <summary>Default of <see cref="HistoryBlocksMax"/>.</summary>
    public const int HistoryBlocksMaxDefault = 64;

    private const int TokensMax = 50;
    private const int KeysMax = 100;
    private const int NetworkLengthMax = 32;

    /// <summary>0.0125 NEAR: ten times what tokens built on near-sdk ask for.</summary>
    private static readonly UInt128 RegistrationYoctoMaxDefault = UInt128.Parse("12500000000000000000000", null);

    /// <summary>
    /// The network's name as its nodes tell it (<c>chain_id</c>): mainnet, testnet, or a private one's. Defaults to the
    /// local one.
    /// </summary>
    public string Network { get; init; } = LocalNetwork;

    /// <summary>
    /// The genesis hash that the node must have. Null: that of the public network; not checked on others.
    /// </summary>
    public string? GenesisHash { get; init; }

    /// <summary>The tokens besides NEAR, at most 50.</summary>
    public IReadOnlyList<NearToken> Tokens { get; init; } = [];

    /// <summary>
    /// The access key (<c>ed25519:…</c>) that signs for an account of ours outside of lanes, by account id. Needed for
    /// named accounts only: an implicit account is its key.
    /// </summary>
    public IReadOnlyDictionary<string, string> AccountKeys { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// How many blocks after its block hash a transaction may be taken. It has to be the network's own
    /// (<c>transaction_validity_period</c>); this is checked at the start.
    /// </summary>
    public int ValidityBlocks { get; init; } = ValidityBlocksDefault;

    /// <summary>The most we pay for a unit of gas, in yoctoNEAR. While gas costs more, nothing is signed.</summary>
    public ulong GasPriceMax { get; init; } = GasPriceMaxDefault;

    /// <summary>What registering a recipient with a token may use, in Tgas.</summary>
    public int RegistrationTeraGas { get; init; } = RegistrationTeraGasDefault;

    /// <summary>
    /// The most yoctoNEAR that we lay out to register a recipient with a token. A token that asks for more cannot be
    /// sent to accounts that are not registered. Defaults to 0.0125 NEAR.
    /// </summary>
    public UInt128 RegistrationYoctoMax { get; init; } = RegistrationYoctoMaxDefault;

    /// <summary>
    /// Whether a submission waits until the transaction is in a block. Only then do nodes say why they refuse one; but
    /// it takes a second or two, in which the account does nothing else.
    /// </summary>
    public bool WaitForInclusion { get; init; }

    /// <summary>
    /// The most blocks that one page of history reads one by one. Stretches in which nothing happened to the account
    /// are not read at all.
    /// </summary>
    public int HistoryBlocksMax { get; init; } = HistoryBlocksMaxDefault;

    /// <summary>Checks the options together.</summary>
    /// <exception cref="ArgumentException">Names the option, its value and the rule.</exception>
    public void Validate()
    {
        Require(
            Network.Length is > 0 and <= NetworkLengthMax
                && Network.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'),
            $"{nameof(Network)} is '{Network}'. It must be 1 to {NetworkLengthMax} letters, digits, - or _.");
        Require(
            GenesisHash is null || NearHash.TryParse(GenesisHash, out _),
            $"{nameof(GenesisHash)} is '{GenesisHash}'. It must be base58 of 32 bytes.");
        RequireRange(nameof(ValidityBlocks), ValidityBlocks, 1, 1_000_000);
        Require(GasPriceMax > 0, $"{nameof(GasPriceMax)} is 0. It must be positive.");
        RequireRange(nameof(RegistrationTeraGas), RegistrationTeraGas, 1, 250);
        RequireRange(nameof(HistoryBlocksMax), HistoryBlocksMax, 1, 1_000);
        RequireRange($"{nameof(Tokens)}.Count", Tokens.Count, 0, TokensMax);
        foreach (var token in Tokens)
        {
            RequireAccount(nameof(Tokens), token.Contract);
            var name = $"{nameof(Tokens)}: {nameof(token.TransferTeraGas)} of {token.Contract}";
            RequireRange(name, token.TransferTeraGas, 1, 250);
        }

        Require(
            Tokens.Select(token => token.Contract).Distinct(StringComparer.Ordinal).Count() == Tokens.Count,
            $"{nameof(Tokens)} names a contract twice.");
        ValidateKeys();
    }

    private void ValidateKeys()
    {
        RequireRange($"{nameof(AccountKeys)}.Count", AccountKeys.Count, 0, KeysMax);
        foreach (var (account, key) in AccountKeys.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            RequireAccount(nameof(AccountKeys), account);
            Require(
                NearPublicKey.TryParse(key, out var read) && read.Curve == NearCurve.Ed25519,
                $"{nameof(AccountKeys)}: the key of {account} is '{key}'. It must be ed25519: and base58 of 32 bytes.");
        }
    }

    private static void RequireAccount(string option, string account) => Require(
        NearAccountId.IsValid(account), $"{option}: '{account}' is no account: {NearAccountId.FindProblem(account)}.");

    private static void RequireRange(string name, int value, int least, int most) =>
        Require(value >= least && value <= most, $"{name} is {value}. It must be between {least} and {most}.");

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new ArgumentException(problem);
        }
    }
}
