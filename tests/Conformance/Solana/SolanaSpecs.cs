using System.Globalization;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana.History;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Conformance.Tests.Solana;

/// <summary>A case's JSON to our types, and what we read back to the shapes that the scripts answer in.</summary>
internal static class SolanaSpecs
{
    internal static SolanaMessage Compile(JsonNode spec)
    {
        var (payer, blockhash) = (Key(spec["payer"]), Key(spec["blockhash"]));
        SolanaInstruction[] instructions =
            [.. spec["instructions"]!.AsArray().Select(instruction => Build(instruction!))];
        return spec["version"]!.ToString() == "legacy"
            ? LegacyMessageCompiler.Compile(payer, blockhash, instructions)
            : Version0MessageCompiler.Compile(payer, blockhash, instructions);
    }

    /// <summary>A message as it is, in the shape of the script's <c>view</c>.</summary>
    internal static JsonObject View(SolanaTransaction transaction)
    {
        var message = transaction.Message;
        return new JsonObject
        {
            ["version"] = message.Version is { } version ? version : "legacy",
            ["header"] = new JsonArray(
                message.SignerCount, message.ReadOnlySignerCount, message.ReadOnlyOtherCount),
            ["keys"] = Array(message.Keys, key => key.ToString()),
            ["blockhash"] = message.Blockhash.ToString(),
            ["instructions"] = Array(message.Instructions, instruction => new JsonObject
            {
                ["program"] = instruction.ProgramIndex,
                ["accounts"] = Array(instruction.AccountIndexes, index => (int)index),
                ["data"] = Convert.ToHexStringLower(instruction.Data),
            }),
            ["lookups"] = Array(message.Lookups, lookup => new JsonObject
            {
                ["table"] = lookup.Table.ToString(),
                ["writable"] = Array(lookup.WritableIndexes, index => (int)index),
                ["readOnly"] = Array(lookup.ReadOnlyIndexes, index => (int)index),
            }),
            ["signatures"] = Array(transaction.Signatures, signature => Base58.Encode(signature)),
        };
    }

    /// <summary>The transfers and the memo that a case orders, as our reader of histories should tell them.</summary>
    internal static JsonObject Effects(JsonNode spec)
    {
        var transfers = new JsonArray();
        var memos = new List<string>();
        foreach (var instruction in spec["instructions"]!.AsArray())
        {
            switch ((string)instruction!["kind"]!)
            {
                case "transfer":
                    transfers.Add(Transfer(
                        SolanaPrograms.System.ToString(),
                        (string)instruction["from"]!,
                        (string)instruction["to"]!,
                        (string)instruction["lamports"]!));
                    break;
                case "transferChecked":
                    transfers.Add(Transfer(
                        (string)instruction["program"]!,
                        (string)instruction["source"]!,
                        (string)instruction["destination"]!,
                        (string)instruction["units"]!));
                    break;
                case "transferWithFee":
                    transfers.Add(Transfer(
                        SolanaPrograms.Token2022.ToString(),
                        (string)instruction["source"]!,
                        (string)instruction["destination"]!,
                        (Units(instruction["units"]) - Units(instruction["fee"])).ToString(
                            CultureInfo.InvariantCulture)));
                    break;
                case "memo":
                    memos.Add((string)instruction["text"]!);
                    break;
                default:
                    break;
            }
        }

        return Effects(transfers, memos.Count == 0 ? null : string.Join('\n', memos));
    }

    /// <summary>The same, as our reader tells it.</summary>
    /// <param name="message">What was decoded.</param>
    /// <param name="spec">The case, whose tables hold the borrowed keys.</param>
    internal static JsonObject Effects(SolanaMessage message, JsonNode spec)
    {
        var tables = (spec["tables"] as JsonArray ?? []).ToDictionary(
            table => Key(table!["key"]),
            table => table!["addresses"]!.AsArray().Select(Key).ToArray());
        SolanaKey[] keys =
        [
            .. message.Keys,
            .. message.Lookups.SelectMany(lookup => lookup.WritableIndexes.Select(at => tables[lookup.Table][at])),
            .. message.Lookups.SelectMany(lookup => lookup.ReadOnlyIndexes.Select(at => tables[lookup.Table][at])),
        ];
        var executed = message.Instructions.Select((instruction, index) => new ExecutedInstruction(
            index,
            keys[instruction.ProgramIndex],
            [.. instruction.AccountIndexes.Select(account => keys[account])],
            instruction.Data)).ToList();
        return Effects(
            Array(TransferReader.ReadTransfers(executed), transfer => Transfer(
                transfer.Program.ToString(),
                transfer.Source.ToString(),
                transfer.Destination.ToString(),
                transfer.Units.ToString(CultureInfo.InvariantCulture))),
            TransferReader.ReadMemo(executed));
    }

    private static JsonObject Effects(JsonArray transfers, string? memo) =>
        new() { ["transfers"] = transfers, ["memo"] = memo };

    private static JsonObject Transfer(string program, string source, string destination, string units) => new()
    {
        ["program"] = program, ["source"] = source, ["destination"] = destination, ["units"] = units,
    };

    private static SolanaInstruction Build(JsonNode i) => (string)i["kind"]! switch
    {
        "unitLimit" => SolanaInstructions.ComputeUnitLimit((uint)(long)i["units"]!),
        "unitPrice" => SolanaInstructions.ComputeUnitPrice(Units(i["microLamports"])),
        "memo" => SolanaInstructions.Memo((string)i["text"]!),
        "transfer" => SolanaInstructions.Transfer(Key(i["from"]), Key(i["to"]), Units(i["lamports"])),
        "createToken" => SolanaInstructions.CreateAssociatedTokenIdempotent(
            Key(i["payer"]), Key(i["owner"]), Key(i["mint"]), Key(i["program"])),
        "transferChecked" => SolanaInstructions.TransferChecked(
            Key(i["program"]),
            Key(i["source"]),
            Key(i["mint"]),
            Key(i["destination"]),
            Key(i["owner"]),
            Units(i["units"]),
            (byte)(int)i["decimals"]!),
        "transferWithFee" => SolanaInstructions.TransferCheckedWithFee(
            Key(i["source"]),
            Key(i["mint"]),
            Key(i["destination"]),
            Key(i["owner"]),
            Units(i["units"]),
            (byte)(int)i["decimals"]!,
            Units(i["fee"])),
        "nonceAdvance" => SolanaInstructions.AdvanceNonce(Key(i["nonce"]), Key(i["authority"])),
        "raw" => new SolanaInstruction(
            Key(i["program"]),
            [
                .. i["accounts"]!.AsArray().Select(account => new SolanaAccountMeta(
                    Key(account!["key"]), (bool)account["signer"]!, (bool)account["writable"]!)),
            ],
            Convert.FromHexString((string)i["data"]!)),
        var kind => throw new ArgumentException($"There is no instruction {kind}."),
    };

    private static SolanaKey Key(JsonNode? text) => SolanaKey.Parse((string)text!);

    private static ulong Units(JsonNode? text) => ulong.Parse((string)text!, CultureInfo.InvariantCulture);

    private static JsonArray Array<T>(IEnumerable<T> some, Func<T, JsonNode> toJson) => [.. some.Select(toJson)];
}
