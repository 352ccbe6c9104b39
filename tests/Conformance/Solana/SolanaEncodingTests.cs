using System.Text.Json.Nodes;
using OrleansTrading.Chains.Solana.Wire;
using OrleansTrading.Servers;
using Xunit.Abstractions;

namespace OrleansTrading.Conformance.Tests.Solana;

/// <summary>Transactions of Solana beside @solana/web3.js, @solana/spl-token and @solana/kit.</summary>
public sealed class SolanaEncodingTests(ITestOutputHelper output) : IAsyncDisposable
{
    private const int OwnCases = 1_000;
    private const int ForeignCases = 1_000;

    private readonly NodeScript _script = NodeScript.Start("solana.mjs");

    public ValueTask DisposeAsync() => _script.DisposeAsync();

    [Theory]
    [InlineData("legacy")]
    [InlineData("v0")]
    public async Task Our_transactions_are_the_bytes_web3_js_makes_and_both_libraries_accept_and_understand_them(
        string version)
    {
        var dice = Dice.Throw(output);
        var cases = new SolanaCases(dice);
        var specs = Enumerable.Range(0, OwnCases / 2).Select(_ => cases.Own(version)).ToArray();
        var ours = specs.Select(spec => cases.Wallets.Sign(SolanaSpecs.Compile(spec))).ToArray();

        var theirs = await _script.CallEachAsync("compose", Requests(specs, ours, cases, "web3"));
        var read = await _script.CallEachAsync("accept", Bytes(ours));

        // kit sorts the accounts of both versions; web3.js and ours those of the legacy one only.
        var byKit = version == "legacy"
            ? await _script.CallEachAsync("compose", Requests(specs, ours, cases, "kit"))
            : theirs;

        for (var i = 0; i < specs.Length; i++)
        {
            Agreement.Equal(dice, i, "our bytes", Decode(theirs[i]["bytes"]), ours[i].Encode());
            Agreement.Equal(dice, i, "kit's bytes", Decode(byKit[i]["bytes"]), ours[i].Encode());
            var understood = read[i].AsObject();
            Assert.True(understood.Remove("id", out var id));
            Agreement.Equal(dice, i, "our id", id, ours[i].Id);
            Agreement.Equal(dice, i, "what web3.js understands", specs[i], understood);
        }

        Agreement.Count(output, "solana", specs.Length, $"of our {version} ones are byte for byte web3.js's");
        Agreement.Count(
            output, "solana", specs.Length, $"of our {version} ones accepted and understood by web3.js and kit");
    }

    [Theory]
    [InlineData("legacy", "web3")]
    [InlineData("legacy", "kit")]
    [InlineData("v0", "web3")]
    [InlineData("v0", "kit")]
    public async Task Their_transactions_are_read_as_they_read_them(string version, string by)
    {
        var dice = Dice.Throw(output);
        var cases = new SolanaCases(dice);
        var specs = Enumerable.Range(0, ForeignCases / 4).Select(_ => cases.Foreign(version)).ToArray();
        var signers = specs.Select(SolanaSpecs.Compile).Select(message => cases.Wallets.Sign(message)).ToArray();

        var theirs = await _script.CallEachAsync("compose", Requests(specs, signers, cases, by));

        for (var i = 0; i < specs.Length; i++)
        {
            var bytes = Decode(theirs[i]["bytes"]);
            Assert.True(
                SolanaTransaction.TryDecode(bytes, out var transaction, out var problem), $"{dice.Seed} {i} {problem}");
            Agreement.Equal(dice, i, "fields", theirs[i]!["view"], SolanaSpecs.View(transaction));
            Agreement.Equal(dice, i, "bytes when written again", bytes, transaction.Encode());
            Agreement.Equal(
                dice, i, "message when written again", transaction.MessageBytes, transaction.Message.Encode());
            Assert.True(transaction.VerifySignatures(), $"{dice.Seed} {i}: a signature does not verify");
            Agreement.Equal(
                dice, i, "effects", SolanaSpecs.Effects(specs[i]), SolanaSpecs.Effects(transaction.Message, specs[i]));
        }

        Agreement.Count(output, "solana", specs.Length, $"{version} transactions of {by} verified and read alike");
    }

    private static IEnumerable<JsonObject> Requests(
        JsonObject[] specs, SolanaTransaction[] signed, SolanaCases cases, string by) =>
        specs.Select((spec, i) => new JsonObject
        {
            ["spec"] = spec.DeepClone(),
            ["by"] = by,
            ["view"] = true,
            ["seeds"] = new JsonArray(
            [
                .. cases.Wallets.SignersOf(signed[i].Message).Select(seed => (JsonNode)Convert.ToHexStringLower(seed)),
            ]),
        });

    private static IEnumerable<JsonNode> Bytes(SolanaTransaction[] transactions) =>
        transactions.Select(transaction => (JsonNode)Convert.ToBase64String(transaction.Encode()));

    private static byte[] Decode(JsonNode? base64) => Convert.FromBase64String((string)base64!);
}
