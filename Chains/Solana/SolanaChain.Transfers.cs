using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Chains.Transport;

namespace OrleansTrading.Chains.Solana;

internal sealed partial class SolanaChain
{
    /// <summary>Out of a hundred recent prices, this many are at most ours.</summary>
    private const int PricePercentile = 75;

    /// <inheritdoc/>
    public async Task<UInt128> EstimateFeeAsync(TransferOrder order, CancellationToken cancellationToken = default)
    {
        var plan = ReadOrder(order);
        return plan.FeeAt(await ReadUnitPriceAsync(plan, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<SignedTransfer> SignAsync(
        TransferOrder order, ulong sequence, SigningKeys keys, CancellationToken cancellationToken = default)
    {
        RefuseLane(keys.Lane?.Id);
        var signer = keys.Account;
        var plan = ReadOrder(order);
        if (!plan.From.ToArray().AsSpan().SequenceEqual(signer.PublicKey.Span))
        {
            throw new ArgumentException(
                $"The signer is {new SolanaKey(signer.PublicKey.Span)}, but the order pays from {order.From}.");
        }

        var unitPrice = await ReadUnitPriceAsync(plan, cancellationToken);
        var blockhash = await _rpc.GetLatestBlockhashAsync(cancellationToken);
        var message = plan.Compile(unitPrice, blockhash.Hash);
        var messageBytes = message.Encode();
        var signature = await signer.SignAsync(messageBytes, cancellationToken);
        var transaction = new SolanaTransaction([signature], message, messageBytes);
        var bytes = transaction.Encode();
        if (plan.FindDifference(bytes) is { } difference)
        {
            throw new CryptographicException(
                $"The signed transfer of {order.Amount.Units} of {order.Amount.Asset} is not what was ordered: "
                + $"{difference}. It was thrown away; check the signer.");
        }

        return new SignedTransfer(
            transaction.Id,
            bytes,
            Sequence: 0,
            ValidUntilHeight: blockhash.LastValidBlockHeight,
            ValidUntil: null,
            plan.FeeAt(unitPrice));
    }

    /// <inheritdoc/>
    /// <remarks>Whoever changes the price of a signed transaction makes another one.</remarks>
    public Task<SignedTransfer?> RaiseFeeAsync(
        SignedTransfer transfer, SigningKeys keys, CancellationToken cancellationToken = default) =>
        Task.FromResult<SignedTransfer?>(null);

    /// <inheritdoc/>
    public async Task<SubmitResult> SubmitAsync(
        SignedTransfer transfer, CancellationToken cancellationToken = default)
    {
        // With preflight, a transfer that must fail is refused instead of charged. Rebroadcasting is ours (maxRetries
        // 0), since only we know whether the transfer is still wanted.
        var options = new JsonObject
        {
            ["encoding"] = "base64",
            ["skipPreflight"] = false,
            ["preflightCommitment"] = "processed",
            ["maxRetries"] = 0,
        };
        try
        {
            var result = await _rpc.Port.CallAsync(
                "sendTransaction",
                new JsonArray(Convert.ToBase64String(transfer.Bytes), options),
                RequestKind.Submission,
                cancellationToken);
            return result.ValueKind == JsonValueKind.String && result.GetString() == transfer.TransactionId
                ? new SubmitResult(SubmitReply.Accepted, null)
                : new SubmitResult(SubmitReply.Unknown, "the node answered with another signature");
        }
        catch (JsonRpcErrorException exception)
        {
            return new SubmitResult(SubmitReply.Refused, DescribeRefusal(exception));
        }
        catch (ChainUnavailableException exception)
        {
            return new SubmitResult(SubmitReply.Unknown, exception.Message);
        }
    }

    private static void RefuseLane(string? lane)
    {
        if (lane is not null)
        {
            throw new ArgumentException($"Transfers on Solana are independent: there is no lane '{lane}'.");
        }
    }

    private static string DescribeRefusal(JsonRpcErrorException exception)
    {
        var detail = exception.ErrorData is { ValueKind: JsonValueKind.Object } data
            && data.TryGetProperty("err", out var error)
            && error.ValueKind != JsonValueKind.Null
                ? $" ({error.GetRawText()})"
                : string.Empty;
        return SolanaRpc.Shorten($"{exception.Code}: {exception.Message}{detail}");
    }

    private TransferPlan ReadOrder(TransferOrder order)
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
            order, ReadWallet(order.From), ReadWallet(order.To), ReadAsset(order.Amount.Asset));
    }

    private async Task<ulong> ReadUnitPriceAsync(TransferPlan plan, CancellationToken cancellationToken)
    {
        var prices = await _rpc.GetRecentPricesAsync(plan.Written, cancellationToken);
        var usual = prices.Count == 0
            ? 0
            : prices.Order().ElementAt(Math.Min(prices.Count - 1, prices.Count * PricePercentile / 100));
        return Math.Clamp(usual, _options.ComputeUnitPriceMin, _options.ComputeUnitPriceMax);
    }
}
