using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrading.Chains.Solana;
using OrleansTrading.Chains.Solana.History;
using OrleansTrading.Chains.Solana.Programs;
using OrleansTrading.Chains.Solana.Wire;

namespace OrleansTrading.Chains.Tests.Solana.History;

/// <summary>A version 0 transaction whose accounts are partly in a lookup table.</summary>
public sealed class TransactionRecordTests
{
    private const string Receiver = "7Enu2j8UHLcj2uBVBLb4iqbSK4fGjG8UcsftjZ6UgfqD";
    private const string ReceiverAccount = "7epfSXBHRrVwLSZnc1qfu4SZFumfchRCncN6eJJVcB9L";
    private const string Usdc = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";

    private static readonly JsonElement Vector = Vectors.Transactions("v0")
        .Single(one => one.Text("label").Contains("lookup", StringComparison.Ordinal));

    [Fact]
    public void Accounts_from_a_lookup_table_take_part_like_any_other()
    {
        var record = Read(Compose());
        var token = new SolanaAsset("usdc", SolanaKey.Parse(Usdc), SolanaPrograms.Token, 6, 165);
        var receiver = SolanaKey.Parse(Receiver);

        var movement = Assert.Single(
            new MovementReader(receiver, "sol", [(token, token.AccountOf(receiver))]).Read(record));

        Assert.Equal(new ChainAmount("usdc", 123456), movement.Amount);
        Assert.Equal("alt", movement.Memo);
        Assert.Equal(Vector.Text("fee_payer"), movement.From);
        Assert.False(record.IsSigner(SolanaKey.Parse(ReceiverAccount)));
    }

    [Fact]
    public void Loaded_addresses_that_are_missing_or_too_few_are_refused()
    {
        var missing = Compose();
        missing["meta"]!.AsObject().Remove("loadedAddresses");
        var few = Compose();
        few["meta"]!["loadedAddresses"]!["readonly"] = new JsonArray();

        Assert.Throws<KeyNotFoundException>(() => Read(missing));
        Assert.Throws<FormatException>(() => Read(few));
    }

    private static TransactionRecord Read(JsonObject result) =>
        TransactionRecord.Read(JsonSerializer.SerializeToElement(result), Vector.Text("transaction_id"));

    private static JsonObject Compose()
    {
        JsonArray Lamports() => new(1, 1, 1, 1, 1, 1, 1);
        JsonObject Held(int index, string owner, string amount) => new()
        {
            ["accountIndex"] = index,
            ["mint"] = Usdc,
            ["owner"] = owner,
            ["uiTokenAmount"] = new JsonObject { ["amount"] = amount },
        };

        // Five static keys, then what the table lends: the receiver's account to write (5), the mint to read (6).
        return new JsonObject
        {
            ["slot"] = 9,
            ["blockTime"] = 1_700_000_000,
            ["transaction"] = new JsonArray(Vector.Text("transaction_base64"), "base64"),
            ["meta"] = new JsonObject
            {
                ["err"] = null,
                ["fee"] = 5000,
                ["preBalances"] = Lamports(),
                ["postBalances"] = Lamports(),
                ["preTokenBalances"] = new JsonArray(
                    Held(1, Vector.Text("fee_payer"), "200000"), Held(5, Receiver, "0")),
                ["postTokenBalances"] = new JsonArray(
                    Held(1, Vector.Text("fee_payer"), "76544"), Held(5, Receiver, "123456")),
                ["innerInstructions"] = new JsonArray(),
                ["loadedAddresses"] = new JsonObject
                {
                    ["writable"] = new JsonArray(ReceiverAccount),
                    ["readonly"] = new JsonArray(Usdc),
                },
            },
        };
    }
}
