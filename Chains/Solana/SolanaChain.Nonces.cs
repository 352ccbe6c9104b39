using System.Collections.Concurrent;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana;

/// <content>
/// Durable nonces: a lane is a nonce account, and a transfer in it has the account's nonce in place of a blockhash. It
/// does not age; it is over when the nonce is used up, by itself or by another.
/// </content>
internal sealed partial class SolanaChain
{
    /// <summary>How many used-up nonces are remembered; more only cost a further wait.</summary>
    private const int UsedNoncesMax = 1_024;

    /// <summary>
    /// Since when a transfer's nonce is known to be used up: a finalized slot, by transaction id. Nothing depends on it
    /// but how long the wait for the node's index of transactions is.
    /// </summary>
    private readonly ConcurrentDictionary<string, ulong> _usedSince = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string? CheckLane(string lane) => SolanaKey.TryParse(lane, out _)
        ? null
        : "a lane is the address of a nonce account, 32 to 44 base58 characters";

    /// <inheritdoc/>
    /// <remarks>Nonces are no numbers: always 0.</remarks>
    public Task<ulong> GetSequenceAsync(
        string account, string? lane, CancellationToken cancellationToken = default) => Task.FromResult(0UL);

    private async Task<(NonceLane Lane, SolanaKey Nonce)> ReadNonceAsync(
        SigningLane lane, ISigner account, CancellationToken cancellationToken)
    {
        var address = SolanaKey.TryParse(lane.Id, out var parsed)
            ? parsed
            : throw new ArgumentException($"'{lane.Id}' is no address of a nonce account.");
        var authority = new SolanaKey((lane.Signer ?? account).PublicKey.Span);
        var read = await _rpc.GetAccountsAtAsync([address], cancellationToken);
        if (ReadNonce(read.Accounts[0]) is not { } nonce)
        {
            throw _rpc.Unusable(
                "getMultipleAccounts",
                $"{lane.Id} is no nonce account. Make it one with solana create-nonce-account, and wait until that is "
                + "final");
        }

        return nonce.Authority == authority
            ? (new NonceLane(address, authority, read.Slot), nonce.Nonce)
            : throw new ArgumentException(
                $"The nonce account {lane.Id} belongs to {nonce.Authority}, but the lane's key is {authority}'s. "
                + "Hand it over with solana authorize-nonce-account, or give that key.");
    }

    private static NonceAccount? ReadNonce(RpcAccount? account) =>
        account is not null
        && account.Owner == SolanaPrograms.System
        && NonceAccount.TryDecode(account.Data, out var nonce)
            ? nonce
            : null;

    private async Task<TransferStatus> LookUpNonceAsync(
        SignedTransfer transfer, string lane, CancellationToken cancellationToken)
    {
        var signedWith = SolanaTransaction.TryDecode(transfer.Bytes, out var transaction, out var problem)
            ? transaction.Message.Blockhash
            : throw new ArgumentException($"{transfer.TransactionId} cannot be decoded: {problem}.");

        // Read before the signature is looked up: what used the nonce up was in a block by then, so if it was this
        // transfer, a node that has got as far knows it.
        var read = await _rpc.GetAccountsAtAsync([SolanaKey.Parse(lane)], cancellationToken);
        var status = await _rpc.GetSignatureStatusAsync(transfer.TransactionId, cancellationToken);
        if (status.IsKnown)
        {
            return status.IsFinal ? await ReadOutcomeAsync(transfer, cancellationToken) : InFlight;
        }

        // An account that is gone cannot come back with the same nonce. A node that is behind the signing might have
        // an older nonce, and one that is behind the account's reading might not have the transaction.
        var isUsedUp = ReadNonce(read.Accounts[0])?.Nonce != signedWith && read.Slot >= transfer.Sequence;
        if (!isUsedUp || status.ContextSlot < read.Slot || !HasWaited(transfer.TransactionId, read.Slot))
        {
            return InFlight;
        }

        var fate = await ProveNonceDeadAsync(transfer, cancellationToken);
        _usedSince.TryRemove(transfer.TransactionId, out _);
        return fate;
    }

    /// <summary>
    /// Nodes write their index of transactions a moment after the block is final; the same margin as for blockhashes.
    /// </summary>
    private bool HasWaited(string transactionId, ulong slot)
    {
        if (_usedSince.Count >= UsedNoncesMax)
        {
            _usedSince.Clear();
        }

        return slot >= _usedSince.GetOrAdd(transactionId, slot) + (ulong)_options.DeadMarginBlocks;
    }

    private async Task<TransferStatus> ProveNonceDeadAsync(
        SignedTransfer transfer, CancellationToken cancellationToken)
    {
        if (await CheckGenesisAsync(cancellationToken) is { } wrongNetwork)
        {
            return Unknown(wrongNetwork);
        }

        var firstSlot = await _rpc.GetFirstAvailableBlockAsync(cancellationToken);
        return firstSlot > transfer.Sequence + 1
            ? Unknown(
                $"its nonce is used up, but the node's history begins at slot {firstSlot}, later than slot "
                + $"{transfer.Sequence} where it was signed. Ask a node with a longer history for "
                + transfer.TransactionId)
            : new TransferStatus(
                TransferFate.Dead,
                $"its nonce in {transfer.Lane} was used up by another transaction",
                0,
                0,
                null);
    }
}
