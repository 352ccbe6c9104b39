using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Near.Wire;
using OrleansTrading.Devnet.Faults;

namespace OrleansTrading.Devnet.Near.Rpc;

/// <summary>
/// The calls that wait for blocks: submissions, and looking a transaction up until it is as far as asked.
/// </summary>
/// <param name="server">Answers at once, under the network's lock.</param>
/// <param name="time">The network's clock.</param>
/// <param name="blockTime">How long a block takes.</param>
internal sealed class NearWaits(NearRpcServer server, TimeProvider time, TimeSpan blockTime)
{
    /// <summary>How long a call is held open, as public nodes do.</summary>
    private static readonly TimeSpan s_holdMax = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();

    internal async Task<JsonNode?> HandleAsync(
        string method, JsonElement values, RequestFaults met, CancellationToken cancellationToken)
    {
        switch (method)
        {
            case "broadcast_tx_async":
                return Locked(() => server.Submit(values, met, out _).ToString());
            case "broadcast_tx_commit":
                return await SubmitAsync(values, met, NearStage.ExecutedOptimistic, cancellationToken);
            case "send_tx":
                var wanted = NearRpcServer.ParseStage(
                    new NearParameters(values).TextOrNull("wait_until"), NearStage.ExecutedOptimistic);
                return await SubmitAsync(values, met, wanted, cancellationToken);
            case "tx" or "EXPERIMENTAL_tx_status":
                return await FindAsync(
                    values, met, withReceipts: method == "EXPERIMENTAL_tx_status", cancellationToken);
            default:
                return Locked(() => server.Handle(method, values, met));
        }
    }

    private async Task<JsonNode> SubmitAsync(
        JsonElement values, RequestFaults met, NearStage wanted, CancellationToken cancellationToken)
    {
        JsonNode? reason = null;
        var hash = Locked(() => server.Submit(values, met, out reason));
        if (wanted == NearStage.None)
        {
            // As on the public network, who does not wait is not told that a transaction is invalid.
            return new JsonObject { ["final_execution_status"] = "NONE" };
        }

        return reason is null
            ? await WaitAsync(hash, RequestFaults.None, wanted, withReceipts: false, cancellationToken)
                ?? throw NearErrors.Timeout()
            : throw NearErrors.InvalidTransaction(reason);
    }

    private async Task<JsonNode> FindAsync(
        JsonElement values, RequestFaults met, bool withReceipts, CancellationToken cancellationToken)
    {
        var parameters = new NearParameters(values);
        var wanted = NearRpcServer.ParseStage(parameters.TextOrNull("wait_until"), NearStage.ExecutedOptimistic);
        NearHash hash;
        if (parameters.TextOrNull("signed_tx_base64") is { } text)
        {
            var bytes = new byte[text.Length];
            hash = Convert.TryFromBase64String(text, bytes, out var length)
                && NearSignedTransaction.TryDecode(bytes.AsSpan(0, length), out var signed, out _)
                    ? signed.Transaction.Hash()
                    : throw NearErrors.Parse("the transaction cannot be decoded");
        }
        else
        {
            hash = parameters.Hash("tx_hash", 0);
        }

        return await WaitAsync(hash, met, wanted, withReceipts, cancellationToken)
            ?? throw NearErrors.UnknownTransaction(hash.ToString());
    }

    /// <summary>The status once it is as far as wanted; null when the transaction stays unknown.</summary>
    /// <exception cref="Chains.Transport.JsonRpcErrorException">It did not get that far in time.</exception>
    private async Task<JsonObject?> WaitAsync(
        NearHash hash, RequestFaults met, NearStage wanted, bool withReceipts, CancellationToken cancellationToken)
    {
        var giveUp = time.GetUtcNow() + s_holdMax;
        while (true)
        {
            var stage = NearStage.None;
            var status = Locked(() => server.FindStatus(hash, met, withReceipts, out stage));
            if (status is not null ? stage >= wanted : wanted == NearStage.None)
            {
                return status;
            }

            if (time.GetUtcNow() >= giveUp)
            {
                return status is null ? null : throw NearErrors.Timeout();
            }

            await Task.Delay(blockTime, time, cancellationToken);
        }
    }

    private T Locked<T>(Func<T> act)
    {
        lock (_lock)
        {
            return act();
        }
    }
}
