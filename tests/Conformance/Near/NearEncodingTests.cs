using System.Text.Json.Nodes;
using OrleansTrading.Chains.Near.Wire;
using OrleansTrading.Servers;
using Xunit.Abstractions;

namespace OrleansTrading.Conformance.Tests.Near;

/// <summary>Transactions of NEAR beside near-api-js.</summary>
public sealed class NearEncodingTests(ITestOutputHelper output) : IAsyncDisposable
{
    private const int Cases = 1_000;

    private readonly NodeScript _script = NodeScript.Start("near.mjs");

    public ValueTask DisposeAsync() => _script.DisposeAsync();

    [Fact]
    public async Task Both_build_the_same_bytes_hashes_and_signatures_and_read_each_others()
    {
        var dice = Dice.Throw(output);
        var cases = new NearCases(dice);
        var specs = Enumerable.Range(0, Cases).Select(_ => cases.Transaction()).ToArray();
        var ours = specs.Select(spec => Sign(cases, spec)).ToArray();

        var theirs = await _script.CallEachAsync("compose", specs.Select(spec => new JsonObject
        {
            ["spec"] = spec.DeepClone(), ["seeds"] = cases.SeedsOf(spec),
        }));
        var read = await _script.CallEachAsync("accept", ours.Select(signed => new JsonObject
        {
            ["bytes"] = Convert.ToBase64String(signed.Encode()), ["hash"] = signed.Transaction.Hash().ToString(),
        }));

        for (var i = 0; i < Cases; i++)
        {
            var bytes = Convert.FromBase64String((string)theirs[i]["bytes"]!);
            Agreement.Equal(dice, i, "bytes", bytes, ours[i].Encode());
            Agreement.Equal(dice, i, "hash", theirs[i]["hash"], ours[i].Transaction.Hash().ToString());
            Agreement.Equal(dice, i, "what they read in ours", specs[i], read[i]["spec"]);
            Agreement.Equal(dice, i, "bytes when they write it again", theirs[i]["bytes"], read[i]["again"]);
            Agreement.Equal(dice, i, "signature they verify", true, read[i]["verified"]);
            Assert.True(
                NearSignedTransaction.TryDecode(bytes, out var decoded, out var problem), $"{dice.Seed} {i} {problem}");
            Agreement.Equal(dice, i, "what we read in theirs", specs[i], NearSpecs.ToJson(decoded.Transaction));
            Agreement.Equal(dice, i, "bytes when we write it again", bytes, decoded.Encode());
            Assert.True(decoded.VerifySignature(), $"{dice.Seed} {i}: the signature does not verify");
        }

        Agreement.Count(output, "near", Cases, "transactions: bytes, hash, signature alike, each read by the other");
    }

    private static NearSignedTransaction Sign(NearCases cases, JsonObject spec)
    {
        var transaction = NearSpecs.Build(spec);
        return new NearSignedTransaction(
            transaction, cases.Sign((string)spec["publicKey"]!, transaction.Hash().ToArray()));
    }
}
