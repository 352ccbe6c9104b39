using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OrleansTrading.Silo.Tests.Customers;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests;

/// <summary>What was answered is on disk: SIGKILL at any moment takes nothing back.</summary>
public sealed class KillUnderLoadTests
{
    private const int Rounds = 3;
    private const int Workers = 8;
    private const int AcknowledgedMin = 20;
    private const int AcknowledgedMax = 80;

    [Fact]
    public async Task Every_acknowledged_quote_survives_a_kill_under_load()
    {
        await using var stage = await Stage.OpenBesideNetworksAsync("Api:RateLimits:Enabled=false");
        using var customer = await Customer.SignInAsync(stage);
        var asked = new ConcurrentDictionary<string, JsonObject?>(StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            var killAt = asked.Values.Count(a => a is not null)
                + RandomNumberGenerator.GetInt32(AcknowledgedMin, AcknowledgedMax);
            await LoadUntilKilledAsync(stage, customer, asked, killAt);
            await stage.ServeAsync();
            await AssertNothingLostAsync(customer, asked, $"round {round}, killed at {killAt}");
        }
    }

    /// <summary>Asks for quotes until the server is gone. An answer that never came is remembered as null.</summary>
    private static async Task LoadUntilKilledAsync(
        Stage stage, Customer customer, ConcurrentDictionary<string, JsonObject?> asked, int killAt)
    {
        var acknowledged = asked.Values.Count(a => a is not null);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var workers = Enumerable.Range(0, Workers).Select(async _ =>
        {
            while (true)
            {
                var key = Guid.NewGuid().ToString();
                asked[key] = null;
                Reply reply;
                try
                {
                    reply = await customer.AskAsync(customer.QuoteRequest("10"), key);
                }
                catch (HttpRequestException)
                {
                    return;
                }

                asked[key] = reply.Expect(201);
                if (Interlocked.Increment(ref acknowledged) == killAt)
                {
                    reached.SetResult();
                }
            }
        }).ToList();

        // A worker that fails ends the wait too, and says why.
        await Task.WhenAny([reached.Task, .. workers]);
        await stage.KillAsync();
        await Task.WhenAll(workers);
        Assert.True(reached.Task.IsCompleted, "The server went away before it was killed.");
    }

    private static async Task AssertNothingLostAsync(
        Customer customer, ConcurrentDictionary<string, JsonObject?> asked, string when)
    {
        var listed = (await customer.ListAsync()).ToDictionary(Customer.Id, StringComparer.Ordinal);
        foreach (var quote in asked.Values.OfType<JsonObject>())
        {
            var id = Customer.Id(quote);
            var read = await customer.GetAsync($"/v1/quotes/{id}");
            Assert.True(JsonNode.DeepEquals(quote, read), $"{when}: acknowledged {quote}, now {read}");
            Assert.True(listed.ContainsKey(id), $"{when}: {id} is not in the list");
            Assert.True(JsonNode.DeepEquals(quote, listed[id]), $"{when}: acknowledged {quote}, listed {listed[id]}");
        }

        // Who got no answer asks again with the same key, and gets one quote: the one that was made before the kill if
        // there was one. Afterwards there are as many quotes as there were keys.
        foreach (var (key, _) in asked.Where(a => a.Value is null).ToList())
        {
            var repeated = (await customer.AskAsync(customer.QuoteRequest("10"), key)).Expect(201);
            asked[key] = repeated;
            if (listed.TryGetValue(Customer.Id(repeated), out var made))
            {
                Assert.True(JsonNode.DeepEquals(made, repeated), $"{when}: made {made}, repeated {repeated}");
            }
        }

        var ids = (await customer.ListAsync()).Select(Customer.Id).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(asked.Values.Select(quote => Customer.Id(quote!)).Order(StringComparer.Ordinal), ids);

        // The history has the making of each once: it is stored with the quote or not at all.
        var created = (await customer.HistoryAsync()).Where(e => e["kind"]!.GetValue<string>() == "quote.created");
        Assert.Equal(ids, created.Select(e => e["subject"]!.GetValue<string>()).Order(StringComparer.Ordinal));
    }
}
