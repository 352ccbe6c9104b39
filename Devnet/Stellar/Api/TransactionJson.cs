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
    internal static JsonObject Transaction(string baseUrl, ClosedTransaction closed)
    {
        var transaction = closed.Transaction;
        var self = $"{baseUrl}/transactions/{closed.Hash}";
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
            ["id"] = closed.Hash,
            ["paging_token"] = Text(closed.Position),
            ["successful"] = closed.Result.IsSuccess,
            ["hash"] = closed.Hash,
            ["ledger"] = closed.Ledger,
            ["created_at"] = Time(closed.ClosedAt),
            ["source_account"] = transaction.Source.AccountId,
            ["source_account_sequence"] = Text(transaction.Sequence),
            ["fee_account"] = transaction.Source.AccountId,
            ["fee_charged"] = Text(closed.Result.FeeCharged),
            ["max_fee"] = Text(transaction.FeeMax),
            ["operation_count"] = transaction.Operations.Count,
            ["envelope_xdr"] = Convert.ToBase64String(EnvelopeCodec.Encode(closed.Envelope)),
            ["result_xdr"] = Convert.ToBase64String(TransactionResultCodec.Encode(closed.Result)),
            ["signatures"] = new JsonArray([.. closed.Envelope.Signatures.Select(
                signature => JsonValue.Create(Convert.ToBase64String(signature.Signature)))]),
        };
        AddMuxed(json, "account", transaction.Source);
        AddMuxed(json, "fee_account", transaction.Source);
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
        var (type, number) = NameOf(closed.Operation);
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
        AddMuxed(json, "source_account", closed.Source);
        AddDetails(json, closed);
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

    private static (string Name, int Number) NameOf(StellarOperation operation) => (operation switch
    {
        CreateAccountOperation => "create_account",
        PaymentOperation => "payment",
        ChangeTrustOperation => "change_trust",
        AccountMergeOperation => "account_merge",
        ManageDataOperation => "manage_data",
        BumpSequenceOperation => "bump_sequence",
        _ => throw new InvalidOperationException($"{operation.GetType().Name} cannot be in a ledger here."),
    }, (int)operation.Type);

    private static void AddDetails(JsonObject json, ClosedOperation closed)
    {
        switch (closed.Operation)
        {
            case PaymentOperation payment:
                AddAsset(json, payment.Asset);
                json["from"] = closed.Source.AccountId;
                AddMuxed(json, "from", closed.Source);
                json["to"] = payment.Destination.AccountId;
                AddMuxed(json, "to", payment.Destination);
                json["amount"] = StellarAmount.Format(payment.Amount);
                break;
            case CreateAccountOperation create:
                json["funder"] = closed.Source.AccountId;
                AddMuxed(json, "funder", closed.Source);
                json["account"] = create.Destination;
                json["starting_balance"] = StellarAmount.Format(create.StartingBalance);
                break;
            case ChangeTrustOperation trust:
                AddAsset(json, trust.Asset);
                json["limit"] = StellarAmount.Format(trust.Limit);
                json["trustee"] = trust.Asset.Issuer;
                json["trustor"] = closed.Source.AccountId;
                break;
            case AccountMergeOperation merge:
                json["account"] = closed.Source.AccountId;
                AddMuxed(json, "account", closed.Source);
                json["into"] = merge.Destination.AccountId;
                AddMuxed(json, "into", merge.Destination);
                break;
            case ManageDataOperation data:
                json["name"] = data.Name;
                json["value"] = data.Value is null ? null : Convert.ToBase64String(data.Value);
                break;
            case BumpSequenceOperation bump:
                json["bump_to"] = Text(bump.BumpTo);
                break;
            default:
                throw new InvalidOperationException($"{closed.Operation.GetType().Name} cannot be in a ledger here.");
        }
    }

    private static void AddMuxed(JsonObject json, string name, MuxedAccount account)
    {
        if (account.Id is { } id)
        {
            json[name + "_muxed"] = account.ToString();
            json[name + "_muxed_id"] = id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }

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
