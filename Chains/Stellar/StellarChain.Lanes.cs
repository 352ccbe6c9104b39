using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Stellar;

/// <summary>Channel accounts as lanes, and fee bumps.</summary>
/// <remarks>
/// <para>
/// A transfer in a lane has the channel account as its source, which gives the sequence number and the proof of death,
/// and our account as its operation's source, which pays. Both sign. The channel account offers no fee at all, so that
/// the transaction can enter a ledger only inside a fee bump (CAP-15), and our account always wraps it into one. So a
/// channel account needs its reserve and nothing else: it is never charged, and none can run dry with transfers in it.
/// </para>
/// <para>
/// A fee bump leaves the transaction inside what it is. Its hash, which is the transfer's id, its sequence number and
/// its time bounds stay, so however many bumps are made of it, by us or by strangers, at most one takes effect.
/// </para>
/// </remarks>
internal sealed partial class StellarChain
{
    /// <summary>
    /// The network's queue takes a transaction in the place of another with its sequence number only for ten times the
    /// fee (stellar-core, FEE_MULTIPLIER).
    /// </summary>
    private const int RaiseFactor = 10;

    /// <inheritdoc/>
    /// <remarks>
    /// Ten times what was offered, or what the network asks now if that is more; at most
    /// <see cref="StellarOptions.RaisedBaseFeeStroopsMax"/>, and null when that much is offered already. The network
    /// charges no more than it must.
    /// </remarks>
    public async Task<SignedTransfer?> RaiseFeeAsync(
        SignedTransfer transfer, SigningKeys keys, CancellationToken cancellationToken = default)
    {
        var account = AddressOf(keys.Account.PublicKey.Span);
        var (envelope, inner) = RequireOwnTransaction(account, transfer);
        var (offered, operations) = envelope is FeeBumpEnvelope bump
            ? (bump.FeeMax, inner.Transaction.Operations.Count + 1)
            : ((long)inner.Transaction.FeeMax, inner.Transaction.Operations.Count);

        // Rounded up: the rate must not seem lower than it is, or ten times it would not be enough.
        var rate = (offered + operations - 1) / operations;
        var market = await BidAsync(cancellationToken);
        var wanted = Math.Min(Math.Max(rate * RaiseFactor, market), _options.RaisedBaseFeeStroopsMax);
        if (wanted <= rate)
        {
            return null;
        }

        var raised = await BumpAsync(inner, account, wanted, keys.Account, cancellationToken);
        return transfer with { Bytes = EnvelopeCodec.Encode(raised), FeeUnitsMax = (ulong)raised.FeeMax };
    }

    /// <inheritdoc/>
    public string? CheckLane(string lane) => StellarAddresses.Check(lane).Problem is { } problem
        ? $"a lane on Stellar is a channel account's address, but {problem}"
        : null;

    /// <exception cref="ChainUnavailableException">
    /// The lane has no key of its own, and the account's may not sign for it now.
    /// </exception>
    private async Task<SigningLane?> RequireLaneAsync(
        string account, SigningKeys keys, CancellationToken cancellationToken)
    {
        if (keys.Lane is not { } lane)
        {
            return null;
        }

        if (lane.Id == account)
        {
            throw new ArgumentException(
                $"The lane {lane.Id} is the paying account itself. A channel account is another account.",
                nameof(keys));
        }

        if (lane.Signer is { } signer)
        {
            RequireSigner(lane.Id, signer);
            return lane;
        }

        var signers = await _horizon.FindSignersAsync(lane.Id, cancellationToken);
        var weight = signers?.Signers.FirstOrDefault(one => one.Key == account)?.Weight ?? 0;
        return signers is not null && weight >= Math.Max(signers.LowThreshold, 1)
            ? lane
            : throw new ChainUnavailableException(
                Name,
                $"{Name}: the channel account {lane.Id} has no key here, and {account} may not sign for it (weight "
                + $"{weight}, needed {Math.Max(signers?.LowThreshold ?? 1, 1)})."
                + " Add its key, or make the account its signer.");
    }

    /// <summary>Wraps a signed transaction; the bump itself counts as one operation more.</summary>
    private async Task<FeeBumpEnvelope> BumpAsync(
        TransactionEnvelope inner,
        string feeSource,
        long baseFee,
        ISigner signer,
        CancellationToken cancellationToken)
    {
        var bump = new FeeBumpEnvelope(
            MuxedAccount.Of(feeSource), baseFee * (inner.Transaction.Operations.Count + 1), inner, []);
        var signature = await SignHashAsync(feeSource, _network.Hash(bump), signer, cancellationToken);
        return bump with { Signatures = [signature] };
    }
}
