using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Crypto;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Devnet.Solana.Rpc;

/// <summary>Instructions in the RPC's parsed form; those it does not know are given partially decoded.</summary>
internal static class InstructionJson
{
    internal static JsonObject Parse(SolanaMessage message, CompiledInstruction instruction)
    {
        var program = message.Keys[instruction.ProgramIndex];
        string[] accounts = [.. instruction.AccountIndexes.Select(index => message.Keys[index].ToString())];
        var (name, parsed) = program == SolanaPrograms.System ? ("system", ParseSystem(accounts, instruction.Data))
            : SolanaPrograms.IsToken(program) ? (TokenJson.ProgramName(program), ParseToken(accounts, instruction.Data))
            : program == SolanaPrograms.AssociatedToken
                ? ("spl-associated-token-account", ParseAssociated(accounts, instruction.Data))
            : SolanaPrograms.IsMemo(program) ? ("spl-memo", Encoding.UTF8.GetString(instruction.Data))
            : (string.Empty, (JsonNode?)null);
        return parsed is null
            ? new JsonObject
            {
                ["accounts"] = new JsonArray([.. accounts.Select(account => (JsonNode)account)]),
                ["data"] = Base58.Encode(instruction.Data),
                ["programId"] = program.ToString(),
                ["stackHeight"] = null,
            }
            : new JsonObject
            {
                ["parsed"] = parsed,
                ["program"] = name,
                ["programId"] = program.ToString(),
                ["stackHeight"] = null,
            };
    }

    private static JsonObject? ParseSystem(string[] accounts, byte[] data)
    {
        if (data.Length < sizeof(uint) || accounts.Length < 2)
        {
            return null;
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(data) switch
        {
            SystemCode.Transfer when data.Length >= 12 => Typed("transfer", new JsonObject
            {
                ["destination"] = accounts[1],
                ["lamports"] = ReadUnits(data, 4),
                ["source"] = accounts[0],
            }),
            SystemCode.CreateAccount when data.Length >= 52 => Typed("createAccount", new JsonObject
            {
                ["lamports"] = ReadUnits(data, 4),
                ["newAccount"] = accounts[1],
                ["owner"] = new SolanaKey(data.AsSpan(20, SolanaKey.Length)).ToString(),
                ["source"] = accounts[0],
                ["space"] = ReadUnits(data, 12),
            }),
            _ => null,
        };
    }

    private static JsonObject? ParseToken(string[] accounts, byte[] data) =>
        (data.Length == 0 ? byte.MaxValue : data[0], accounts.Length) switch
        {
            (TokenCode.Transfer, >= 3) when data.Length >= 9 => Typed("transfer", new JsonObject
            {
                ["amount"] = Text(ReadUnits(data, 1)),
                ["authority"] = accounts[2],
                ["destination"] = accounts[1],
                ["source"] = accounts[0],
            }),
            (TokenCode.TransferChecked, >= 4) when data.Length >= 10 => Typed("transferChecked", new JsonObject
            {
                ["authority"] = accounts[3],
                ["destination"] = accounts[2],
                ["mint"] = accounts[1],
                ["source"] = accounts[0],
                ["tokenAmount"] = TokenJson.Amount(ReadUnits(data, 1), data[9]),
            }),
            (TokenCode.MintTo, >= 3) when data.Length >= 9 => Typed("mintTo", new JsonObject
            {
                ["account"] = accounts[1],
                ["amount"] = Text(ReadUnits(data, 1)),
                ["mint"] = accounts[0],
                ["mintAuthority"] = accounts[2],
            }),
            _ => null,
        };

    private static JsonObject? ParseAssociated(string[] accounts, byte[] data) => accounts.Length < 6
        ? null
        : Typed(data is [AssociatedTokenCode.CreateIdempotent] ? "createIdempotent" : "create", new JsonObject
        {
            ["account"] = accounts[1],
            ["mint"] = accounts[3],
            ["source"] = accounts[0],
            ["systemProgram"] = accounts[4],
            ["tokenProgram"] = accounts[5],
            ["wallet"] = accounts[2],
        });

    private static JsonObject Typed(string type, JsonObject info) => new() { ["info"] = info, ["type"] = type };

    private static string Text(ulong units) => units.ToString(CultureInfo.InvariantCulture);

    private static ulong ReadUnits(byte[] data, int offset) =>
        BinaryPrimitives.ReadUInt64LittleEndian(data.AsSpan(offset));
}
