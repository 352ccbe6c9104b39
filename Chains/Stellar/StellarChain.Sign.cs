using OrleansTrading.Chains.Stellar.Keys;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Stellar;

/// <summary>Building and signing transfers.</summary>
internal sealed partial class StellarChain
{
    /// <inheritdoc/>
    /// <remarks>
    /// The bid of a transfer on the account's own sequence, which is the most it can cost: the network charges it only
    /// when the ledgers are full. In a lane the transfer counts as two operations.
    /// </remarks>
    public async Task<UInt128> EstimateFeeAsync(TransferOrder order, CancellationToken cancellationToken = default) =>
        await BidAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The order cannot be carried out by this chain, or a signer is not the
    /// account's or the lane's.</exception>
    public async Task<SignedTransfer> SignAsync(
        TransferOrder order, ulong sequence, SigningKeys keys, CancellationToken cancellationToken = default)
    {
        RequireSigner(order.From, keys.Account);
        var lane = await RequireLaneAsync(order.From, keys, cancellationToken);
        if (sequence is 0 or > long.MaxValue)
        {
            throw new ArgumentOutOfRangeException(
                nameof(sequence), sequence, "A sequence number is a positive signed 64-bit number.");
        }

        var memo = RequireMemo(order.Memo);

        // The ledger's clock, not ours: only its close times decide whether the transaction is still valid.
        var root = await GetOwnRootAsync(cancellationToken);
        var closedAt = (ulong)root.LatestClosedAt.ToUnixTimeSeconds();
        var bounds = new TimeBounds(0, closedAt + (ulong)_options.TransactionLifetime.TotalSeconds);
        var bid = await BidAsync(cancellationToken);
        var operation = await ComposeAsync(
            order, lane is null ? null : MuxedAccount.Of(order.From), cancellationToken);
        var transaction = new StellarTransaction(
            MuxedAccount.Of(lane?.Id ?? order.From),
            lane is null ? bid : 0,
            (long)sequence,
            bounds,
            memo,
            [operation]);
        return await SignAsync(transaction, bounds, order.From, keys, bid, cancellationToken);
    }

    private static void RequireSigner(string account, ISigner signer)
    {
        if (!Strkey.TryDecode(account, StrkeyKind.Account, out var key))
        {
            throw new ArgumentException($"'{account}' is not a Stellar account (G…).", nameof(account));
        }

        if (!signer.PublicKey.Span.SequenceEqual(key))
        {
            throw new ArgumentException($"The signer does not hold the key of {account}.", nameof(signer));
        }
    }

    private async Task<uint> BidAsync(CancellationToken cancellationToken)
    {
        var fee = await _horizon.GetFeeAsync(_options.FeePercentile, cancellationToken);
        return (uint)Math.Clamp(fee, _options.BaseFeeStroopsMin, _options.BaseFeeStroopsMax);
    }

    private async Task<SignedTransfer> SignAsync(
        StellarTransaction transaction,
        TimeBounds bounds,
        string account,
        SigningKeys keys,
        long bid,
        CancellationToken cancellationToken)
    {
        var hash = _network.Hash(transaction);
        List<DecoratedSignature> signatures = [await SignHashAsync(account, hash, keys.Account, cancellationToken)];
        if (keys.Lane is { Signer: { } laneSigner } lane)
        {
            signatures.Add(await SignHashAsync(lane.Id, hash, laneSigner, cancellationToken));
        }

        Envelope envelope = new TransactionEnvelope(transaction, false, signatures);
        var fee = (long)transaction.FeeMax;
        if (keys.Lane is not null)
        {
            var bump = await BumpAsync(
                (TransactionEnvelope)envelope, account, bid, keys.Account, cancellationToken);
            (envelope, fee) = (bump, bump.FeeMax);
        }

        return new SignedTransfer(
            Convert.ToHexStringLower(hash),
            EnvelopeCodec.Encode(envelope),
            (ulong)transaction.Sequence,
            null,
            DateTimeOffset.FromUnixTimeSeconds((long)bounds.MaxTime),
            (ulong)fee)
        {
            Lane = keys.Lane?.Id,
        };
    }

    private static async Task<DecoratedSignature> SignHashAsync(
        string account, byte[] hash, ISigner signer, CancellationToken cancellationToken)
    {
        var bytes = await signer.SignAsync(hash, cancellationToken);
        var signature = StellarNetwork.Decorate(signer.PublicKey.Span, bytes);
        return StellarNetwork.IsSignedBy(account, hash, [signature])
            ? signature
            : throw new InvalidOperationException(
                $"The signer of {account} returned a signature that does not verify. Check its key store.");
    }
}
