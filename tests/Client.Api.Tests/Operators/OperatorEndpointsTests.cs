using System.Net;
using System.Text.Json;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Operators;

public sealed class OperatorEndpointsTests
{
    private static readonly string[] Routes =
    [
        "GET /v1/operator/quotes/overdue", "GET /v1/operator/treasury", "GET /v1/operator/payments/x",
        "GET /v1/operator/quotes/parked", "GET /v1/operator/payments/parked",
        "GET /v1/operator/history", "GET /v1/operator/ledger/accounts", "GET /v1/operator/ledger/accounts/capital",
        "GET /v1/operator/ledger/entries", "GET /v1/operator/ledger/audit", "POST /v1/operator/treasury/stellar/resume",
        "GET /v1/operator/limits", "GET /v1/operator/breakers", "POST /v1/operator/breakers/stellar/open",
        "POST /v1/operator/breakers/stellar/close",
    ];

    [Fact]
    public async Task Without_any_configured_key_the_routes_are_closed_to_everybody()
    {
        await using var host = await ApiHost.StartAsync(options => options.OperatorKeys.Clear());

        foreach (var route in Routes)
        {
            (await AskAsync(host, route, null)).AssertProblem(HttpStatusCode.Forbidden, "forbidden");
            (await AskAsync(host, route, ApiHost.OperatorKey)).AssertProblem(HttpStatusCode.Forbidden, "forbidden");
        }
    }

    [Fact]
    public async Task Only_an_operators_key_opens_them()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, customer) = await host.SignInAsync();

        foreach (var route in Routes)
        {
            (await AskAsync(host, route, null)).AssertProblem(HttpStatusCode.Unauthorized, "unauthenticated");
            (await AskAsync(host, route, ApiHost.OperatorKey + "0"))
                .AssertProblem(HttpStatusCode.Unauthorized, "unauthenticated");
            (await AskAsync(host, route, customer)).AssertProblem(HttpStatusCode.Forbidden, "forbidden");
        }

        Assert.Empty(host.Treasury(Samples.StellarAccount).Notes);
    }

    [Fact]
    public async Task An_operators_key_opens_no_customers_route()
    {
        await using var host = await ApiHost.StartAsync();

        var reply = await host.GetAsync("/v1/user", ApiHost.OperatorKey);

        reply.AssertProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Overdue_quotes_are_looked_at_and_those_that_are_still_open_are_listed()
    {
        await using var host = await ApiHost.StartAsync();
        var user = UserId.Derive(Samples.StellarAccount);
        var open = Put(host, user, "1", 1);
        Put(host, user, "2", 2, expiresOnReview: true);
        var later = Put(host, user, "3", 3);
        Put(host, user, "4", 100);
        host.Time.Advance(TimeSpan.FromMinutes(10));

        var first = await host.GetAsync("/v1/operator/quotes/overdue?limit=2", ApiHost.OperatorKey);
        var second = await host.GetAsync(
            $"/v1/operator/quotes/overdue?limit=2&cursor={first.Member("nextCursor")}", ApiHost.OperatorKey);

        var item = Assert.Single(first.Json.GetProperty("items").EnumerateArray());
        Assert.Equal(open.Value, item.GetProperty("quote").GetProperty("id").GetString());
        Assert.Equal(user.Value, item.GetProperty("userId").GetString());
        Assert.Equal(1, host.Quote(open).Looks);
        Assert.Equal(
            later.Value,
            Assert.Single(second.Json.GetProperty("items").EnumerateArray()).GetProperty("quote").GetProperty("id")
                .GetString());
        Assert.Equal("null", second.Member("nextCursor"));
    }

    [Fact]
    public async Task Parked_quotes_are_listed_with_their_reason_and_only_they()
    {
        await using var host = await ApiHost.StartAsync();
        var user = UserId.Derive(Samples.StellarAccount);
        var parked = new[] { PutParked(host, user, "1", 1), PutParked(host, user, "2", 2) };
        Put(host, user, "3", 0);

        var first = await host.GetAsync("/v1/operator/quotes/parked?limit=1", ApiHost.OperatorKey);
        var second = await host.GetAsync(
            $"/v1/operator/quotes/parked?limit=1&cursor={first.Member("nextCursor")}", ApiHost.OperatorKey);

        var item = Assert.Single(first.Json.GetProperty("items").EnumerateArray());
        var quote = item.GetProperty("quote");
        Assert.Equal(user.Value, item.GetProperty("userId").GetString());
        Assert.Equal(parked[0].Value, quote.GetProperty("id").GetString());
        Assert.Equal("parked", quote.GetProperty("status").GetString());
        Assert.Equal("outcome_unknown", quote.GetProperty("reason").GetString());
        Assert.Equal(
            parked[1].Value,
            Assert.Single(second.Json.GetProperty("items").EnumerateArray()).GetProperty("quote").GetProperty("id")
                .GetString());
        Assert.Equal("null", second.Member("nextCursor"));
    }

    [Fact]
    public async Task Parked_payments_are_listed_with_their_reason_whether_or_not_they_name_a_quote()
    {
        await using var host = await ApiHost.StartAsync();
        var payments = Enumerable.Range(0, 3).Select(index => Samples.ParkedPayment(index)).ToList();
        foreach (var payment in payments)
        {
            host.Quotes.Listing.Add(payment);
            host.Grains.Put<IPaymentGrain>(payment.Payment.Id.Value, new FakePayment(payment));
        }

        var first = await host.GetAsync("/v1/operator/payments/parked?limit=2", ApiHost.OperatorKey);
        var second = await host.GetAsync(
            $"/v1/operator/payments/parked?limit=2&cursor={first.Member("nextCursor")}", ApiHost.OperatorKey);

        var items = first.Json.GetProperty("items").EnumerateArray()
            .Concat(second.Json.GetProperty("items").EnumerateArray()).ToList();
        Assert.Equal(
            payments.Select(p => p.Payment.Id.Value), items.Select(i => i.GetProperty("paymentId").GetString()));
        Assert.All(items, i => Assert.Equal("sender_not_payable", i.GetProperty("reason").GetString()));
        Assert.Equal("null", second.Member("nextCursor"));
    }

    [Theory]
    [InlineData("quotes/parked")]
    [InlineData("payments/parked")]
    public async Task A_page_of_parked_things_has_a_size_and_a_cursor_of_ours(string list)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.GetAsync($"/v1/operator/{list}?limit=101", ApiHost.OperatorKey))
            .AssertProblem(HttpStatusCode.BadRequest, "page_size_out_of_range", "limit");
        (await host.GetAsync($"/v1/operator/{list}?cursor=!", ApiHost.OperatorKey))
            .AssertProblem(HttpStatusCode.BadRequest, "cursor_malformed", "cursor");
    }

    [Fact]
    public async Task The_treasury_is_shown_with_what_keeps_it_from_signing()
    {
        await using var host = await ApiHost.StartAsync();
        host.Treasury(Samples.StellarAccount).Halted = "transaction abc is not ours";
        host.Watcher(Samples.SolanaAccount).Failure = new TimeoutException();

        var reply = await host.GetAsync("/v1/operator/treasury", ApiHost.OperatorKey);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        var solana = reply.Json.GetProperty("items")[0];
        var stellar = reply.Json.GetProperty("items")[1];
        Assert.False(solana.GetProperty("answers").GetBoolean());
        Assert.True(stellar.GetProperty("answers").GetBoolean());
        Assert.Equal("transaction abc is not ours", stellar.GetProperty("halted").GetString());
        Assert.Equal("stellar/XLM", stellar.GetProperty("balances")[0].GetProperty("asset").GetString());
        Assert.Equal("350", stellar.GetProperty("balances")[0].GetProperty("availableUnits").GetString());
    }

    [Fact]
    public async Task Transactions_that_were_not_signed_here_are_listed()
    {
        await using var host = await ApiHost.StartAsync();
        var treasury = host.Treasury(Samples.StellarAccount);
        treasury.Halted = "2 transactions were not signed here, the first is tx1";
        treasury.Unknown.Add(new UnknownTransaction
        {
            TransactionId = "tx1",
            At = Samples.Start,
            To = "GTHIEF",
            Amount = new Amount(Samples.Xlm, 42),
            Memo = "q_aaaaaaaaaaaaaaaaaaaaaaaaaa",
            Succeeded = true,
        });
        treasury.Unknown.Add(
            new UnknownTransaction { TransactionId = "tx2", At = Samples.Start, To = "", Succeeded = false });

        host.Treasury(Samples.SolanaAccount).WaitsFor = "stellar is halted";

        var reply = await host.GetAsync("/v1/operator/treasury", ApiHost.OperatorKey);
        var chains = await host.GetAsync("/v1/chains");

        Assert.Equal("stellar is halted", reply.Json.GetProperty("items")[0].GetProperty("waitsFor").GetString());
        Assert.All(
            chains.Json.GetProperty("items").EnumerateArray(),
            chain => Assert.Equal("halted", chain.GetProperty("status").GetString()));
        var stellar = reply.Json.GetProperty("items")[1];
        var unknown = stellar.GetProperty("unknown");
        Assert.Equal(41, stellar.GetProperty("unknownBeyond").GetInt64());
        Assert.Equal("tx1", unknown[0].GetProperty("transactionId").GetString());
        Assert.Equal("GTHIEF", unknown[0].GetProperty("to").GetString());
        Assert.Equal(Samples.Xlm.Value, unknown[0].GetProperty("assetId").GetString());
        Assert.Equal("42", unknown[0].GetProperty("units").GetString());
        Assert.Equal("q_aaaaaaaaaaaaaaaaaaaaaaaaaa", unknown[0].GetProperty("memo").GetString());
        Assert.Equal("tx2", unknown[1].GetProperty("transactionId").GetString());
        Assert.Equal(JsonValueKind.Null, unknown[1].GetProperty("units").ValueKind);
        Assert.False(unknown[1].GetProperty("succeeded").GetBoolean());
    }

    [Theory]
    [InlineData("stellar:testnet/tx1/0")]
    [InlineData("stellar%3Atestnet%2Ftx1%2F0")]
    [InlineData("stellar:testnet%2ftx1%2f0")]
    public async Task A_payment_is_found_by_its_id_however_it_is_encoded(string path)
    {
        await using var host = await ApiHost.StartAsync();
        var id = PaymentId.Of(Samples.StellarId, "tx1", 0);
        host.Grains.Put<IPaymentGrain>(id.Value, new FakePayment(new PaymentView
        {
            Payment = new IncomingPayment
            {
                Id = id,
                Account = Samples.StellarAccount,
                Sender = "GSENDER",
                Amount = new Amount(Samples.Xlm, 42),
                TransactionId = "tx1",
                PaidAt = Samples.Start,
                Height = ulong.MaxValue,
            },
            Status = PaymentStatus.Parked,
            Reason = PaymentReasons.UnknownMemo,
        }));

        var reply = await host.GetAsync($"/v1/operator/payments/{path}", ApiHost.OperatorKey);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(id.Value, reply.Member("paymentId"));
        Assert.Equal("parked", reply.Member("status"));
        Assert.Equal("42", reply.Member("units"));
        Assert.Equal("18446744073709551615", reply.Member("height"));
    }

    [Theory]
    [InlineData("stellar:testnet/tx1/1")]
    [InlineData("stellar:testnet/tx1/x")]
    [InlineData("stellar:testnet/tx1")]
    [InlineData("stellar:testnet//0")]
    [InlineData("a/b/c/0")]
    [InlineData("%20/b/0")]
    public async Task A_payment_that_is_not_there_is_not_found(string path)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.GetAsync($"/v1/operator/payments/{path}", ApiHost.OperatorKey))
            .AssertProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task A_halted_account_is_resumed_with_a_note_that_says_who_and_why()
    {
        await using var host = await ApiHost.StartAsync();
        var treasury = host.Treasury(Samples.StellarAccount);
        treasury.Halted = "transaction abc is not ours";

        var reply = await host.PostAsync(
            "/v1/operator/treasury/stellar/resume", """{"note":"abc was the audit's transfer"}""", ApiHost.OperatorKey);

        Assert.Equal(HttpStatusCode.NoContent, reply.Status);
        Assert.Equal(["ops-1: abc was the audit's transfer"], treasury.Notes);
    }

    [Theory]
    [InlineData("stellar", """{"note":""}""", HttpStatusCode.BadRequest, "request_malformed", "note")]
    [InlineData("stellar", """{"note":"two\nlines"}""", HttpStatusCode.BadRequest, "request_malformed", "note")]
    [InlineData("stellar", "{}", HttpStatusCode.BadRequest, "request_malformed", "note")]
    [InlineData("moon", """{"note":"a"}""", HttpStatusCode.NotFound, "not_found", null)]
    public async Task A_resume_that_cannot_be_is_refused(
        string chain, string body, HttpStatusCode status, string code, string? field)
    {
        await using var host = await ApiHost.StartAsync();

        var reply = await host.PostAsync($"/v1/operator/treasury/{chain}/resume", body, ApiHost.OperatorKey);

        reply.AssertProblem(status, code, field);
        Assert.Empty(host.Treasury(Samples.StellarAccount).Notes);
    }

    private static Task<Reply> AskAsync(ApiHost host, string route, string? token)
    {
        var path = route.Split(' ')[1];
        return route.StartsWith("GET", StringComparison.Ordinal)
            ? host.GetAsync(path, token)
            : host.PostAsync(path, """{"note":"a"}""", token);
    }

    private static QuoteId PutParked(ApiHost host, UserId user, string key, int createdMinutes)
    {
        var id = QuoteId.Derive(user, key);
        var view = Samples.Quote(id, user) with
        {
            Status = QuoteStatus.Parked,
            Terminal = true,
            Deadline = null,
            Reason = PaymentReasons.OutcomeUnknown,
            CreatedAt = Samples.Start.AddMinutes(createdMinutes),
        };
        host.Quotes.Listing.Add(view);
        host.Quote(id).View = view;
        return id;
    }

    private static QuoteId Put(
        ApiHost host, UserId user, string key, int dueMinutes, bool expiresOnReview = false)
    {
        var id = QuoteId.Derive(user, key);
        var view = Samples.Quote(id, user) with { Deadline = Samples.Start.AddMinutes(dueMinutes) };
        host.Quotes.Listing.Add(view);
        host.Quote(id).View = expiresOnReview
            ? view with { Status = QuoteStatus.Expired, Terminal = true, Deadline = null }
            : view;
        return id;
    }
}
