using System.Security.Cryptography;
using System.Text;
using OrleansTrading.Chains.Near.Wire;

namespace OrleansTrading.Chains.Near;

/// <summary>Building and signing transfers.</summary>
internal sealed partial class NearChain
{
    /// <inheritdoc/>
    /// <remarks>What the transfer will burn, about: gas that is attached and not used comes back.</remarks>
    public async Task<UInt128> EstimateFeeAsync(TransferOrder order, CancellationToken cancellationToken = default)
    {
        var plan = await PlanAsync(order, cancellationToken);
        return plan.GasUsual * await ReadGasPriceAsync(cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// The order cannot be carried out by this chain, or the signer is not the one that the lane or account names.
    /// </exception>
    public async Task<SignedTransfer> SignAsync(
        TransferOrder order, ulong sequence, SigningKeys keys, CancellationToken cancellationToken = default)
    {
        var (signer, key) = ReadSigner(order.From, keys);
        var plan = await PlanAsync(order, cancellationToken);
        await ReadGasPriceAsync(cancellationToken);

        // A final block: a hash of a block that a fork drops would make the transaction invalid for ever.
        var block = await _rpc.GetFinalBlockAsync(cancellationToken);
        RequireNonce(sequence, block.Height);
        var transaction = new NearTransaction(
            order.From, key, sequence, plan.Receiver, block.Hash, plan.Actions);
        var hash = transaction.Hash();
        var signature = await signer.SignAsync(hash.ToArray(), cancellationToken);
        var bytes = new NearSignedTransaction(
            transaction, new NearSignature(NearCurve.Ed25519, signature)).Encode();
        if (plan.FindDifference(bytes, key, sequence, block.Hash) is { } difference)
        {
            throw new CryptographicException(
                $"The signed transfer of {order.Amount.Units} of {order.Amount.Asset} is not what was ordered: "
                + $"{difference}. It was thrown away; check the signer.");
        }

        return new SignedTransfer(
            hash.ToString(),
            bytes,
            sequence,
            ValidUntilHeight: block.Height + (ulong)_options.ValidityBlocks,
            ValidUntil: null,
            (UInt128)plan.GasMax * _options.GasPriceMax)
        {
            Lane = keys.Lane?.Id,
        };
    }

    /// <inheritdoc/>
    /// <remarks>Gas has one price for all; nobody can offer more.</remarks>
    public Task<SignedTransfer?> RaiseFeeAsync(
        SignedTransfer transfer, SigningKeys keys, CancellationToken cancellationToken = default) =>
        Task.FromResult<SignedTransfer?>(null);

    private (ISigner Signer, NearPublicKey Key) ReadSigner(string account, SigningKeys keys)
    {
        ReadAccount(account);
        var signer = keys.Lane is { } lane
            ? lane.Signer ?? throw new ArgumentException($"The lane {lane.Id} of {account} has no key to sign with.")
            : keys.Account;
        var named = keys.Lane?.Id ?? OwnKeyOf(account);
        var key = NearPublicKey.FromEd25519(signer.PublicKey.Span);
        return key.ToString() == named
            ? (signer, key)
            : throw new ArgumentException($"The signer is {key}, but {account} signs here with {named}.");
    }

    private static void RequireNonce(ulong nonce, ulong height)
    {
        // Beyond it the node refuses the transaction until the chain has grown that far.
        var bound = (UInt128)height * NearConstants.NoncesPerBlock;
        if (nonce == 0 || nonce >= bound)
        {
            throw new ArgumentOutOfRangeException(
                nameof(nonce), nonce, $"A nonce is positive and below {bound} at height {height}.");
        }
    }

    private async Task<TransferPlan> PlanAsync(TransferOrder order, CancellationToken cancellationToken)
    {
        RequireMemo(order.Memo);
        ReadAccount(order.From);
        ReadAccount(order.To);
        if (order.From == order.To)
        {
            throw new ArgumentException($"The order pays {order.To} from itself.");
        }

        if (order.Amount.Units == 0)
        {
            throw new ArgumentException("A transfer of 0 units cannot be made on NEAR.");
        }

        var token = ReadAsset(order.Amount.Asset);
        var price = token is null ? null : await FindRegistrationPriceAsync(order.To, token, cancellationToken);
        if (price > _options.RegistrationYoctoMax)
        {
            throw new ArgumentException(
                $"Registering {order.To} with {token!.Contract} costs {price} yoctoNEAR, more than "
                + $"{nameof(NearOptions.RegistrationYoctoMax)}, {_options.RegistrationYoctoMax}.");
        }

        return new TransferPlan(
            order, token, price, (ulong)_options.RegistrationTeraGas * NearConstants.TeraGas);
    }

    private static void RequireMemo(string? memo)
    {
        if (memo is not null && Encoding.UTF8.GetByteCount(memo) is var length && length > NearConstants.MemoBytesMax)
        {
            throw new ArgumentException($"The memo has {length} bytes. At most {NearConstants.MemoBytesMax} fit.");
        }
    }

    private async Task<UInt128> ReadGasPriceAsync(CancellationToken cancellationToken)
    {
        var price = await _rpc.GetGasPriceAsync(cancellationToken);
        return price <= _options.GasPriceMax
            ? price
            : throw _rpc.Unusable(
                "gas_price",
                $"gas costs {price} yoctoNEAR, more than {nameof(NearOptions.GasPriceMax)}, {_options.GasPriceMax}. "
                + "Wait, or raise it");
    }
}
