using System.Net;
using System.Text.Json;
using OrleansTrading.Client.Api.History;
using OrleansTrading.Client.Api.Routing;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.History;

public sealed class HistoryEndpointsTests
{
    private const string QuoteRequest = """
        {"pay":{"asset":"solana/USDC","amount":"12.5"},"receive":{"asset":"stellar/XLM","address":"GCUSTOMER"}}
        """;

    [Fact]
    public async Task An_event_is_shown_with_its_details_as_an_object_and_with_nothing_of_the_platforms_inside()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        host.Quotes.History.Add(
            "quote.created", user.Value, "q_1", """{"pay":{"asset":"a","units":"12"},"detail":"\u00e9 \u0022"}""");

        var reply = await host.GetAsync("/v1/history", token);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(
            """
            {"items":[{"kind":"quote.created","subject":"q_1","at":"2026-03-01T12:00:00+00:00",
            "details":{"pay":{"asset":"a","units":"12"},"detail":"é \""}}],"nextCursor":null}
            """.ReplaceLineEndings(string.Empty),
            reply.Text);
    }

    [Fact]
    public async Task All_pages_together_show_each_own_event_once_newest_first_and_nobody_elses()
    {
        await using var host = await ApiHost.StartAsync();
        var (alice, token) = await host.SignInAsync("GALICE");
        var (bob, _) = await host.SignInAsync("GBOB");
        for (var i = 0; i < 7; i++)
        {
            host.Quotes.History.Add($"mine{i}", alice.Value, "q_1");
            host.Quotes.History.Add($"theirs{i}", bob.Value, "q_2");
            host.Quotes.History.Add($"platforms{i}", HistoryOwners.Platform, "q_1");
        }

        var pages = await ReadAsync(
            host, "/v1/history?limit=3", token, () => host.Quotes.History.Add("late", alice.Value, "q_1"));

        Assert.Equal([3, 3, 1], pages.Select(page => page.Count));
        Assert.Equal(
            ["mine6", "mine5", "mine4", "mine3", "mine2", "mine1", "mine0"],
            pages.SelectMany(page => page).Select(e => e.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task The_document_says_that_details_are_an_object()
    {
        await using var host = await ApiHost.StartAsync();

        var document = (await host.GetAsync("/openapi/v1.json")).Json;

        foreach (var body in new[] { nameof(HistoryEventBody), nameof(OperatorHistoryEventBody) })
        {
            var details = document.GetProperty("components").GetProperty("schemas").GetProperty(body)
                .GetProperty("properties").GetProperty("details");
            Assert.Equal("object", details.GetProperty("type").GetString());
        }
    }

    [Fact]
    public async Task A_full_last_page_has_no_next_one()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        host.Quotes.History.Add("a", user.Value, "q_1");
        host.Quotes.History.Add("b", user.Value, "q_1");

        var pages = await ReadAsync(host, "/v1/history?limit=2", token);

        Assert.Equal(2, Assert.Single(pages).Count);
    }

    [Fact]
    public async Task A_cursor_of_somebody_elses_list_shows_ones_own_events_only()
    {
        await using var host = await ApiHost.StartAsync();
        var (alice, aliceToken) = await host.SignInAsync("GALICE");
        var (bob, bobToken) = await host.SignInAsync("GBOB");
        foreach (var owner in new[] { alice, bob, alice, bob })
        {
            host.Quotes.History.Add("event", owner.Value, owner.Value);
        }

        var first = await host.GetAsync("/v1/history?limit=1", aliceToken);
        var rest = await host.GetAsync($"/v1/history?cursor={first.Member("nextCursor")}", bobToken);

        var item = Assert.Single(rest.Json.GetProperty("items").EnumerateArray());
        Assert.Equal(bob.Value, item.GetProperty("subject").GetString());
    }

    [Fact]
    public async Task A_quotes_history_is_its_owners_only()
    {
        await using var host = await ApiHost.StartAsync();
        var (alice, aliceToken) = await host.SignInAsync("GALICE");
        var (_, bobToken) = await host.SignInAsync("GBOB");
        var quote = await host.PostAsync("/v1/quotes", QuoteRequest, aliceToken);
        var id = quote.Member("id")!;
        host.Quotes.History.Add("quote.created", alice.Value, id);
        host.Quotes.History.Add("quote.created", alice.Value, "another");
        host.Quotes.History.Add("quote.expired", alice.Value, id);

        var pages = await ReadAsync(host, $"/v1/quotes/{id}/history?limit=1", aliceToken);

        Assert.Equal(
            ["quote.expired", "quote.created"],
            pages.Select(page => Assert.Single(page).GetProperty("kind").GetString()));
        (await host.GetAsync($"/v1/quotes/{id}/history", bobToken))
            .AssertProblem(HttpStatusCode.NotFound, "quote_unknown");
    }

    [Fact]
    public async Task Nobody_reads_it_without_signing_in()
    {
        await using var host = await ApiHost.StartAsync();

        foreach (var path in new[] { "/v1/history", "/v1/quotes/q_aaaaaaaaaaaaaaaaaaaaaaaaaa/history" })
        {
            (await host.GetAsync(path)).AssertProblem(HttpStatusCode.Unauthorized, "unauthenticated");
            (await host.GetAsync(path, ApiHost.OperatorKey)).AssertProblem(HttpStatusCode.Forbidden, "forbidden");
        }
    }

    [Fact]
    public async Task Operators_see_all_or_an_owners_or_what_is_about_a_subject()
    {
        await using var host = await ApiHost.StartAsync();
        var user = UserId.Derive(Samples.StellarAccount).Value;
        var account = Samples.StellarAccount.Value;
        host.Quotes.History.Add("quote.created", user, "q_1");
        host.Quotes.History.Add("treasury.halted", HistoryOwners.Platform, account, """{"reason":"r"}""");
        host.Quotes.History.Add("quote.expired", user, "q_1");

        Assert.Equal(["quote.expired", "treasury.halted", "quote.created"], await KindsAsync(""));
        Assert.Equal(["quote.expired", "quote.created"], await KindsAsync($"?owner={user}"));
        Assert.Equal(["treasury.halted"], await KindsAsync("?owner=platform"));
        Assert.Equal(["treasury.halted"], await KindsAsync($"?subject={Uri.EscapeDataString(account)}"));
        Assert.Empty(await KindsAsync("?subject=nobody"));
        var reply = await host.GetAsync("/v1/operator/history?owner=platform", ApiHost.OperatorKey);
        Assert.Equal(
            $$$"""
            {"items":[{"kind":"treasury.halted","owner":"platform","subject":"{{{account}}}","source":"test/{{{account}}}",
            "at":"2026-03-01T12:00:01+00:00","details":{"reason":"r"}}],"nextCursor":null}
            """.ReplaceLineEndings(string.Empty),
            reply.Text);

        async Task<IEnumerable<string?>> KindsAsync(string query) =>
            (await ReadAsync(host, $"/v1/operator/history{query}", ApiHost.OperatorKey))
                .SelectMany(page => page).Select(e => e.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task An_operators_pages_keep_to_the_filter()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 6; i++)
        {
            host.Quotes.History.Add($"e{i}", i % 2 == 0 ? "u_even" : "u_odd", "q_1");
        }

        var pages = await ReadAsync(host, "/v1/operator/history?limit=2&owner=u_odd", ApiHost.OperatorKey);

        Assert.Equal(
            ["e5", "e3", "e1"], pages.SelectMany(page => page).Select(e => e.GetProperty("kind").GetString()));
    }

    [Theory]
    [InlineData("?owner=u_1&subject=q_1", "subject")]
    [InlineData("?owner=&subject=q_1", "subject")]
    [InlineData("?owner=", "owner")]
    [InlineData("?owner=u_1&owner=u_2", "owner")]
    [InlineData("?subject=", "subject")]
    [InlineData("?subject=q_1&subject=q_1", "subject")]
    public async Task A_filter_is_one_text_that_an_event_can_have(string query, string field)
    {
        await using var host = await ApiHost.StartAsync();

        var reply = await host.GetAsync($"/v1/operator/history{query}", ApiHost.OperatorKey);

        reply.AssertProblem(HttpStatusCode.BadRequest, "request_malformed", field);
    }

    [Fact]
    public async Task A_filter_that_is_too_long_is_refused_and_one_that_is_as_long_as_may_be_is_not()
    {
        await using var host = await ApiHost.StartAsync();
        var longest = new string('x', StorageConstants.TextLengthMax);

        var tooLong = await host.GetAsync($"/v1/operator/history?subject={longest}x", ApiHost.OperatorKey);
        var fits = await host.GetAsync($"/v1/operator/history?subject={longest}", ApiHost.OperatorKey);

        tooLong.AssertProblem(HttpStatusCode.BadRequest, "request_malformed", "subject");
        Assert.Equal(HttpStatusCode.OK, fits.Status);
    }

    [Fact]
    public async Task A_page_has_a_size_and_a_cursor_of_this_list()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, token) = await host.SignInAsync();
        var quote = (await host.PostAsync("/v1/quotes", QuoteRequest, token)).Member("id")!;
        var ofQuotes = Paging.Encode(new ListingCursor(Samples.Start, quote));

        foreach (var (path, credentials) in new[]
        {
            ("/v1/history", token), ($"/v1/quotes/{quote}/history", token),
            ("/v1/operator/history", ApiHost.OperatorKey),
        })
        {
            foreach (var limit in new[] { "0", "101", "-1", "x", "" })
            {
                (await host.GetAsync($"{path}?limit={limit}", credentials))
                    .AssertProblem(HttpStatusCode.BadRequest, "page_size_out_of_range", "limit");
            }

            foreach (var cursor in new[] { "!", "", "AAAA", ofQuotes, $"{HistoryPages.Paging.Encode(1)}&cursor=x" })
            {
                (await host.GetAsync($"{path}?cursor={cursor}", credentials))
                    .AssertProblem(HttpStatusCode.BadRequest, "cursor_malformed", "cursor");
            }
        }
    }

    [Fact]
    public void A_cursor_is_read_back_and_no_other_text_is_one()
    {
        foreach (var position in new[] { 1, 2, 255, 1L << 40, long.MaxValue })
        {
            var text = HistoryPages.Paging.Encode(position);
            Assert.Equal(Uri.EscapeDataString(text), text);
            Assert.Equal(position, HistoryPages.Paging.Decode(text));
            for (var length = 0; length < text.Length; length++)
            {
                Assert.Null(HistoryPages.Paging.Decode(text[..length]));
            }

            Assert.Null(HistoryPages.Paging.Decode(text + "A"));
            Assert.Null(HistoryPages.Paging.Decode("/" + text[1..]));
        }

        Assert.Null(HistoryPages.Paging.Decode(HistoryPages.Paging.Encode(0)));
        Assert.Null(HistoryPages.Paging.Decode(HistoryPages.Paging.Encode(-1)));
        Assert.Null(HistoryPages.Paging.Decode(HistoryPages.Paging.Encode(long.MinValue)));
        Assert.Null(HistoryPages.Paging.Decode(null));
    }

    /// <summary>Reads page after page; between two of them something else may happen.</summary>
    private static async Task<List<List<JsonElement>>> ReadAsync(
        ApiHost host, string path, string token, Action? meanwhile = null)
    {
        var pages = new List<List<JsonElement>>();
        string? cursor = null;
        do
        {
            var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var reply = await host.GetAsync(cursor is null ? path : $"{path}{separator}cursor={cursor}", token);
            Assert.True(reply.Status == HttpStatusCode.OK, reply.Text);
            pages.Add([.. reply.Json.GetProperty("items").EnumerateArray()]);
            cursor = reply.Json.GetProperty("nextCursor").GetString();
            meanwhile?.Invoke();
        }
        while (cursor is not null);
        return pages;
    }
}
