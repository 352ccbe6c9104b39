using System.Text.Json.Nodes;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.Keys;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Devnet.Faults;

namespace OrleansTrading.Devnet.Stellar.Api;

/// <summary>Submissions and faucets.</summary>
internal sealed class SubmissionResources(StellarDevnet network)
{
    /// <summary>How long a synchronous submission is held open, as public servers do.</summary>
    private static readonly TimeSpan HoldMax = TimeSpan.FromSeconds(30);

    /// <summary>Answers with what the network said at once (<c>POST /transactions_async</c>).</summary>
    internal HorizonReply SubmitAtOnce(HorizonRequest request, RequestFaults met)
    {
        var envelope = ReadEnvelope(request, out var problem);
        if (envelope is null)
        {
            return problem!;
        }

        var submission = network.Submit(envelope, met);
        var (status, name) = submission.Status switch
        {
            SubmissionStatus.Pending => (201, "PENDING"),
            SubmissionStatus.Duplicate => (409, "DUPLICATE"),
            SubmissionStatus.TryAgainLater => (503, "TRY_AGAIN_LATER"),
            _ => (400, "ERROR"),
        };
        var body = new JsonObject { ["tx_status"] = name, ["hash"] = submission.Hash };
        if (submission.Refusal is { } refusal)
        {
            body["error_result_xdr"] = Convert.ToBase64String(TransactionResultCodec.Encode(refusal));
        }

        return new HorizonReply(status, body);
    }

    /// <summary>Answers with the transaction's result when its ledger has closed (<c>POST /transactions</c>).</summary>
    internal async Task<HorizonReply> SubmitAsync(
        HorizonRequest request, RequestFaults met, CancellationToken cancellationToken)
    {
        var envelope = ReadEnvelope(request, out var problem);
        return envelope is null
            ? problem!
            : await SubmitAsync(request.BaseUrl, () => envelope, met, cancellationToken);
    }

    /// <summary>Opens an account with 10,000 XLM (<c>GET /friendbot?addr=G…</c>).</summary>
    internal async Task<HorizonReply> FundAsync(HorizonRequest request, CancellationToken cancellationToken)
    {
        var account = Field(request, "addr");
        return Strkey.TryDecode(account, StrkeyKind.Account, out _)
            ? await SubmitAsync(
                request.BaseUrl, () => network.ComposeFunding(account), RequestFaults.None, cancellationToken)
            : HorizonProblems.BadRequest("addr", "It must be a Stellar account (G…)");
    }

    /// <summary>
    /// Issues USDC (<c>POST /devnet/mint</c> with account, amount and optionally asset=USDC). With trust=true an
    /// account that does not trust it yet does so first, without having been asked.
    /// </summary>
    internal async Task<HorizonReply> MintAsync(HorizonRequest request, CancellationToken cancellationToken)
    {
        var account = Field(request, "account");
        if (!Strkey.TryDecode(account, StrkeyKind.Account, out _))
        {
            return HorizonProblems.BadRequest("account", "It must be a Stellar account (G…)");
        }

        if (Field(request, "asset") is not ("" or StellarDevnet.UsdcCode))
        {
            return HorizonProblems.BadRequest("asset", $"It must be {StellarDevnet.UsdcCode}");
        }

        if (!StellarAmount.TryParse(Field(request, "amount"), out var units) || units == 0)
        {
            return HorizonProblems.BadRequest("amount", "It must be a positive amount with at most seven decimals");
        }

        if (Field(request, "trust") == "true" && network.OpenTrustline(account))
        {
            await network.WaitForCloseAsync(HoldMax, cancellationToken);
        }

        return await SubmitAsync(
            request.BaseUrl, () => network.ComposeMinting(account, units), RequestFaults.None, cancellationToken);
    }

    private static string Field(HorizonRequest request, string name) =>
        request.Form.GetValueOrDefault(name) ?? request.Query.GetValueOrDefault(name) ?? string.Empty;

    private static Envelope? ReadEnvelope(HorizonRequest request, out HorizonReply? problem)
    {
        var text = Field(request, "tx");
        var bytes = new byte[text.Length];
        if (Convert.TryFromBase64String(text, bytes, out var length)
            && EnvelopeCodec.TryDecode(bytes.AsSpan(0, length), out var envelope))
        {
            problem = null;
            return envelope;
        }

        problem = HorizonProblems.Malformed(text);
        return null;
    }

    private async Task<HorizonReply> SubmitAsync(
        string baseUrl, Func<Envelope> compose, RequestFaults met, CancellationToken cancellationToken)
    {
        // Composed and submitted in one look: a faucet's sequence number must still be right when it arrives.
        var (envelope, submission, settled) = network.Read(view =>
        {
            var composed = compose();
            var hash = Convert.ToHexStringLower(network.Network.Hash(composed));
            var reply = Describe(view, baseUrl, hash);
            return (composed, reply is null ? network.Submit(composed, met) : null, reply);
        });
        if (submission is null)
        {
            return settled!;
        }

        var text = Convert.ToBase64String(EnvelopeCodec.Encode(envelope));
        if (submission.Refusal is { } refusal)
        {
            return HorizonProblems.TransactionFailed(text, refusal);
        }

        await network.WaitForCloseAsync(HoldMax, cancellationToken);
        return network.Read(view => Describe(view, baseUrl, submission.Hash))
            ?? HorizonProblems.SubmissionTimeout(submission.Hash, text);
    }

    private static HorizonReply? Describe(LedgerView view, string baseUrl, string hash)
    {
        if (view.History.Find(hash) is not { } closed)
        {
            return null;
        }

        return closed.Result.IsSuccess
            ? new HorizonReply(200, TransactionJson.Transaction(baseUrl, closed, hash))
            : HorizonProblems.TransactionFailed(
                Convert.ToBase64String(EnvelopeCodec.Encode(closed.Envelope)), closed.Result);
    }
}
