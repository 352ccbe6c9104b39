using System.Text.Json.Nodes;
using OrleansTrading.Chains.Stellar;
using OrleansTrading.Chains.Stellar.Xdr;
using OrleansTrading.Devnet.Stellar.Ledger;
using static OrleansTrading.Devnet.Stellar.Api.HorizonJson;

namespace OrleansTrading.Devnet.Stellar.Api;

/// <summary>What Horizon tells of operations, kind by kind.</summary>
internal static class OperationJson
{
    internal static (string Name, int Number) NameOf(StellarOperation operation) => (operation switch
    {
        CreateAccountOperation => "create_account",
        PaymentOperation => "payment",
        ChangeTrustOperation => "change_trust",
        AccountMergeOperation => "account_merge",
        ManageDataOperation => "manage_data",
        BumpSequenceOperation => "bump_sequence",
        PathPaymentStrictReceiveOperation => "path_payment_strict_receive",
        PathPaymentStrictSendOperation => "path_payment_strict_send",
        CreateClaimableBalanceOperation => "create_claimable_balance",
        ClaimClaimableBalanceOperation => "claim_claimable_balance",
        _ => throw new InvalidOperationException($"{operation.GetType().Name} cannot be in a ledger here."),
    }, (int)operation.Type);

    internal static void AddDetails(JsonObject json, ClosedOperation closed)
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
            case PathPaymentStrictReceiveOperation path:
                AddPath(json, closed, path.Destination, path.Asset, path.SendAsset, path.Path);
                json["amount"] = StellarAmount.Format(path.Amount);
                json["source_amount"] = StellarAmount.Format(Paid(closed.Result?.Path) ?? 0);
                json["source_max"] = StellarAmount.Format(path.SendMax);
                break;
            case PathPaymentStrictSendOperation path:
                AddPath(json, closed, path.Destination, path.Asset, path.SendAsset, path.Path);
                json["amount"] = StellarAmount.Format(closed.Result?.Path?.Amount ?? 0);
                json["source_amount"] = StellarAmount.Format(path.SendAmount);
                json["destination_min"] = StellarAmount.Format(path.AmountMin);
                break;
            case CreateClaimableBalanceOperation create:
                json["asset"] = create.Asset.ToString();
                json["amount"] = StellarAmount.Format(create.Amount);
                json["claimants"] = ClaimableJson.Claimants(create.Claimants);
                break;
            case ClaimClaimableBalanceOperation claim:
                json["balance_id"] = claim.BalanceId;
                json["claimant"] = closed.Source.AccountId;
                AddMuxed(json, "claimant", closed.Source);
                break;
            default:
                throw new InvalidOperationException($"{closed.Operation.GetType().Name} cannot be in a ledger here.");
        }
    }

    private static void AddPath(
        JsonObject json,
        ClosedOperation closed,
        MuxedAccount destination,
        StellarAsset asset,
        StellarAsset sourceAsset,
        IReadOnlyList<StellarAsset> hops)
    {
        AddAsset(json, asset);
        AddAsset(json, sourceAsset, "source_");
        json["from"] = closed.Source.AccountId;
        AddMuxed(json, "from", closed.Source);
        json["to"] = destination.AccountId;
        AddMuxed(json, "to", destination);
        json["path"] = PathJson.Hops(hops);
    }

    /// <summary>What went into the first exchange, or was paid without one.</summary>
    private static long? Paid(PathPaymentOutcome? outcome) =>
        outcome is null ? null : outcome.Exchanges.Count > 0 ? outcome.Exchanges[0].BoughtAmount : outcome.Amount;

    internal static void AddMuxed(JsonObject json, string name, MuxedAccount account)
    {
        if (account.Id is { } id)
        {
            json[name + "_muxed"] = account.ToString();
            json[name + "_muxed_id"] = id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
