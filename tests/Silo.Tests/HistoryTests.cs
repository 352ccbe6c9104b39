using System.Text.Json.Nodes;
using OrleansTrading.Silo.Tests.Customers;
using OrleansTrading.Silo.Tests.Processes;

namespace OrleansTrading.Silo.Tests;

/// <summary>The history over HTTP, of a server that trades.</summary>
[Collection(SharedStage.Name)]
public sealed class HistoryTests(SharedStage shared)
{
    private static readonly string[] QuoteStory =
        ["quote.executed", "quote.executing", "quote.committed", "risk.booked", "quote.created"];

    [Fact]
    public async Task A_trade_is_told_to_its_owner_and_to_operators_and_to_nobody_else()
    {
        var quote = await shared.Alice.QuoteAsync("10");
        var transaction = await shared.Alice.PayAsync(quote);
        var done = await shared.Alice.AwaitEndAsync(quote);
        var id = Customer.Id(quote);

        var ofQuote = await shared.Alice.GetAsync($"/v1/quotes/{id}/history");
        Assert.Equal(QuoteStory, Kinds(ofQuote));
        var executed = ofQuote["items"]![0]!["details"]!;
        Assert.Equal(Text(done["deliveryTransactionId"]), Text(executed["transactionId"]));
        Assert.Equal(Text(done["receive"]!["units"]), Text(executed["delivered"]!["units"]));
        Assert.Contains(transaction, Text(executed["payment"]), StringComparison.Ordinal);

        var own = await Eventually.GetAsync("the payment is settled", async () =>
        {
            var all = await shared.Alice.HistoryAsync();
            return all.Any(e => Text(e["kind"]) == "payment.settled" && Text(e["details"]!["quote"]) == id)
                ? all
                : null;
        });
        Assert.Equal(QuoteStory, own.Where(e => Text(e["subject"]) == id).Select(e => Text(e["kind"])));
        Assert.All(
            ["user.created", "user.address_linked", "session.opened", "transfer.landed"],
            kind => Assert.Contains(own, e => Text(e["kind"]) == kind));

        var bobs = await shared.Bob.HistoryAsync();
        Assert.Contains(bobs, e => Text(e["subject"]) == shared.BobsQuote);
        Assert.DoesNotContain(bobs, e => e.ToJsonString().Contains(id, StringComparison.Ordinal));

        var delivery = await AsOperatorAsync($"subject=deliver:{id}");
        Assert.Equal(["transfer.landed", "transfer.signed", "transfer.ordered"], Kinds(delivery));
        var user = Text((await shared.Alice.GetAsync("/v1/user"))["id"]);
        Assert.All(delivery["items"]!.AsArray(), e => Assert.Equal(user, Text(e!["owner"])));
        var ofOwner = await AsOperatorAsync($"owner={user}&limit=100");
        Assert.Equal(own.Select(e => Text(e["kind"])), Kinds(ofOwner));
    }

    [Fact]
    public async Task The_whole_history_has_no_secret_in_it()
    {
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await AsOperatorAsync($"limit=100{(cursor is null ? string.Empty : $"&cursor={cursor}")}");
            seen.AddRange(page["items"]!.AsArray().Select(e => e!.ToJsonString()));
            cursor = page["nextCursor"]?.GetValue<string>();
        }
        while (cursor is not null);

        // Both customers have signed in, so that there would be something to tell.
        Assert.True(seen.Count(e => e.Contains("session.opened", StringComparison.Ordinal)) >= 2);
        Assert.Empty(shared.Stage.Secrets.FindIn(string.Join('\n', seen)));
        Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
    }

    private async Task<JsonObject> AsOperatorAsync(string query) =>
        (await shared.Alice.Api.GetAsync($"/v1/operator/history?{query}", shared.OperatorKey)).Expect(200);

    private static IEnumerable<string> Kinds(JsonObject page) => page["items"]!.AsArray().Select(e => Text(e!["kind"]));

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
