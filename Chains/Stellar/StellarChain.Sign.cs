using System.Text;
using OrleansTrading.Chains.Stellar.Keys;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Stellar;

/// <summary>Building and signing transfers.</summary>
internal sealed partial class StellarChain
{
    /// <inheritdoc/>
    /// <remarks>The bid, which is the most it can cost: the network charges it only when the ledgers are
    /// full.</remarks>
    public async Task<UInt128> EstimateFeeAsync(TransferOrder order, CancellationToken cancellationToken = default) =>
        await BidAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The order cannot be carried out by this chain, or the signer is not From's.
    /// </exception>
    public async Task<SignedTransfer> SignAsync(
        TransferOrder order, ulong sequence, SigningKeys keys, CancellationToken cancellationToken = default)
    {
        RefuseLane(keys.Lane?.Id);
        var signer = keys.Account;
        RequireSigner(order, sequence, signer);
        RequireMemo(order.Memo);
        var destination = RequireDestination(order.To);
        var asset = _assets.AssetOf(order.Amount.Asset);
        var stroops = RequireStroops(order.Amount);

        // The ledger's clock, not ours: only its close times decide whether the transaction is still valid.
        var root = await GetOwnRootAsync(cancellationToken);
        var closedAt = (ulong)root.LatestClosedAt.ToUnixTimeSeconds();
        var bounds = new TimeBounds(0, closedAt + (ulong)_options.TransactionLifetime.TotalSeconds);
        var transaction = new StellarTransaction(
            MuxedAccount.Of(order.From),
            await BidAsync(cancellationToken),
            (long)sequence,
            bounds,
            string.IsNullOrEmpty(order.Memo)
                ? StellarMemo.None.Instance
                : new StellarMemo.Text(Encoding.UTF8.GetBytes(order.Memo)),
            [await ComposeAsync(destination, asset, stroops, cancellationToken)]);
        return await SignAsync(transaction, bounds, signer, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SignedTransfer?> RaiseFeeAsync(
        SignedTransfer transfer, SigningKeys keys, CancellationToken cancellationToken = default) =>
        Task.FromResult<SignedTransfer?>(null);

    /// <inheritdoc/>
    public string? CheckLane(string lane) => "channel accounts are not supported";

    private static void RefuseLane(string? lane)
    {
        if (lane is not null)
        {
            throw new ArgumentException($"Channel accounts are not supported: there is no lane '{lane}'.");
        }
    }

    private static void RequireSigner(TransferOrder order, ulong sequence, ISigner signer)
    {
        if (!Strkey.TryDecode(order.From, StrkeyKind.Account, out var key))
        {
            throw new ArgumentException("The order's source is not a Stellar account (G…).", nameof(order));
        }

        if (!signer.PublicKey.Span.SequenceEqual(key))
        {
            throw new ArgumentException($"The signer does not hold the key of {order.From}.", nameof(signer));
        }

        if (sequence is 0 or > long.MaxValue)
        {
            throw new ArgumentOutOfRangeException(
                nameof(sequence), sequence, "A sequence number is a positive signed 64-bit number.");
        }
    }

    private async Task<uint> BidAsync(CancellationToken cancellationToken)
    {
        var fee = await _horizon.GetFeeAsync(_options.FeePercentile, cancellationToken);
        return (uint)Math.Clamp(fee, _options.BaseFeeStroopsMin, _options.BaseFeeStroopsMax);
    }

    private async Task<StellarOperation> ComposeAsync(
        MuxedAccount destination, StellarAsset asset, long stroops, CancellationToken cancellationToken)
    {
        // Should the account appear or vanish before the transaction lands, the operation fails on chain and moves
        // nothing.
        var opens = asset.IsNative
            && destination.Id is null
            && await _horizon.FindAccountAsync(destination.AccountId, cancellationToken) is null;
        return opens
            ? new CreateAccountOperation(destination.AccountId, stroops)
            : new PaymentOperation(destination, asset, stroops);
    }

    private async Task<SignedTransfer> SignAsync(
        StellarTransaction transaction, TimeBounds bounds, ISigner signer, CancellationToken cancellationToken)
    {
        var hash = _network.Hash(transaction);
        var signature = await signer.SignAsync(hash, cancellationToken);
        var envelope = new TransactionEnvelope(
            transaction, false, [StellarNetwork.Decorate(signer.PublicKey.Span, signature)]);
        if (!StellarNetwork.IsSignedBy(transaction.Source.AccountId, hash, envelope.Signatures))
        {
            throw new InvalidOperationException(
                $"The signer of {transaction.Source} returned a signature that does not verify. Check its key store.");
        }

        return new SignedTransfer(
            Convert.ToHexStringLower(hash),
            EnvelopeCodec.Encode(envelope),
            (ulong)transaction.Sequence,
            null,
            DateTimeOffset.FromUnixTimeSeconds((long)bounds.MaxTime),
            transaction.FeeMax);
    }
}
