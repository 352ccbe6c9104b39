using System.Net;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Copy;

public sealed class ProviderEndpointsTests
{
    private const string Root = "/v1/providers";

    [Fact]
    public async Task A_provider_is_named_by_its_key_and_repeated_it_is_the_same()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var account = TradingAccountId.Derive(user, "account");
        var id = ProviderId.Derive(user, "key-1");
        var body = $$"""{"name":"Bob","account":"{{account}}"}""";

        var made = await host.PostAsync(Root, body, token, "key-1");
        var again = await host.PostAsync(Root, body, token, "key-1");
        await host.PostAsync(Root, """{"name":"Bob"}""", token, "key-2");

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal((made.Status, made.Text), (again.Status, again.Text));
        Assert.Equal($"{Root}/{id}", made.Headers["Location"]);
        Assert.Equal((id.Value, account.Value), (made.Member("id"), made.Member("own.account")));
        var command = new CreateProvider { User = user, Name = "Bob", Account = account };
        Assert.Equal([command, command], host.Provider(id).Made);
        Assert.Null(Assert.Single(host.Provider(ProviderId.Derive(user, "key-2")).Made).Account);
    }

    [Fact]
    public async Task Its_owner_sees_everything_and_others_name_age_and_number_of_positions()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var id = ProviderId.Derive(user, "key-1");
        host.Provider(id).Open(user);

        var own = await host.GetAsync($"{Root}/{id}", token);
        var others = await host.GetAsync($"{Root}/{id}", (await host.SignInAsync("GOTHER")).Token);

        Assert.Equal(
            $$"""
            {"id":"{{id}}","name":"Bob","since":"2026-03-01T12:00:00+00:00","openPositions":1,"fee":null,"own":null}
            """.ReplaceLineEndings(string.Empty),
            others.Text);
        Assert.Equal(
            """
            {"account":null,"lastSignal":3,"toldSignal":2,"feeWallet":null,"only":null,"except":[],"open":[{"ticket":7,
            "symbol":"EURUSD","kind":"sellStop","pending":true,"opened":"0.10","left":"0.05","price":"1.08345",
            "stopLoss":null,"takeProfit":"1.00000","openedAt":"2026-03-01T12:00:00+00:00"}]}
            """.ReplaceLineEndings(string.Empty),
            own.Member("own"));
    }

    [Fact]
    public async Task Providers_are_listed_to_their_owner()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var id = ProviderId.Derive(user, "key-1");
        host.Provider(id).Open(user);
        host.Quotes.Listing.Add(ListingKinds.Provider, id.Value, user.Value, Samples.Start);

        var mine = await host.GetAsync($"{Root}?limit=1", token);
        var others = await host.GetAsync(Root, (await host.SignInAsync("GOTHER")).Token);

        var item = Assert.Single(mine.Json.GetProperty("items").EnumerateArray());
        Assert.Equal(
            (id.Value, 1, 3L),
            (item.GetProperty("id").GetString(), item.GetProperty("openPositions").GetInt32(),
                item.GetProperty("lastSignal").GetInt64()));
        Assert.Equal("[]", others.Member("items"));
    }

    [Fact]
    public async Task Who_may_copy_is_replaced_as_a_whole()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var (other, otherToken) = await host.SignInAsync("GOTHER");
        var id = ProviderId.Derive(user, "key-1");
        host.Provider(id).Open(user);

        var only = await host.PutAsync($"{Root}/{id}/admission", $$"""{"only":["{{other}}"]}""", token);
        Assert.Equal(($"[\"{other}\"]", "[]"), (only.Member("own.only"), only.Member("own.except")));
        Assert.Equal([other], host.Provider(id).View!.Admission.Only);

        var except = await host.PutAsync($"{Root}/{id}/admission", $$"""{"except":["{{other}}"]}""", token);
        Assert.Equal(("null", $"[\"{other}\"]"), (except.Member("own.only"), except.Member("own.except")));

        (await host.PutAsync($"{Root}/{id}/admission", """{"except":["u_1"]}""", token))
            .AssertProblem(HttpStatusCode.UnprocessableEntity, ErrorCodes.ProviderMalformed, "except");
        (await host.PutAsync($"{Root}/{id}/admission", """{"only":[null]}""", token))
            .AssertProblem(HttpStatusCode.UnprocessableEntity, ErrorCodes.ProviderMalformed, "only");
        (await host.PutAsync($"{Root}/{id}/admission", """{"only":[1]}""", token))
            .AssertProblem(HttpStatusCode.BadRequest, ErrorCodes.RequestMalformed, "only[0]");
        (await host.PutAsync($"{Root}/{id}/admission", "{}", otherToken))
            .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.ProviderUnknown);
        Assert.Equal([other], host.Provider(id).View!.Admission.Except);
    }

    [Fact]
    public async Task A_signal_is_read_whole_and_answered_as_it_is_stored()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var id = ProviderId.Derive(user, "key-1");
        host.Provider(id).Open(user);

        var opened = await host.PostAsync(
            $"{Root}/{id}/signals",
            """
            {"action":"open","ticket":7,"symbol":"EURUSD","kind":"sellStop","volume":"0.10","price":"1.08345",
            "stopLoss":"1.09000","takeProfit":"1.00000"}
            """,
            token,
            "s1");
        var closed = await host.PostAsync(
            $"{Root}/{id}/signals", """{"action":"close","ticket":7,"price":"1.05"}""", token, "s2");

        Assert.Equal(HttpStatusCode.Created, opened.Status);
        Assert.Equal(
            [
                new PublishSignal
                {
                    Key = "s1", Action = SignalAction.Open, Ticket = 7, Symbol = "EURUSD", Kind = OrderKind.SellStop,
                    Volume = new Lots(10), Price = new SymbolPrice(108_345, 5),
                    StopLoss = new SymbolPrice(109_000, 5), TakeProfit = new SymbolPrice(100_000, 5),
                },
                new PublishSignal
                {
                    Key = "s2", Action = SignalAction.Close, Ticket = 7, Price = new SymbolPrice(105, 2),
                },
            ],
            host.Provider(id).Published);
        Assert.Equal(
            ("4", "open", "7", "0.05", "null", "1.05"),
            (opened.Member("number"), opened.Member("action"), opened.Member("ticket.ticket"),
                opened.Member("ticket.left"), opened.Member("closePrice"), closed.Member("closePrice")));
    }

    [Theory]
    [InlineData("\"action\":\"Open\",\"ticket\":7", 400, ErrorCodes.RequestMalformed, "action")]
    [InlineData("\"action\":\"open\"", 400, ErrorCodes.RequestMalformed, "ticket")]
    [InlineData("\"action\":\"open\",\"ticket\":\"7\"", 400, ErrorCodes.RequestMalformed, "ticket")]
    [InlineData("\"action\":\"open\",\"ticket\":7,\"kind\":\"long\"", 400, ErrorCodes.RequestMalformed, "kind")]
    [InlineData("\"action\":\"open\",\"ticket\":7,\"volume\":\"0.1\"", 422, ErrorCodes.SignalMalformed, "volume")]
    [InlineData("\"action\":\"open\",\"ticket\":7,\"volume\":0.1", 400, ErrorCodes.RequestMalformed, "volume")]
    [InlineData("\"action\":\"open\",\"ticket\":7,\"volume\":\"-0.10\"", 422, ErrorCodes.SignalMalformed, "volume")]
    [InlineData("\"action\":\"open\",\"ticket\":7,\"price\":\"1,08\"", 422, ErrorCodes.SignalMalformed, "price")]
    [InlineData("\"action\":\"open\",\"ticket\":7,\"price\":\"1000000000\"", 422, ErrorCodes.SignalMalformed, "price")]
    [InlineData("\"action\":\"open\",\"ticket\":7,\"stopLoss\":\"-1\"", 422, ErrorCodes.SignalMalformed, "stopLoss")]
    [InlineData("\"action\":\"open\",\"ticket\":7,\"takeProfit\":\"\"", 422, ErrorCodes.SignalMalformed, "takeProfit")]
    [InlineData("\"action\":\"modify\",\"ticket\":7,\"volume\":\"0.10\"", 422, ErrorCodes.SignalMalformed, "volume")]
    [InlineData("\"action\":\"close\",\"ticket\":7,\"kind\":\"buy\"", 422, ErrorCodes.SignalMalformed, "kind")]
    [InlineData("\"action\":\"close\",\"ticket\":7,\"stopLoss\":\"1\"", 422, ErrorCodes.SignalMalformed, "stopLoss")]
    [InlineData("\"action\":\"cancel\",\"ticket\":7,\"price\":\"1\"", 422, ErrorCodes.SignalMalformed, "price")]
    public async Task What_is_no_signal_is_refused_with_the_field(string body, int status, string code, string field)
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var id = ProviderId.Derive(user, "key-1");
        host.Provider(id).Open(user);

        (await host.PostAsync($"{Root}/{id}/signals", $"{{{body}}}", token, "s1"))
            .AssertProblem((HttpStatusCode)status, code, field);
        Assert.Empty(host.Provider(id).Published);
    }

    [Fact]
    public async Task Signals_are_published_by_the_owner_with_a_key()
    {
        const string body = """{"action":"cancel","ticket":7}""";
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var id = ProviderId.Derive(user, "key-1");
        host.Provider(id).Open(user);

        (await host.PostAsync($"{Root}/{id}/signals", body, (await host.SignInAsync("GOTHER")).Token, "s1"))
            .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.ProviderUnknown);
        (await host.PostAsync($"{Root}/{id}/signals", body, token))
            .AssertProblem(HttpStatusCode.BadRequest, ErrorCodes.IdempotencyKeyMalformed, "Idempotency-Key");
        Assert.Empty(host.Provider(id).Published);
        foreach (var (code, status) in ((string, int)[])
            [(ErrorCodes.TicketUnknown, 422), (ErrorCodes.TicketUsed, 409), (ErrorCodes.IdempotencyKeyReused, 422),
                (ErrorCodes.Overloaded, 503)])
        {
            host.Provider(id).Refusal = new Refusal { Code = code, Field = "ticket", Detail = "no" };
            (await host.PostAsync($"{Root}/{id}/signals", body, token, "s1"))
                .AssertProblem((HttpStatusCode)status, code, "ticket");
        }
    }

    [Fact]
    public async Task What_cannot_be_a_provider_is_refused()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();

        (await host.PostAsync(Root, """{"name":"Bob"}""", token))
            .AssertProblem(HttpStatusCode.BadRequest, ErrorCodes.IdempotencyKeyMalformed, "Idempotency-Key");
        (await host.PostAsync(Root, """{"name":"Bob","account":"mine"}""", token, "key-1"))
            .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.TradingAccountUnknown, "account");
        Assert.Empty(host.Grains.Keys<IProviderGrain>());
        host.Provider(ProviderId.Derive(user, "key-1")).Refusal =
            new Refusal { Code = ErrorCodes.ProviderMalformed, Field = "name", Detail = "no" };
        (await host.PostAsync(Root, """{"name":" "}""", token, "key-1"))
            .AssertProblem(HttpStatusCode.UnprocessableEntity, ErrorCodes.ProviderMalformed, "name");
        foreach (var id in new[] { ProviderId.Derive(user, "none").Value, "x" })
        {
            (await host.GetAsync($"{Root}/{id}", token))
                .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.ProviderUnknown);
        }
    }
}
