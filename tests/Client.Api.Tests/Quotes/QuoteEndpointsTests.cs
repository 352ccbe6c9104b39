using System.Net;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Quotes;

public sealed class QuoteEndpointsTests
{
    private const string Body = """
        {"pay":{"asset":"solana/USDC","amount":"12.5"},"receive":{"asset":"stellar/XLM","address":"GCUSTOMER"}}
        """;

    [Fact]
    public async Task A_quote_is_made_once_for_each_key_and_body_and_is_then_found()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();

        var made = await host.PostAsync("/v1/quotes", Body, token, "key-1");
        var again = await host.PostAsync("/v1/quotes", Body, token, "key-1");
        var found = await host.GetAsync(made.Headers["Location"], token);

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal(QuoteId.Derive(user, "key-1").Value, made.Member("id"));
        Assert.Equal($"/v1/quotes/{made.Member("id")}", made.Headers["Location"]);
        Assert.Equal("application/json", made.ContentType);
        Assert.Equal((made.Status, made.Text), (again.Status, again.Text));
        Assert.Equal(made.Headers["Location"], again.Headers["Location"]);
        Assert.Equal((HttpStatusCode.OK, made.Text), (found.Status, found.Text));
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, token) = await host.SignInAsync();
        await host.PostAsync("/v1/quotes", Body, token, "key-1");

        var other = await host.PostAsync(
            "/v1/quotes", Body.Replace("12.5", "12.6", StringComparison.Ordinal), token, "key-1");

        other.AssertProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused", "Idempotency-Key");
    }

    [Fact]
    public async Task The_same_key_of_two_users_makes_two_quotes_and_without_a_key_so_do_two_requests()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, alice) = await host.SignInAsync("GALICE");
        var (_, bob) = await host.SignInAsync("GBOB");

        var replies = new[]
        {
            await host.PostAsync("/v1/quotes", Body, alice, "key-1"),
            await host.PostAsync("/v1/quotes", Body, bob, "key-1"),
            await host.PostAsync("/v1/quotes", Body, alice),
            await host.PostAsync("/v1/quotes", Body, alice),
        };

        Assert.Equal(4, replies.Select(r => r.Member("id")).Distinct().Count());
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("")]
    public async Task A_malformed_key_is_refused_and_makes_nothing(string key)
    {
        await using var host = await ApiHost.StartAsync();
        var (_, token) = await host.SignInAsync();

        var reply = await host.PostAsync("/v1/quotes", Body, token, key);

        reply.AssertProblem(HttpStatusCode.BadRequest, "idempotency_key_malformed", "Idempotency-Key");
        Assert.Empty(host.Grains.Keys<IQuoteGrain>());
    }

    [Fact]
    public async Task A_refusal_with_a_time_says_when_to_come_back()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, token) = await host.SignInAsync();
        host.Quotes.Refusal = new Refusal
        {
            Code = ErrorCodes.LimitExceeded,
            Detail = "The daily limit is reached.",
            RetryAt = Samples.Start.AddSeconds(90.5),
        };

        var reply = await host.PostAsync("/v1/quotes", Body, token);

        reply.AssertProblem(HttpStatusCode.UnprocessableEntity, "limit_exceeded");
        Assert.Equal("91", reply.Headers["Retry-After"]);
        Assert.Equal(Samples.Start.AddSeconds(90.5), reply.Json.GetProperty("retryAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_grain_that_fails_is_answered_without_its_text()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, token) = await host.SignInAsync();
        host.Quotes.Failure = new TimeoutException("q_1 waits for node 10.0.0.7");

        var reply = await host.PostAsync("/v1/quotes", Body, token);

        reply.AssertProblem(HttpStatusCode.ServiceUnavailable, "overloaded");
        Assert.DoesNotContain("10.0.0.7", reply.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("q_nonsense")]
    [InlineData("q_aaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_quote_that_is_not_there_is_unknown(string id)
    {
        await using var host = await ApiHost.StartAsync();
        var (_, token) = await host.SignInAsync();

        Assert.All(
            new[]
            {
                await host.GetAsync($"/v1/quotes/{id}", token),
                await host.GetAsync($"/v1/quotes/{id}/timeline", token),
                await host.GetAsync($"/v1/quotes/{id}/history", token),
                await host.PostAsync($"/v1/quotes/{id}/commit", null, token),
            },
            reply => reply.AssertProblem(HttpStatusCode.NotFound, "quote_unknown"));
    }

    [Fact]
    public async Task Somebody_elses_quote_is_answered_like_one_that_is_not_there()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, alice) = await host.SignInAsync("GALICE");
        var (_, bob) = await host.SignInAsync("GBOB");
        var quote = await host.PostAsync("/v1/quotes", Body, alice);
        var path = quote.Headers["Location"];

        var theirs = await host.GetAsync(path, bob);
        var nobodys = await host.GetAsync("/v1/quotes/q_aaaaaaaaaaaaaaaaaaaaaaaaaa", bob);
        var timeline = await host.GetAsync($"{path}/timeline", bob);
        var hint = await host.PostAsync($"{path}/commit", null, bob);

        theirs.AssertProblem(HttpStatusCode.NotFound, "quote_unknown");
        Assert.Equal(nobodys.Member("detail"), theirs.Member("detail"));
        timeline.AssertProblem(HttpStatusCode.NotFound, "quote_unknown");
        hint.AssertProblem(HttpStatusCode.NotFound, "quote_unknown");
        Assert.Equal(0, host.Watcher(Samples.SolanaAccount).Wakes);
    }

    [Fact]
    public async Task A_timeline_is_told_step_by_step()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, token) = await host.SignInAsync();
        var quote = await host.PostAsync("/v1/quotes", Body, token);
        host.Quote(new QuoteId(quote.Member("id")!)).Timeline =
        [
            new TimelineStep { At = Samples.Start, Step = "quote.created" },
            new TimelineStep
            {
                At = Samples.Start.AddSeconds(9), Step = "delivery.submitted", Detail = "lane 1", TransactionId = "tx",
            },
        ];

        var reply = await host.GetAsync($"{quote.Headers["Location"]}/timeline", token);

        Assert.Equal(
            """
            {"items":[{"at":"2026-03-01T12:00:00+00:00","step":"quote.created","detail":null,"transactionId":null},
            {"at":"2026-03-01T12:00:09+00:00","step":"delivery.submitted","detail":"lane 1","transactionId":"tx"}]}
            """.ReplaceLineEndings(string.Empty),
            reply.Text);
    }

    [Fact]
    public async Task A_list_shows_each_own_quote_once_newest_first_over_all_pages()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, token) = await host.SignInAsync("GALICE");
        var (_, other) = await host.SignInAsync("GBOB");
        var made = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            made.Insert(0, (await host.PostAsync("/v1/quotes", Body, token)).Member("id")!);
            await host.PostAsync("/v1/quotes", Body, other);
            host.Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        var seen = new List<string>();
        var sizes = new List<int>();
        string? cursor = null;
        do
        {
            var suffix = cursor is null ? string.Empty : $"&cursor={cursor}";
            var page = await host.GetAsync($"/v1/quotes?limit=3{suffix}", token);
            var ids = page.Json.GetProperty("items").EnumerateArray().Select(q => q.GetProperty("id").GetString()!);
            seen.AddRange(ids);
            sizes.Add(page.Json.GetProperty("items").GetArrayLength());
            cursor = page.Json.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);

        Assert.Equal(made, seen);
        Assert.Equal([3, 3, 1], sizes);
    }

    [Theory]
    [InlineData("limit=0", "page_size_out_of_range", "limit")]
    [InlineData("limit=101", "page_size_out_of_range", "limit")]
    [InlineData("limit=-1", "page_size_out_of_range", "limit")]
    [InlineData("limit=ten", "page_size_out_of_range", "limit")]
    [InlineData("limit=", "page_size_out_of_range", "limit")]
    [InlineData("limit=1&limit=2", "page_size_out_of_range", "limit")]
    [InlineData("cursor=", "cursor_malformed", "cursor")]
    [InlineData("cursor=AAAA", "cursor_malformed", "cursor")]
    [InlineData("cursor=%00", "cursor_malformed", "cursor")]
    public async Task A_page_that_cannot_be_is_refused(string query, string code, string field)
    {
        await using var host = await ApiHost.StartAsync();
        var (_, token) = await host.SignInAsync();

        var reply = await host.GetAsync($"/v1/quotes?{query}", token);

        reply.AssertProblem(HttpStatusCode.BadRequest, code, field);
    }

    [Fact]
    public async Task A_hundred_hints_at_once_read_the_chain_twice_at_most()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, token) = await host.SignInAsync();
        var quote = await host.PostAsync("/v1/quotes", Body, token);
        var path = $"{quote.Headers["Location"]}/commit";

        var replies = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => host.PostAsync(path, """{"transactionId":"tx"}""", token)));

        Assert.All(replies, reply => Assert.Equal((HttpStatusCode.Accepted, quote.Text), (reply.Status, reply.Text)));
        Assert.Equal(1, host.Watcher(Samples.SolanaAccount).Wakes);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, host.Watcher(Samples.SolanaAccount).Wakes);
        Assert.Equal(0, host.Watcher(Samples.StellarAccount).Wakes);
    }

    [Fact]
    public async Task A_hint_may_come_without_a_body_and_does_not_fail_with_the_watcher()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, token) = await host.SignInAsync();
        var quote = await host.PostAsync("/v1/quotes", Body, token);
        host.Watcher(Samples.SolanaAccount).Failure = new LimitExceededException("its queue is full");

        var reply = await host.PostAsync($"{quote.Headers["Location"]}/commit", null, token);

        Assert.Equal(HttpStatusCode.Accepted, reply.Status);
        Assert.Equal(1, host.Watcher(Samples.SolanaAccount).Wakes);
        Assert.Contains(host.Log.Lines, line => line.Id.Id == 2009);
    }

    [Fact]
    public async Task A_hint_for_a_quote_that_has_ended_wakes_nobody()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, token) = await host.SignInAsync();
        var quote = await host.PostAsync("/v1/quotes", Body, token);
        var grain = host.Quote(new QuoteId(quote.Member("id")!));
        grain.View = grain.View! with { Status = QuoteStatus.Expired, Terminal = true };

        var reply = await host.PostAsync($"{quote.Headers["Location"]}/commit", "{}", token);

        Assert.Equal(HttpStatusCode.Accepted, reply.Status);
        Assert.Equal(0, host.Watcher(Samples.SolanaAccount).Wakes);
    }

    [Fact]
    public async Task A_hint_with_an_unknown_member_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, token) = await host.SignInAsync();
        var quote = await host.PostAsync("/v1/quotes", Body, token);

        var reply = await host.PostAsync($"{quote.Headers["Location"]}/commit", """{"tx":"1"}""", token);

        reply.AssertProblem(HttpStatusCode.BadRequest, "request_malformed", "tx");
    }
}
