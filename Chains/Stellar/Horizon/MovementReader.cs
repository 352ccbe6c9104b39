using System.Text.Json;
using OrleansTrading.Chains.Stellar.Xdr;

namespace OrleansTrading.Chains.Stellar.Horizon;

/// <summary>
/// Finds what a successful transaction moved, in its envelope or in Horizon's list of its operations.
/// </summary>
internal static class MovementReader
{
    /// <summary>The last twelve bits of an operation's id are its place in the transaction, from 1 (SEP-35).</summary>
    private const long OperationMask = 0xFFF;

    /// <summary>
    /// Reads an envelope whose operations say all by themselves; null when it has to be asked what happened (amounts
    /// that depend on a market or a balance) or when it cannot be read here.
    /// </summary>
    internal static IReadOnlyList<StellarMovement>? ReadEnvelope(string? envelopeXdr)
    {
        var transaction = TransactionOf(envelopeXdr);
        if (transaction is null)
        {
            return null;
        }

        var movements = new List<StellarMovement>();
        for (var index = 0; index < transaction.Operations.Count; index++)
        {
            var operation = transaction.Operations[index];
            var from = (operation.Source ?? transaction.Source).ToString();
            switch (operation)
            {
                case PaymentOperation payment:
                    movements.Add(new StellarMovement(
                        index, from, payment.Destination.ToString(), payment.Asset, payment.Amount));
                    break;
                case CreateAccountOperation create:
                    movements.Add(new StellarMovement(
                        index, from, create.Destination, StellarAsset.Native, create.StartingBalance));
                    break;
                case CreateClaimableBalanceOperation { Claimants: [var only] } create:
                    movements.Add(new StellarMovement(
                        index, from, only.Destination, create.Asset, create.Amount) { IsToBeClaimed = true });
                    break;
                case ChangeTrustOperation or ManageDataOperation or BumpSequenceOperation:
                    break;
                default:
                    return null;
            }
        }

        return movements;
    }

    /// <summary>Whose accounts the envelope's operations act on; empty when it cannot be read here.</summary>
    internal static IReadOnlyList<string> ReadOperationSources(string? envelopeXdr) =>
        TransactionOf(envelopeXdr)?.Operations
            .Where(operation => operation.Source is not null)
            .Select(operation => operation.Source!.AccountId)
            .ToArray() ?? [];

    /// <summary>Reads one record of a transaction's operations.</summary>
    internal static IEnumerable<StellarMovement> ReadOperation(JsonElement operation)
    {
        var id = operation.RequiredLong("id");
        var index = (int)(id & OperationMask) - 1;
        if (index < 0)
        {
            throw new FormatException($"The operation id {id} has no place in a transaction.");
        }

        switch (operation.RequiredText("type"))
        {
            case "payment" or "path_payment_strict_send" or "path_payment_strict_receive" or "path_payment":
                return
                [
                    new StellarMovement(
                        index,
                        operation.OptionalText("from_muxed") ?? operation.RequiredText("from"),
                        operation.OptionalText("to_muxed") ?? operation.RequiredText("to"),
                        operation.RequiredAsset() ?? throw new FormatException("A payment of pool shares."),
                        operation.RequiredAmount("amount")),
                ];
            case "create_account":
                return
                [
                    new StellarMovement(
                        index,
                        operation.OptionalText("funder_muxed") ?? operation.RequiredText("funder"),
                        operation.RequiredText("account"),
                        StellarAsset.Native,
                        operation.RequiredAmount("starting_balance")),
                ];
            case "account_merge":
                return
                [
                    new StellarMovement(
                        index,
                        operation.OptionalText("account_muxed") ?? operation.RequiredText("account"),
                        operation.OptionalText("into_muxed") ?? operation.RequiredText("into"),
                        StellarAsset.Native,
                        0,
                        operation.RequiredText("paging_token")),
                ];
            case "create_claimable_balance" when ReadClaimants(operation) is [var only]:
                return
                [
                    new StellarMovement(
                        index,
                        operation.OptionalText("source_account_muxed") ?? operation.RequiredText("source_account"),
                        only,
                        ReadSep11(operation.RequiredText("asset")),
                        operation.RequiredAmount("amount")) { IsToBeClaimed = true },
                ];
            case "invoke_host_function":
                return ReadContractCall(operation);
            default:
                return [];
        }
    }

    /// <summary>What an operation's effects credited to an account in lumens.</summary>
    internal static long ReadCredit(JsonElement effects, string account)
    {
        foreach (var effect in effects.Records().EnumerateArray())
        {
            if (effect.RequiredText("type") == "account_credited"
                && effect.RequiredText("account") == account
                && effect.RequiredAsset() is { IsNative: true })
            {
                return effect.RequiredAmount("amount");
            }
        }

        throw new FormatException("The effects of an account merge credit nothing.");
    }

    /// <summary>
    /// A contract call is alone in its transaction, so the place of a movement in it is free to be the index.
    /// </summary>
    private static List<StellarMovement> ReadContractCall(JsonElement operation)
    {
        if (operation.Field("asset_balance_changes") is not { ValueKind: JsonValueKind.Array } changes)
        {
            return [];
        }

        var movements = new List<StellarMovement>();
        var index = 0;
        foreach (var change in changes.EnumerateArray())
        {
            if (change.RequiredText("type") is "transfer" or "mint" && change.RequiredAsset() is { } asset)
            {
                movements.Add(new StellarMovement(
                    index,
                    change.OptionalText("from") ?? asset.Issuer ?? throw new FormatException("Nobody mints lumens."),
                    change.RequiredText("to"),
                    asset,
                    change.RequiredAmount("amount")));
            }

            index++;
        }

        return movements;
    }

    private static string[] ReadClaimants(JsonElement operation) =>
        operation.Field("claimants") is { ValueKind: JsonValueKind.Array } claimants
            ? [.. claimants.EnumerateArray().Select(claimant => claimant.RequiredText("destination"))]
            : [];

    /// <summary>An asset in one text, <c>native</c> or <c>CODE:ISSUER</c> (SEP-11).</summary>
    private static StellarAsset ReadSep11(string text) =>
        text == "native" ? StellarAsset.Native
        : text.Split(':') is [var code, var issuer] && StellarAsset.TryIssued(code, issuer, out var asset) ? asset
        : throw new FormatException($"'{text}' is not an asset.");

    private static StellarTransaction? TransactionOf(string? envelopeXdr)
    {
        if (envelopeXdr is null)
        {
            return null;
        }

        var bytes = new byte[envelopeXdr.Length];
        if (!Convert.TryFromBase64String(envelopeXdr, bytes, out var length)
            || !EnvelopeCodec.TryDecode(bytes.AsSpan(0, length), out var envelope))
        {
            return null;
        }

        return envelope switch
        {
            TransactionEnvelope single => single.Transaction,
            FeeBumpEnvelope bump => bump.Inner.Transaction,
            _ => null,
        };
    }
}
