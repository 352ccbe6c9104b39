using System.Security.Cryptography;
using System.Text;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Solana;

internal sealed partial class SolanaChain
{
    /// <summary>Any price, so that what is simulated has the instruction that sets it.</summary>
    private const ulong PriceOfSimulation = 1;

    /// <summary>What advancing a nonce uses; it is not part of the simulation.</summary>
    private const uint UnitsOfNonce = 150;

    /// <inheritdoc/>
    /// <remarks>An upper bound: nothing is simulated for it.</remarks>
    public async Task<UInt128> EstimateFeeAsync(TransferOrder order, CancellationToken cancellationToken = default)
    {
        var plan = ReadOrder(order, mayKeepFee: false);
        var limit = Math.Min(plan.UnitsBound, _options.ComputeUnitLimitMax);
        var price = CapPrice(await ReadUnitPriceAsync(plan, cancellationToken), limit);
        return TransferPlan.LamportsPerSignature + TransferPlan.PriorityFeeOf(limit, price);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Without a lane the transaction is good for a recent finalized blockhash's life. In a lane, a nonce account, it
    /// is good until the nonce is used up; <see cref="SignedTransfer.Sequence"/> then has the finalized slot at which
    /// the nonce was read, which is where its possible history begins.
    /// </remarks>
    public async Task<SignedTransfer> SignAsync(
        TransferOrder order, ulong sequence, SigningKeys keys, CancellationToken cancellationToken = default)
    {
        var plan = ReadOrder(order, await MayKeepFeeAsync(order.Amount.Asset, cancellationToken));
        RequireKey(keys.Account, plan.From, $"the order pays from {order.From}");
        var prices = ReadUnitPriceAsync(plan, cancellationToken);
        var limits = ReadUnitLimitAsync(plan, keys.Lane is not null, cancellationToken);
        await Task.WhenAll(prices, limits);
        var limit = await limits;
        var terms = new TransferTerms(
            plan.From, default, limit, CapPrice(await prices, limit), _options.MessageVersion, Nonce: null);
        if (keys.Lane is { } lane)
        {
            var (nonceLane, nonce) = await ReadNonceAsync(lane, keys.Account, cancellationToken);
            terms = terms with { Blockhash = nonce, Nonce = nonceLane };
            return await SignAsync(order, plan, terms, keys, validUntilHeight: null, cancellationToken);
        }

        var blockhash = await _rpc.GetLatestBlockhashAsync(cancellationToken);
        terms = terms with { Blockhash = blockhash.Hash };
        return await SignAsync(order, plan, terms, keys, blockhash.LastValidBlockHeight, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Whoever changes the price of a signed transaction makes another one.</remarks>
    public Task<SignedTransfer?> RaiseFeeAsync(
        SignedTransfer transfer, SigningKeys keys, CancellationToken cancellationToken = default) =>
        Task.FromResult<SignedTransfer?>(null);

    private static async Task<SignedTransfer> SignAsync(
        TransferOrder order,
        TransferPlan plan,
        TransferTerms terms,
        SigningKeys keys,
        ulong? validUntilHeight,
        CancellationToken cancellationToken)
    {
        var message = plan.Compile(terms);
        var messageBytes = message.Encode();
        var signatures = new List<byte[]>();
        foreach (var key in message.Keys.Take(message.SignerCount))
        {
            var signer = key == plan.From ? keys.Account : keys.Lane!.Signer!;
            signatures.Add(await signer.SignAsync(messageBytes, cancellationToken));
        }

        var transaction = new SolanaTransaction(signatures, message, messageBytes);
        var bytes = transaction.Encode();
        if (plan.FindDifference(bytes, terms) is { } difference)
        {
            throw new CryptographicException(
                $"The signed transfer of {order.Amount.Units} of {order.Amount.Asset} is not what was ordered: "
                + $"{difference}. It was thrown away; check the signer.");
        }

        return new SignedTransfer(
            transaction.Id,
            bytes,
            Sequence: terms.Nonce?.Slot ?? 0,
            ValidUntilHeight: validUntilHeight,
            ValidUntil: null,
            TransferPlan.FeeOf(terms))
        {
            Lane = terms.Nonce?.Account.ToString(),
        };
    }

    private static void RequireKey(ISigner signer, SolanaKey owner, string because)
    {
        if (!owner.ToArray().AsSpan().SequenceEqual(signer.PublicKey.Span))
        {
            throw new ArgumentException($"The signer is {new SolanaKey(signer.PublicKey.Span)}, but {because}.");
        }
    }

    private TransferPlan ReadOrder(TransferOrder order, bool mayKeepFee)
    {
        if (order.Memo is { } memo && Encoding.UTF8.GetByteCount(memo) is var length && length > MemoBytes)
        {
            throw new ArgumentException($"The memo has {length} bytes. At most {MemoBytes} fit.");
        }

        if (order.From == order.To)
        {
            throw new ArgumentException($"The order pays {order.To} from itself.");
        }

        return new TransferPlan(
            order, ReadWallet(order.From), ReadWallet(order.To), ReadAsset(order.Amount.Asset), mayKeepFee);
    }

    /// <summary>Whether the asset's mint has the fee extension: set when a mint is made, for good.</summary>
    private async Task<bool> MayKeepFeeAsync(string asset, CancellationToken cancellationToken)
    {
        if (ReadAsset(asset) is not { } token || token.Program != SolanaPrograms.Token2022)
        {
            return false;
        }

        var account = (await _rpc.GetAccountsAsync([token.Mint], cancellationToken))[0];
        return ReadMint(token, account, out var problem) is { } mint
            ? mint.Has(TokenExtension.TransferFeeConfig)
            : throw _rpc.Unusable("getMultipleAccounts", problem);
    }

    private async Task<ulong> ReadUnitPriceAsync(TransferPlan plan, CancellationToken cancellationToken)
    {
        var prices = await _rpc.GetRecentPricesAsync(plan.Written, cancellationToken);
        var usual = prices.Count == 0
            ? 0
            : prices.Order().ElementAt(
                Math.Min(prices.Count - 1, prices.Count * _options.ComputeUnitPricePercentile / 100));
        return Math.Clamp(usual, _options.ComputeUnitPriceMin, _options.ComputeUnitPriceMax);
    }

    /// <summary>No priority fee above what is configured, whatever its parts are.</summary>
    private ulong CapPrice(ulong price, uint limit) =>
        Math.Min(price, TransferPlan.PriceWithin(limit, _options.PriorityFeeLamportsMax));

    /// <summary>
    /// What the transfer used when a node ran it, and half as much again. Where it could not be run (the money is still
    /// on its way, the node does not simulate), the bound that is computed from its instructions: a limit that is too
    /// high costs some lamports, one that is too low the transfer.
    /// </summary>
    private async Task<uint> ReadUnitLimitAsync(
        TransferPlan plan, bool advancesNonce, CancellationToken cancellationToken)
    {
        var most = _options.ComputeUnitLimitMax;
        var terms = new TransferTerms(
            plan.From, default, most, PriceOfSimulation, _options.MessageVersion, Nonce: null);
        var message = plan.Compile(terms);
        var unsigned = new SolanaTransaction([new byte[Ed25519.SignatureBytes]], message, message.Encode());
        try
        {
            var simulated = await _rpc.SimulateAsync(unsigned.Encode(), cancellationToken);
            if (simulated is { Error: null, UnitsConsumed: > 0 and var units })
            {
                var used = (UInt128)units + (advancesNonce ? UnitsOfNonce : 0);
                return (uint)UInt128.Min(most, ((used * (uint)_options.ComputeUnitLimitPercent) + 99) / 100);
            }
        }
        catch (ChainUnavailableException)
        {
            // The bound below is as good, and whether the chain can be used the next question shows.
        }

        return Math.Min(plan.UnitsBound, most);
    }
}
