using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Stellar.Horizon;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Stellar.WebAuth;

/// <summary>
/// The server's side of Stellar Web Authentication (SEP-10, version 3.4): challenges, the checks of what comes back,
/// and tokens. Stateless: that an answer is good only once is the caller's business, for which each has a nonce.
/// </summary>
public sealed class StellarWebAuth
{
    /// <summary>How many random bytes a challenge needs.</summary>
    public const int NonceBytes = WebAuthChallenge.NonceBytes;

    private readonly WebAuthOptions _options;
    private readonly StellarNetwork _network;
    private readonly HorizonClient _horizon;
    private readonly ISigner _signer;
    private readonly TimeProvider _time;

    /// <summary>Creates it.</summary>
    /// <param name="chain">Which network signatures are for.</param>
    /// <param name="options">What the server says of itself.</param>
    /// <param name="horizon">Tells the signers of accounts.</param>
    /// <param name="signer">The key that <c>stellar.toml</c> names as SIGNING_KEY; never an account with money.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public StellarWebAuth(
        StellarOptions chain, WebAuthOptions options, IRestTransport horizon, ISigner signer, TimeProvider time)
    {
        chain.Validate();
        options.Validate();
        (_options, _signer, _time) = (options, signer, time);
        _network = new StellarNetwork(chain.NetworkPassphrase);
        _horizon = new HorizonClient(horizon);
        SigningKey = StellarExtensions.AddressOf(signer.PublicKey.Span);
    }

    /// <summary>The server's account, G….</summary>
    public string SigningKey { get; }

    /// <summary>The network that clients sign for.</summary>
    public string NetworkPassphrase => _network.Passphrase;

    /// <summary>The domain that challenges and tokens are for.</summary>
    public string HomeDomain => _options.HomeDomain;

    /// <summary>The host that clients ask for challenges.</summary>
    public string WebAuthDomain => _options.WebAuthDomain;

    /// <summary>A challenge for an account, signed by the server, as XDR in base64.</summary>
    /// <param name="account">Who wants to authenticate, G…. M… addresses and memos, with which an account's holder
    /// tells its customers apart, are refused: here an account is one user.</param>
    /// <param name="nonce">48 bytes that nobody can guess.</param>
    /// <param name="cancellationToken">Stops waiting for the signer.</param>
    /// <exception cref="ArgumentException">It is no account, or the nonce has another length.</exception>
    public async Task<string> ComposeAsync(
        string account, byte[] nonce, CancellationToken cancellationToken = default)
    {
        if (StellarAddresses.Check(account).Problem is { } problem)
        {
            throw new ArgumentException($"A challenge is for an account: {problem}.", nameof(account));
        }

        return Encode(await ComposeAsync(MuxedAccount.Of(account), null, nonce, cancellationToken));
    }

    /// <summary>
    /// The nonce of what looks like an answered challenge, so that the caller can ask whether it was used before.
    /// Nothing is checked. Null when it does not look like one.
    /// </summary>
    public static byte[]? PeekNonce(string transaction) => WebAuthChallenge.PeekNonce(transaction);

    /// <summary>Checks an answered challenge in all that SEP-10 asks.</summary>
    /// <param name="transaction">XDR in base64.</param>
    /// <param name="cancellationToken">Stops waiting for the network.</param>
    /// <exception cref="ChainUnavailableException">Nobody tells the account's signers.</exception>
    public async Task<WebAuthAnswer> VerifyAsync(string transaction, CancellationToken cancellationToken = default)
    {
        var now = (ulong)_time.GetUtcNow().ToUnixTimeSeconds();
        if (!WebAuthChallenge.TryRead(
            transaction, _network, SigningKey, _options, now, out var challenge, out var problem))
        {
            return new WebAuthAnswer(null, problem);
        }

        if (challenge.Client.Id is not null || challenge.MemoId is not null)
        {
            return new WebAuthAnswer(null, "customers of a shared account cannot sign in here; use an account");
        }

        var account = challenge.Client.AccountId;
        var signers = await _horizon.FindSignersAsync(account, cancellationToken);
        return WebAuthSigners.ProblemOf(challenge, signers, SigningKey) is { } unsigned
            ? new WebAuthAnswer(null, unsigned)
            : new WebAuthAnswer(account, null);
    }

    /// <summary>
    /// A JSON Web Token (RFC 7519) for an account that has authenticated, signed with the server's key (EdDSA, RFC
    /// 8037), so that whoever knows SIGNING_KEY can check it.
    /// </summary>
    /// <param name="account">The subject, G….</param>
    /// <param name="id">The token's own id.</param>
    /// <param name="expiresAt">When it ends.</param>
    /// <param name="cancellationToken">Stops waiting for the signer.</param>
    public async Task<string> SignTokenAsync(
        string account, string id, DateTimeOffset expiresAt, CancellationToken cancellationToken = default)
    {
        var header = new JsonObject { ["alg"] = "EdDSA", ["typ"] = "JWT" };
        var claims = new JsonObject
        {
            ["iss"] = _options.Issuer,
            ["sub"] = account,
            ["iat"] = _time.GetUtcNow().ToUnixTimeSeconds(),
            ["exp"] = expiresAt.ToUnixTimeSeconds(),
            ["jti"] = id,
            ["home_domain"] = _options.HomeDomain,
        };
        var signed = $"{Encode(header)}.{Encode(claims)}";

        // Never 32 bytes long, as the hash of a transaction is, so no token can pass for one.
        var signature = await _signer.SignAsync(Encoding.ASCII.GetBytes(signed), cancellationToken);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    internal async Task<TransactionEnvelope> ComposeAsync(
        MuxedAccount client, ulong? memoId, byte[] nonce, CancellationToken cancellationToken)
    {
        var now = (ulong)_time.GetUtcNow().ToUnixTimeSeconds();
        var transaction = WebAuthChallenge.Compose(SigningKey, client, memoId, _options, nonce, now);
        var signature = await _signer.SignAsync(_network.Hash(transaction), cancellationToken);
        return new TransactionEnvelope(
            transaction, false, [StellarNetwork.Decorate(_signer.PublicKey.Span, signature)]);
    }

    internal static string Encode(Envelope envelope) => Convert.ToBase64String(EnvelopeCodec.Encode(envelope));

    private static string Encode(JsonObject json) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}

/// <summary>What an answered challenge proves.</summary>
/// <param name="Account">The account that has authenticated, G…; null when none has.</param>
/// <param name="Problem">Why not, as a sentence fragment for people; null when one has.</param>
public sealed record WebAuthAnswer(string? Account, string? Problem);
