using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Chains.Transport;
using OrleansTrading.Devnet.Faults;
using OrleansTrading.Devnet.Solana.Ledger;

namespace OrleansTrading.Devnet.Solana.Rpc;

internal sealed partial class SolanaRpcServer
{
    private const int PreflightFailure = -32002;
    private const int SignatureVerificationFailure = -32003;
    private const ulong AirdropLamportsMax = 1_000_000_000_000;

    private bool HandleSubmissions(string method, RpcParameters parameters, out JsonNode? answer)
    {
        answer = method switch
        {
            "sendTransaction" => SendTransaction(parameters),
            "simulateTransaction" => SimulateTransaction(parameters),
            "requestAirdrop" => RequestAirdrop(parameters.Key(0), parameters.Number(1)),
            "devnet_mintTo" => MintTo(parameters),
            _ => null,
        };
        return answer is not null;
    }

    private JsonNode SendTransaction(RpcParameters parameters)
    {
        var transaction = Decode(parameters);
        var isVerified = transaction.VerifySignatures();
        if (!parameters.OptionFlag(1, "skipPreflight"))
        {
            Preflight(transaction, isVerified);
        }

        // As on the public networks, the answer without preflight says only that the bytes could be read: what may not
        // be in a block is dropped in silence.
        if (isVerified)
        {
            Forward(transaction);
        }

        return transaction.Id;
    }

    /// <summary>Hands a transaction on to those who make blocks. What they say never comes back.</summary>
    private void Forward(SolanaTransaction transaction)
    {
        // The node that took it may be behind; they are not.
        ledger.Advance();
        if (_met.Has(FaultKind.Drop)
            || ComputeBudget.Of(transaction.Message).UnitPrice < SolanaFaults.UnitPriceMin(_met))
        {
            return;
        }

        var isLate = _met.Has(FaultKind.ForkLate);
        if (_met.Has(FaultKind.Delay))
        {
            ledger.IncludeAfter(transaction, _met.SizeOf(FaultKind.Delay));
        }
        else if (isLate || _met.Has(FaultKind.Fork))
        {
            var slots = _met.SizeOf(isLate ? FaultKind.ForkLate : FaultKind.Fork);
            ledger.IncludeInFork(transaction, slots, isLate);
        }
        else
        {
            ledger.Include(transaction, _met.Has(FaultKind.Fail));
        }
    }

    private void Preflight(SolanaTransaction transaction, bool isVerified)
    {
        if (!isVerified)
        {
            throw new JsonRpcErrorException(
                SignatureVerificationFailure, "Transaction signature verification failure");
        }

        var message = transaction.Message;
        if (ledger.FindGhost(transaction.Id) is not null)
        {
            throw new JsonRpcErrorException(
                PreflightFailure,
                $"Transaction simulation failed: {TransactionFailure.AlreadyProcessed.Words}",
                JsonSerializer.SerializeToElement(DescribeSimulation(TransactionFailure.AlreadyProcessed, null)));
        }

        if (ledger.Simulate(message, transaction.Id, message.Blockhash, out var execution) is { } failure)
        {
            throw new JsonRpcErrorException(
                PreflightFailure,
                $"Transaction simulation failed: {failure.Words}",
                JsonSerializer.SerializeToElement(DescribeSimulation(failure, execution)));
        }
    }

    private JsonObject SimulateTransaction(RpcParameters parameters)
    {
        var transaction = Decode(parameters);
        var (verifies, replaces) =
            (parameters.OptionFlag(1, "sigVerify"), parameters.OptionFlag(1, "replaceRecentBlockhash"));
        if (verifies && replaces)
        {
            throw RpcParameters.Invalid("sigVerify may not be used with replaceRecentBlockhash");
        }

        if (verifies && !transaction.VerifySignatures())
        {
            throw new JsonRpcErrorException(
                SignatureVerificationFailure, "Transaction signature verification failure");
        }

        SolanaKey? blockhash = replaces ? null : transaction.Message.Blockhash;
        var failure = ledger.Simulate(transaction.Message, transaction.Id, blockhash, out var execution);
        var described = DescribeSimulation(failure, execution);
        if (replaces)
        {
            described["replacementBlockhash"] = new JsonObject
            {
                ["blockhash"] = ledger.BlockhashOf(ledger.Slot).ToString(),
                ["lastValidBlockHeight"] = ledger.Slot + SolanaLedger.BlockhashLife,
            };
        }

        return WithContext(Commitment.Processed, described);
    }

    private static JsonObject DescribeSimulation(TransactionFailure? failure, Execution? execution) => new()
    {
        ["accounts"] = null,
        ["err"] = failure?.Error(),
        ["innerInstructions"] = null,
        ["logs"] = new JsonArray([.. (execution?.Logs ?? []).Select(line => (JsonNode)line)]),
        ["returnData"] = null,
        ["unitsConsumed"] = execution?.UnitsConsumed ?? 0,
    };

    private static SolanaTransaction Decode(RpcParameters parameters)
    {
        var text = parameters.Text(0);
        byte[]? bytes;
        var isDecoded = parameters.Encoding(1) switch
        {
            "base64" => TryDecodeBase64(text, out bytes),
            null or "base58" => Base58.TryDecode(text, out bytes),
            var other => throw RpcParameters.Invalid($"unsupported encoding: {other}. Supported: base58, base64"),
        };
        return !isDecoded ? throw RpcParameters.Invalid("the encoding cannot be decoded")
            : SolanaTransaction.TryDecode(bytes, out var transaction, out var problem) ? transaction
            : throw new JsonRpcErrorException(
                RpcParameters.InvalidParameters, $"failed to deserialize transaction: {problem}");
    }

    private string RequestAirdrop(SolanaKey to, ulong lamports)
    {
        if (lamports is 0 or > AirdropLamportsMax)
        {
            throw RpcParameters.Invalid($"an airdrop is at most {AirdropLamportsMax} lamports");
        }

        return SendFromFaucet([SolanaInstructions.Transfer(SolanaGenesis.Faucet, to, lamports)]);
    }

    /// <summary>
    /// Only here: mints tokens whose mint belongs to the faucet. Takes owner, mint and amount by name.
    /// </summary>
    private string MintTo(RpcParameters parameters)
    {
        var owner = RpcParameters.ParseKey(parameters.OptionText(0, "owner") ?? string.Empty);
        var mint = RpcParameters.ParseKey(parameters.OptionText(0, "mint") ?? string.Empty);
        var amount = parameters.Option(0, "amount");
        if (!ulong.TryParse(
            amount.ValueKind == JsonValueKind.String ? amount.GetString() : amount.ToString(),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var units) || units == 0)
        {
            throw RpcParameters.Invalid("amount must be a positive integer of base units, as a number or a string");
        }

        var program = ledger.GetAccount(mint, Commitment.Processed).Owner;
        if (!SolanaPrograms.IsToken(program))
        {
            throw RpcParameters.Invalid($"{mint} is not a mint");
        }

        return SendFromFaucet(
        [
            SolanaInstructions.CreateAssociatedTokenIdempotent(SolanaGenesis.Faucet, owner, mint, program),
            FaucetInstructions.MintTo(program, mint, SolanaAccounts.AssociatedToken(owner, mint, program), units),
        ]);
    }

    /// <summary>The faucet's gifts are ordinary transactions, with fee, signature and a place in history.</summary>
    private string SendFromFaucet(IReadOnlyList<SolanaInstruction> instructions)
    {
        var blockhash = ledger.BlockhashOf(ledger.Slot);
        for (var attempt = 0u; ; attempt++)
        {
            var transaction = FaucetInstructions.Sign(blockhash, instructions, attempt);

            // The same gift twice in a slot would be the same transaction; its compute limit tells them apart.
            if (ledger.FindRecord(transaction.Id) is null)
            {
                Preflight(transaction, isVerified: true);
                ledger.Include(transaction);
                return transaction.Id;
            }
        }
    }
}
