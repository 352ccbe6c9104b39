using System.Text.Json.Nodes;
using OrleansTrading.Silo.Tests.Customers;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests;

/// <summary>However often the platform is told of a payment, it delivers for it once.</summary>
[Collection(SharedStage.Name)]
public sealed class ManyHintsTests(SharedStage shared)
{
    private const int Hints = 100;

    [Fact]
    public async Task Hundred_identical_hints_and_webhooks_for_one_payment_deliver_once()
    {
        using var customer = await Customer.SignInAsync(shared.Stage);
        var quote = await customer.QuoteAsync("10");
        var id = Customer.Id(quote);
        var transaction = await customer.PayAsync(quote);

        var hook = new SignedHook { Secret = shared.HookSecret, Id = $"msg_{id}" };
        var commit = new JsonObject { ["transactionId"] = transaction };
        var replies = await Task.WhenAll(Enumerable.Range(0, Hints).SelectMany(_ => new[]
        {
            customer.Api.PostAsync($"/v1/quotes/{id}/commit", commit.DeepClone(), customer.Token),
            customer.Api.SendAsync(hook.ToRequest("solana")),
        }));

        Assert.All(replies, reply => reply.AssertStatus(202));
        var ended = await customer.AwaitEndAsync(quote);
        Assert.Equal("executed", ended["status"]!.GetValue<string>());

        // A second trade has gone all the way through the same watcher and treasury: whatever the first one still had
        // to do wrongly would be done by now.
        var later = await customer.QuoteAsync("10");
        await customer.PayAsync(later);
        Assert.Equal("executed", (await customer.AwaitEndAsync(later))["status"]!.GetValue<string>());

        await AssertOneDeliveryAsync(customer, ended);
        await AssertOneDeliveryAsync(customer, await customer.GetAsync($"/v1/quotes/{Customer.Id(later)}"));
    }

    private static async Task AssertOneDeliveryAsync(Customer customer, JsonObject quote)
    {
        var delivery = Assert.Single(await customer.DeliveriesAsync(quote));
        Assert.Equal(quote["deliveryTransactionId"]!.GetValue<string>(), delivery.TransactionId);
        Assert.Equal(quote["receive"]!["units"]!.GetValue<string>(), $"{delivery.Amount?.Units}");
        Assert.Equal(quote["receive"]!["units"]!.GetValue<string>(), quote["delivered"]!["units"]!.GetValue<string>());
        Assert.Single(quote["payments"]!.AsArray());

        var timeline = await customer.GetAsync($"/v1/quotes/{Customer.Id(quote)}/timeline");
        var steps = timeline["items"]!.AsArray().Select(step => step!["step"]!.GetValue<string>()).ToList();
        Assert.Single(steps, step => step == "quote.committed");
        Assert.Single(steps, step => step == "delivery.signed");
        Assert.Single(steps, step => step == "quote.executed");
    }
}
