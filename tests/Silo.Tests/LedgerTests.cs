using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OrleansTrading.Silo.Tests.Customers;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests;

/// <summary><c>ledger verify</c>, and wallets over HTTP, of a server that trades.</summary>
public sealed class LedgerTests
{
    private const string Id = "00112233445566778899aabbccddeeff";
    private const string Note = "goodwill of seven";

    [Fact]
    public async Task What_is_traded_and_corrected_is_verified_until_somebody_changes_a_letter_of_it()
    {
        var key = $"otk_alice_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";
        await using var stage = await Stage.OpenBesideNetworksAsync(
            $"Api:OperatorKeys:alice={Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(key)))}");
        stage.Secrets.Add("an operator's key", key.Split('_')[^1]);
        using var customer = await Customer.SignInAsync(stage);
        var quote = await customer.QuoteAsync("10");
        await customer.PayAsync(quote);
        await customer.AwaitEndAsync(quote);
        var wallet = $"{(await customer.GetAsync("/v1/user"))["id"]!.GetValue<string>()}.main";

        var credited = await CreditAsync(customer, wallet, key, Note);
        var again = await CreditAsync(customer, wallet, key, Note);
        var other = await CreditAsync(customer, wallet, key, "another note");
        var balances = await customer.GetAsync($"/v1/wallets/{wallet}/balances");
        var statement = await customer.Api.GetAsync($"/v1/wallets/{wallet}/entries?format=csv", customer.Token);
        var running = await VerifyAsync(stage);
        await stage.StopAsync();
        var stopped = await VerifyAsync(stage, "--offline");
        Change(Path.Combine(stage.Data, "orleanstrading.db"), $"alice: {Note}");
        var changed = await VerifyAsync(stage, "--offline");

        Assert.True(JsonNode.DeepEquals(credited.Expect(200), again.Expect(200)));
        Assert.Equal("operation_id_reused", other.Expect(409)["code"]!.GetValue<string>());
        Assert.Equal("7", balances["balances"]![0]!["available"]!["amount"]!.GetValue<string>());
        Assert.Contains($",1,{Id},ADJUSTMENT,{wallet},solana/USDC,", statement.Text, StringComparison.Ordinal);
        Assert.True(running.ExitCode == 0, running.ToString());
        Assert.Contains("agrees", running.Output, StringComparison.Ordinal);
        Assert.True(stopped.ExitCode == 0, stopped.ToString());
        Assert.True(changed.ExitCode == 1, changed.ToString());
        Assert.Contains($"wallet/{wallet}#wallet", changed.Errors, StringComparison.Ordinal);
    }

    private static Task<Reply> CreditAsync(Customer customer, string wallet, string key, string note) =>
        customer.Api.PostAsync(
            $"/v1/operator/wallets/{wallet}/credit",
            new JsonObject
            {
                ["id"] = Id,
                ["asset"] = "solana/USDC",
                ["units"] = "7000000",
                ["account"] = "capital",
                ["note"] = note,
            },
            key);

    private static Task<ProductRun> VerifyAsync(Stage stage, params string[] more) => ProductProcess.RunAsync(
    [
        "ledger", "verify", "--data", stage.Data,
        "--set", $"Local:SolanaUrl={stage.Solana}", "--set", $"Local:HorizonUrl={stage.Horizon}",
        "--set", $"Local:NearUrl={stage.Near}", .. more,
    ]);

    /// <summary>Past the database and its triggers, as whoever has the disk could.</summary>
    private static void Change(string file, string text)
    {
        var bytes = File.ReadAllBytes(file);
        var place = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text));
        Assert.True(place >= 0, $"'{text}' is not in {file}.");
        bytes[place + text.Length - 1]++;
        File.WriteAllBytes(file, bytes);
    }
}
