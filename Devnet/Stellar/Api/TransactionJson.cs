using System.Text;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Devnet.Stellar.Ledger;
using static OrleansTrading.Devnet.Stellar.Api.HorizonJson;

namespace OrleansTrading.Devnet.Stellar.Api;

/// <summary>Transactions, their operations and effects as Horizon writes them.</summary>
internal static class TransactionJson
{
    /// <summary>Whoever asks by the hash of what is inside a fee bump is answered under that hash.</summary>
    internal static JsonObject Transaction(string baseUrl, ClosedTransaction closed, string? asked = null)
    {
        var transaction = closed.Transaction;
        var hash = asked ?? closed.Hash;
        var self = $"{baseUrl}/transactions/{hash}";
        var signed = hash == closed.InnerHash ? closed.Envelope.Inner() : closed.Envelope;
        var json = new JsonObject
        {
            ["_links"] = new JsonObject
            {
                ["self"] = Link(self),
                ["account"] = Link($"{baseUrl}/accounts/{transaction.Source.AccountId}"),
                ["ledger"] = Link($"{baseUrl}/ledgers/{Text(closed.Ledger)}"),
                ["operations"] = Link(self + "/operations{?cursor,limit,order}", true),
                ["transaction"] = Link(self),
            },
            ["id"] = hash,
            ["paging_token"] = Text(closed.Position),
            ["successful"] = closed.Result.IsSuccess,
            ["hash"] = hash,
            ["ledger"] = closed.Ledger,
            ["created_at"] = Time(closed.ClosedAt),
            ["source_account"] = transaction.Source.AccountId,
            ["source_account_sequence"] = Text(transaction.Sequence),
            ["fee_account"] = closed.Envelope.FeeSource().AccountId,
            ["fee_charged"] = Text(closed.Result.FeeCharged),
            ["max_fee"] = Text(closed.Envelope.FeeMax()),
            ["operation_count"] = transaction.Operations.Count,
            ["envelope_xdr"] = Convert.ToBase64String(EnvelopeCodec.Encode(closed.Envelope)),
            ["result_xdr"] = Convert.ToBase64String(TransactionResultCodec.Encode(closed.Result)),
            ["signatures"] = Signatures(signed),
        };
        OperationJson.AddMuxed(json, "account", transaction.Source);
        OperationJson.AddMuxed(json, "fee_account", closed.Envelope.FeeSource());
        if (closed.InnerHash is { } inner)
        {
            json["fee_bump_transaction"] = new JsonObject
            {
                ["hash"] = closed.Hash, ["signatures"] = Signatures(closed.Envelope),
            };
            json["inner_transaction"] = new JsonObject
            {
                ["hash"] = inner,
                ["signatures"] = Signatures(closed.Envelope.Inner()),
                ["max_fee"] = Text(transaction.FeeMax),
            };
        }

        AddMemo(json, transaction.Memo);
        if (transaction.TimeBounds is { } bounds)
        {
            var times = new JsonObject { ["min_time"] = Text((long)bounds.MinTime) };
            if (bounds.MaxTime != 0)
            {
                times["max_time"] = Text((long)bounds.MaxTime);
            }

            json["preconditions"] = new JsonObject { ["timebounds"] = times };
        }

        return json;
    }

    internal static JsonObject Operation(string baseUrl, ClosedOperation closed, bool withTransaction)
    {
        var (type, number) = OperationJson.NameOf(closed.Operation);
        var self = $"{baseUrl}/operations/{Text(closed.Position)}";
        var json = new JsonObject
        {
            ["_links"] = new JsonObject
            {
                ["self"] = Link(self),
                ["transaction"] = Link($"{baseUrl}/transactions/{closed.Transaction.Hash}"),
                ["effects"] = Link(self + "/effects"),
            },
            ["id"] = Text(closed.Position),
            ["paging_token"] = Text(closed.Position),
            ["transaction_successful"] = closed.Transaction.Result.IsSuccess,
            ["source_account"] = closed.Source.AccountId,
            ["type"] = type,
            ["type_i"] = number,
            ["created_at"] = Time(closed.Transaction.ClosedAt),
            ["transaction_hash"] = closed.Transaction.Hash,
        };
        OperationJson.AddMuxed(json, "source_account", closed.Source);
        OperationJson.AddDetails(json, closed);
        if (withTransaction)
        {
            json["transaction"] = Transaction(baseUrl, closed.Transaction);
        }

        return json;
    }

    /// <summary>Of an account merge, the only operation whose amount stands nowhere else.</summary>
    internal static IReadOnlyList<JsonObject> Effects(ClosedOperation closed)
    {
        if (closed.Operation is not AccountMergeOperation merge
            || !closed.Transaction.Result.IsSuccess
            || closed.Result is not { } result)
        {
            return [];
        }

        var amount = StellarAmount.Format(result.MergedBalance);
        return
        [
            Effect(closed, 1, "account_debited", 3, closed.Source.AccountId, amount),
            Effect(closed, 2, "account_credited", 2, merge.Destination.AccountId, amount),
            Effect(closed, 3, "account_removed", 1, closed.Source.AccountId, null),
        ];
    }

    private static JsonObject Effect(
        ClosedOperation closed, int order, string type, int number, string account, string? amount)
    {
        var json = new JsonObject
        {
            ["id"] = $"{closed.Position:D19}-{order:D10}",
            ["paging_token"] = $"{Text(closed.Position)}-{Text(order)}",
            ["account"] = account,
            ["type"] = type,
            ["type_i"] = number,
            ["created_at"] = Time(closed.Transaction.ClosedAt),
        };
        if (amount is not null)
        {
            AddAsset(json, StellarAsset.Native);
            json["amount"] = amount;
        }

        return json;
    }

    private static JsonArray Signatures(Envelope envelope) => new([.. envelope.Signatures.Select(
        signature => JsonValue.Create(Convert.ToBase64String(signature.Signature)))]);

    private static void AddMemo(JsonObject json, StellarMemo memo)
    {
        switch (memo)
        {
            case StellarMemo.Text text:
                json["memo_type"] = "text";
                json["memo"] = Encoding.UTF8.GetString(text.Bytes);
                json["memo_bytes"] = Convert.ToBase64String(text.Bytes);
                break;
            case StellarMemo.Number number:
                json["memo_type"] = "id";
                json["memo"] = number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
                break;
            case StellarMemo.Hash hash:
                json["memo_type"] = "hash";
                json["memo"] = Convert.ToBase64String(hash.Bytes);
                break;
            case StellarMemo.Return hash:
                json["memo_type"] = "return";
                json["memo"] = Convert.ToBase64String(hash.Bytes);
                break;
            default:
                json["memo_type"] = "none";
                break;
        }
    }
}
