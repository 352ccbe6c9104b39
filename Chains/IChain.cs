using System.Diagnostics.CodeAnalysis;

namespace OrleansTrading.Chains;

/// <summary>
/// One payment network, seen through what a payment business needs of it. The table in docs/exactly-once.md is its
/// specification. All answers about money are at finality.
/// </summary>
/// <remarks>
/// Every asynchronous member throws <see cref="ChainUnavailableException"/> when no endpoint answers usably; the caller
/// learns nothing from that and asks again later. Implementations are safe for concurrent use and keep no state that
/// correctness depends on.
/// </remarks>
public interface IChain
{
    /// <summary>The short name used in API paths and aliases: <c>solana</c>, <c>stellar</c>.</summary>
    string Name { get; }

    /// <summary>The CAIP-2 id of the network, e.g. <c>stellar:pubnet</c>.</summary>
    string Id { get; }

    /// <summary>The CAIP-19 id of the native asset, in which fees are paid.</summary>
    string NativeAsset { get; }

    /// <summary>The longest memo in UTF-8 bytes; what else it must be says <see cref="CheckMemo"/>.</summary>
    int MemoBytesMax { get; }

    /// <summary>
    /// Whether a transfer of this asset (CAIP-19 id) has room for a memo. NEAR's own coin has none: a payment of it is
    /// told from others by its amount, and ours carry no tag.
    /// </summary>
    bool CarriesMemo(string asset) => true;

    /// <summary>
    /// True when an account signs with consecutive sequence numbers (Stellar) or nonces (NEAR), so that a dead
    /// transfer's replacement takes over its number; false when transfers of one account are independent (Solana).
    /// </summary>
    bool UsesSequence { get; }

    /// <summary>Reads an address as typed, without the network.</summary>
    AddressCheck CheckAddress(string text);

    /// <summary>
    /// Reads the address of somebody who is to be paid, without the network. More may be paid than is an identity: an
    /// M… address of Stellar is one of many names of an account.
    /// </summary>
    AddressCheck CheckRecipientAddress(string text) => CheckAddress(text);

    /// <summary>
    /// Reads a memo as typed, without the network. Null when a transfer can carry it, else the problem for people.
    /// Stellar's memos that are no text are written <c>id:…</c>, <c>hash:…</c> and <c>return:…</c>.
    /// </summary>
    string? CheckMemo(string memo) => System.Text.Encoding.UTF8.GetByteCount(memo) > MemoBytesMax
        ? $"a memo on {Name} has at most {MemoBytesMax} bytes of UTF-8"
        : null;

    /// <summary>The address whose key this is: the 32 bytes of an Ed25519 public key.</summary>
    string AddressOf(ReadOnlySpan<byte> publicKey);

    /// <summary>
    /// Whether this key may sign for the account at all: null when it may, else the problem for operators.
    /// </summary>
    /// <param name="account">The account's canonical address.</param>
    /// <param name="publicKey">The 32 bytes of an Ed25519 public key.</param>
    /// <param name="cancellationToken">Stops waiting for the network, where it has to be asked.</param>
    Task<string?> CheckSignerAsync(
        string account, ReadOnlyMemory<byte> publicKey, CancellationToken cancellationToken = default)
    {
        var owner = AddressOf(publicKey.Span);
        return Task.FromResult(owner == account ? null : $"the key is {owner}'s, not {account}'s");
    }

    /// <summary>
    /// Reads an asset reference of this chain: the part of a CAIP-19 id after the slash (<c>slip44:148</c>,
    /// <c>asset:USDC-G…</c>, <c>token:EPjF…</c>). Null when well-formed, else the problem for people.
    /// </summary>
    string? CheckAssetReference(string reference);

    /// <summary>
    /// Compares the network behind the configured endpoints with the configured identity (genesis hash, passphrase).
    /// Null when it is the right one, else the problem for operators.
    /// </summary>
    Task<string?> CheckNetworkAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the id of a lane (<see cref="SigningLane"/>) as configured, without the network. Null when well-formed,
    /// else the problem for operators.
    /// </summary>
    string? CheckLane(string lane);

    /// <summary>Asks whether <paramref name="address"/> can receive <paramref name="amount"/> now.</summary>
    /// <param name="address">The recipient's canonical address.</param>
    /// <param name="amount">What it is to receive.</param>
    /// <param name="mayBeClaimed">See <see cref="TransferOrder.MayBeClaimed"/>.</param>
    /// <param name="cancellationToken">Stops waiting for the network.</param>
    Task<RecipientCheck> CheckRecipientAsync(
        string address, ChainAmount amount, bool mayBeClaimed = false, CancellationToken cancellationToken = default);

    /// <summary>The fee one transfer is expected to cost, in the native base unit, without account creation.</summary>
    Task<UInt128> EstimateFeeAsync(TransferOrder order, CancellationToken cancellationToken = default);

    /// <summary>
    /// The last sequence number that was used on chain, at finality, in a lane of the account; 0 when the chain has
    /// none.
    /// </summary>
    /// <param name="account">The account.</param>
    /// <param name="lane">The lane's id; null for the account's own.</param>
    /// <param name="cancellationToken">Stops waiting for the network.</param>
    Task<ulong> GetSequenceAsync(string account, string? lane, CancellationToken cancellationToken = default);

    /// <summary>
    /// Builds and signs a transfer with the given sequence number and a validity bound of the chain's kind. Nothing is
    /// submitted. Checks before it answers that what the signer returned verifies.
    /// </summary>
    /// <param name="order">What to pay.</param>
    /// <param name="sequence">The sequence number to use; ignored when <see cref="UsesSequence"/> is false.</param>
    /// <param name="keys">The key of <see cref="TransferOrder.From"/>, and the lane to sign in.</param>
    /// <param name="cancellationToken">Stops waiting for the network.</param>
    Task<SignedTransfer> SignAsync(
        TransferOrder order, ulong sequence, SigningKeys keys, CancellationToken cancellationToken = default);

    /// <summary>
    /// Bytes that offer the network more for the very transaction that <paramref name="transfer"/> holds, so that only
    /// one of the two can ever take effect (a fee bump on Stellar). The transaction's id stays what it is. Null when
    /// the chain has no such thing, when more would not help, or when the most that may be offered is offered already.
    /// </summary>
    [SuppressMessage("Design", "CA1030", Justification = "A fee is raised here, not an event.")]
    Task<SignedTransfer?> RaiseFeeAsync(
        SignedTransfer transfer, SigningKeys keys, CancellationToken cancellationToken = default);

    /// <summary>Submits signed bytes. May be repeated freely: the same bytes take effect at most once.</summary>
    Task<SubmitResult> SubmitAsync(SignedTransfer transfer, CancellationToken cancellationToken = default);

    /// <summary>Asks the chain, at finality, what became of a signed transfer of <paramref name="account"/>.</summary>
    Task<TransferStatus> LookUpAsync(
        string account, SignedTransfer transfer, CancellationToken cancellationToken = default);

    /// <summary>
    /// The cursor of now: what is read from it on is all that becomes final from now on, and, from a node that is
    /// behind, the little that it did not know yet. Unlike no cursor at all it does not depend on how far back the node
    /// remembers.
    /// </summary>
    /// <param name="account">The account whose history is to be read.</param>
    /// <param name="cancellationToken">Stops waiting for the network.</param>
    Task<string> BeginHistoryAsync(string account, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the account's final history after <paramref name="cursor"/> (null: from the beginning of what the node
    /// has), oldest first, incoming and outgoing, at most about <paramref name="movementsMax"/> movements. One that
    /// shares its height with others may be told again by the next page: it has the same transaction and index.
    /// </summary>
    Task<HistoryPage> ReadHistoryAsync(
        string account, string? cursor, int movementsMax, CancellationToken cancellationToken = default);

    /// <summary>
    /// The height up to which one node knows nothing in the account's final history after a cursor; null when it knows
    /// something there.
    /// </summary>
    /// <param name="account">The account.</param>
    /// <param name="cursor">One that this chain gave.</param>
    /// <param name="cancellationToken">Stops waiting for the network.</param>
    Task<ulong?> FindQuietHeightAsync(string account, string cursor, CancellationToken cancellationToken = default);

    /// <summary>
    /// What the account holds of every asset this chain was configured with, at finality: of the node that answers,
    /// which may be behind others.
    /// </summary>
    Task<ChainBalances> GetBalancesAsync(string account, CancellationToken cancellationToken = default);

    /// <summary>
    /// A URI that a wallet opens to make the payment (Solana Pay, SEP-7). The memo is empty where the asset carries
    /// none.
    /// </summary>
    string ComposePaymentUri(string to, ChainAmount amount, int decimals, string memo, string label);

    /// <summary>The text a wallet signs to prove ownership, in the chain's own standard.</summary>
    string ComposeOwnershipMessage(OwnershipChallenge challenge);

    /// <summary>
    /// A transaction for wallets that sign no messages: unsigned, with the ownership message as its memo, never to be
    /// submitted and never valid. Null where the chain has no such thing (it is Solana's).
    /// </summary>
    /// <param name="address">The canonical address to be proven.</param>
    /// <param name="message">What <see cref="ComposeOwnershipMessage"/> gave.</param>
    byte[]? ComposeOwnershipTransaction(string address, string message) => null;

    /// <summary>The bytes that a wallet's key signs for an ownership message.</summary>
    byte[] OwnershipBytes(string message);

    /// <summary>
    /// Checks a signed proof against the challenge it answers. Expiry and single use are the caller's. The network is
    /// asked only where it decides which keys an address has (NEAR).
    /// </summary>
    Task<OwnershipCheck> VerifyOwnershipAsync(
        OwnershipChallenge challenge, OwnershipProof proof, CancellationToken cancellationToken = default);
}
