using System.Net;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.WalletTransfers;

public sealed class TransferEndpointsTests
{
    [Fact]
    public async Task A_transfer_is_named_by_its_key_shown_and_listed()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var (from, to) = (WalletId.Of(user, "main"), WalletId.Of(user, "savings"));
        var id = WalletTransferId.Derive(user, "key-1");

        var made = await host.PostAsync($"/v1/wallets/{from}/transfers", Body(to), token, "key-1");
        var again = await host.PostAsync($"/v1/wallets/{from}/transfers", Body(to), token, "key-1");

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal((made.Status, made.Text), (again.Status, again.Text));
        Assert.Equal($"/v1/wallets/{from}/transfers/{id}", made.Headers["Location"]);
        var command = new CreateWalletTransfer
        {
            From = from, To = to, Asset = "stellar/XLM", Amount = "1.25", Note = "rent",
        };
        Assert.Equal([command, command], Transfer(host, id).Asked);
        Assert.Equal(
            (id.Value, from.Value, to.Value, "sent", "1.25", "rent"),
            (made.Member("id"), made.Member("from"), made.Member("to"), made.Member("status"),
                made.Member("amount.amount"), made.Member("note")));
        Assert.Equal(("00000000000000000000000000000abc", "null"), (made.Member("entryId"), made.Member("arrivedAt")));

        Transfer(host, id).View = Transfer(host, id).View! with
        {
            Status = WalletTransferStatus.Arrived, ArrivedAt = Samples.Start,
        };
        var shown = await host.GetAsync($"/v1/wallets/{from}/transfers/{id}", token);
        Assert.Equal((HttpStatusCode.OK, "arrived"), (shown.Status, shown.Member("status")));
        host.Quotes.Listing.Add(Transfer(host, id).View!);
        var listed = await host.GetAsync($"/v1/wallets/{from}/transfers?limit=1", token);
        Assert.Equal(shown.Text, Assert.Single(listed.Json.GetProperty("items").EnumerateArray()).GetRawText());
        Assert.Equal("null", listed.Member("nextCursor"));
    }

    [Fact]
    public async Task Without_a_key_or_a_wallet_nothing_is_asked_and_what_is_refused_is_told_by_its_code()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var path = $"/v1/wallets/{WalletId.Of(user, "main")}/transfers";
        var (id, to) = (WalletTransferId.Derive(user, "key-1"), WalletId.Of(user, "savings"));

        (await host.PostAsync(path, Body(to), token))
            .AssertProblem(HttpStatusCode.BadRequest, ErrorCodes.IdempotencyKeyMalformed, "Idempotency-Key");
        (await host.PostAsync(path, """{"to":"savings","asset":"stellar/XLM","amount":"1"}""", token, "key-1"))
            .AssertProblem(HttpStatusCode.BadRequest, ErrorCodes.RequestMalformed, "to");
        (await host.PostAsync(path, $$"""{"to":"{{to}}","asset":"stellar/XLM"}""", token, "key-1"))
            .AssertProblem(HttpStatusCode.BadRequest, ErrorCodes.RequestMalformed, "amount");
        Assert.Empty(Transfer(host, id).Asked);

        Transfer(host, id).Refusal = new Refusal { Code = ErrorCodes.WalletNotPayable, Field = "to", Detail = "no" };
        (await host.PostAsync(path, Body(to), token, "key-1"))
            .AssertProblem(HttpStatusCode.UnprocessableEntity, ErrorCodes.WalletNotPayable, "to");
        (await host.GetAsync($"{path}/{id}", token))
            .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.TransferUnknown);
    }

    [Fact]
    public async Task Nobody_sends_from_anothers_wallet_or_sees_what_it_sent()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var (other, stranger) = await host.SignInAsync("GOTHER");
        var (wallet, theirs) = (WalletId.Of(user, "main"), WalletId.Of(other, "main"));
        await host.PostAsync($"/v1/wallets/{wallet}/transfers", Body(theirs), token, "key-1");
        var id = WalletTransferId.Derive(user, "key-1");

        foreach (var reply in new[]
        {
            await host.PostAsync($"/v1/wallets/{wallet}/transfers", Body(theirs), stranger, "key-2"),
            await host.GetAsync($"/v1/wallets/{wallet}/transfers", stranger),
            await host.GetAsync($"/v1/wallets/{wallet}/transfers/{id}", stranger),
        })
        {
            reply.AssertProblem(HttpStatusCode.NotFound, ErrorCodes.NotFound);
        }

        // Nor under the wallet that gets it, nor under another one of the same user's.
        (await host.GetAsync($"/v1/wallets/{theirs}/transfers/{id}", stranger))
            .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.TransferUnknown);
        (await host.GetAsync($"/v1/wallets/{WalletId.Of(user, "second")}/transfers/{id}", token))
            .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.TransferUnknown);
        Assert.Single(Transfer(host, id).Asked);
        Assert.Empty(Transfer(host, WalletTransferId.Derive(other, "key-2")).Asked);
        (await host.GetAsync($"/v1/wallets/{wallet}/transfers"))
            .AssertProblem(HttpStatusCode.Unauthorized, ErrorCodes.Unauthenticated);
    }

    private static string Body(WalletId to) =>
        $$"""{"to":"{{to}}","asset":"stellar/XLM","amount":"1.25","note":"rent"}""";

    private static FakeWalletTransfer Transfer(ApiHost host, WalletTransferId id) =>
        (FakeWalletTransfer)host.Grains.GetGrain<IWalletTransferGrain>(id.Value);
}
