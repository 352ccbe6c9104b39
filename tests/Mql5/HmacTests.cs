using System.Globalization;
using System.Text;
using System.Text.Json;
using OrleansTrading.Mql5.Tests.Native;

namespace OrleansTrading.Mql5.Tests;

/// <summary>The programs' HMAC against RFC 4231, the signals' vectors, and the protocol's own example.</summary>
public sealed class HmacTests
{
    private const string Secret = "7d9f1dc164ca0e47f73008a6ff358c4ba6f1db473fa693d7b797a1355517c915";

    [Fact]
    public async Task Vectors_of_the_rfc_hold()
    {
        using var file = await ReadAsync("rfc4231.json");
        var cases = file.RootElement.GetProperty("vectors").EnumerateArray().Select(vector => (
            Text(vector, "key_hex"),
            Text(vector, "data_hex"),
            vector.TryGetProperty("hmac_sha256_hex", out var mac)
                ? mac.GetString()!
                : Text(vector, "hmac_sha256_truncated_128_hex"))).ToList();

        Assert.Equal(7, cases.Count);
        Assert.All(await AskAsync(cases), Assert.True);
    }

    [Fact]
    public async Task Vectors_of_signals_hold()
    {
        using var file = await ReadAsync("vectors.json");
        var cases = file.RootElement.GetProperty("vectors").EnumerateArray().Select(vector => (
            Hex(Text(vector, "key_utf8")), Text(vector, "payload_hex"), Text(vector, "hmac_sha256_hex"))).ToList();

        Assert.Equal(24, cases.Count);
        Assert.All(await AskAsync(cases), Assert.True);
    }

    [Fact]
    public async Task Signals_that_were_changed_do_not_verify()
    {
        using var file = await ReadAsync("vectors.json");
        var negatives = file.RootElement.GetProperty("negative").EnumerateArray().ToList();

        Assert.Equal(6, negatives.Count);
        Assert.All(
            await AskAsync([.. negatives.Select(negative => (
                Hex(Text(negative, "key_utf8")),
                Hex(Text(negative, "payload")),
                Text(negative, "signature_hex_of_original")))]),
            Assert.False);
        Assert.All(
            await AskAsync([.. negatives.Select(negative => (
                Hex(Text(negative, "key_utf8")), Hex(Text(negative, "payload")), Text(negative, "own_hmac_hex")))]),
            Assert.True);
    }

    [Fact]
    public async Task Example_of_the_protocol_verifies()
    {
        var document = await File.ReadAllLinesAsync(Path.Combine(Compiler.Root, "docs", "bridge-protocol.md"));
        var example = document.SkipWhile(line => line != "## An example").SkipWhile(line => line != "```").Skip(1)
            .TakeWhile(line => line != "```").Select(line => (From: line[0], Text: line[3..])).ToList();
        var nonces = (Bridge: example[0].Text.Split('|')[2], Client: example[1].Text.Split('|')[4]);
        var account = example[1].Text.Split('|')[3];
        var session = example[2].Text.Split('|')[1];
        var counts = new Dictionary<char, int> { ['C'] = 0, ['S'] = 0 };
        var cases = new List<(string, string, string)>();
        foreach (var (from, text) in example.Skip(1))
        {
            var fields = text.Split('|');
            var body = string.Join('|', fields[..^1]);
            var signed = fields[0] switch
            {
                "HELLO" => $"{body}|{nonces.Bridge}",
                "WELCOME" => $"WELCOME|1|{account}|{string.Join('|', fields[1..^1])}|{nonces.Client}|{nonces.Bridge}",
                "SIG" => string.Join('|', fields[1..^1]),
                _ => string.Create(CultureInfo.InvariantCulture, $"{from}|{session}|{++counts[from]}|{body}"),
            };
            cases.Add((Hex(Secret), Hex(signed), fields[^1]));
        }

        Assert.Equal(10, cases.Count);
        Assert.All(await AskAsync(cases), Assert.True);
    }

    private static async Task<IReadOnlyList<bool>> AskAsync(List<(string Key, string Data, string Mac)> cases)
    {
        var lines = cases.Select(@case => $"{@case.Key}\t{@case.Data}\t{@case.Mac}\n");
        var (status, said) = await UnitScenarioTests.RunAsync("hmac", string.Concat(lines));
        Assert.Equal(0, status);
        var answers = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(cases.Count, answers.Length);
        return [.. answers.Select(answer => answer == "yes")];
    }

    private static async Task<JsonDocument> ReadAsync(string name)
    {
        await using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Fixtures", name));
        return await JsonDocument.ParseAsync(file);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string Hex(string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text));
}
