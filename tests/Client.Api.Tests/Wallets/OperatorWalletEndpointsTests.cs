using System.Net;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Wallets;

public sealed class OperatorWalletEndpointsTests
{
    private const string Hex = "000000000000000000000000000000ff";

    private static readonly WalletId Wallet =
        WalletId.Of(UserId.Derive(AccountId.Of(Samples.StellarId, "GADDRESS")), "main");

    private static readonly string Root = $"/v1/operator/wallets/{Wallet}";

    [Theory]
    [InlineData("credit")]
    [InlineData("debit")]
    public async Task An_adjustment_is_ordered_with_the_operators_name_and_note(string verb)
    {
        await using var host = await ApiHost.StartAsync();

        var reply = await host.PostAsync($"{Root}/{verb}", Adjustment(), ApiHost.OperatorKey);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        var expected = new WalletMovement
        {
            Id = 255,
            Reason = WalletReason.Adjustment,
            Amount = new Amount(Samples.Xlm, 12_500_000),
            Account = "capital",
            Reference = "ops-1: ticket 7",
        };
        Assert.Equal((verb, expected), Assert.Single(host.Wallet(Wallet).Asked));
        Assert.Equal((Hex, "3", "1.25"), (reply.Member("id"), reply.Member("sequence"), reply.Member("amount.amount")));
        Assert.Contains(host.Log.Lines, line => line.Text.Contains("ops-1", StringComparison.Ordinal)
            && line.Text.Contains(Wallet.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reversal_names_the_entry()
    {
        await using var host = await ApiHost.StartAsync();

        var reply = await host.PostAsync(
            $"{Root}/reverse", $$"""{"reverses":"{{Hex}}","note":"wrong wallet"}""", ApiHost.OperatorKey);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(
            new WalletReversal { Reverses = 255, Reference = "ops-1: wrong wallet" },
            Assert.Single(host.Wallet(Wallet).Asked));
    }

    [Theory]
    [InlineData(ErrorCodes.FundsInsufficient, HttpStatusCode.UnprocessableEntity)]
    [InlineData(ErrorCodes.OperationIdReused, HttpStatusCode.Conflict)]
    [InlineData(ErrorCodes.CounterAccountRefused, HttpStatusCode.UnprocessableEntity)]
    public async Task What_the_wallet_refuses_is_told_by_its_code(string code, HttpStatusCode status)
    {
        await using var host = await ApiHost.StartAsync();
        host.Wallet(Wallet).Refusal = new Refusal { Code = code, Detail = "no" };

        (await host.PostAsync($"{Root}/debit", Adjustment(), ApiHost.OperatorKey)).AssertProblem(status, code);
    }

    [Theory]
    [InlineData("id", "ff")]
    [InlineData("id", "zz0000000000000000000000000000ff")]
    [InlineData("note", "")]
    [InlineData("note", "two\\nlines")]
    [InlineData("units", "1.5")]
    [InlineData("units", "-1")]
    [InlineData("units", "340282366920938463463374607431768211456")]
    public async Task What_cannot_be_booked_is_refused_before_the_wallet_is_asked(string field, string value)
    {
        await using var host = await ApiHost.StartAsync();
        var code = field == "units" ? ErrorCodes.AmountMalformed : ErrorCodes.RequestMalformed;
        var status = field == "units" ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.BadRequest;

        (await host.PostAsync($"{Root}/credit", Adjustment(field, value), ApiHost.OperatorKey))
            .AssertProblem(status, code, field);

        Assert.Empty(host.Wallet(Wallet).Asked);
    }

    [Fact]
    public async Task Customers_and_strangers_adjust_nothing_and_what_is_no_wallet_is_not_found()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, token) = await host.SignInAsync();

        (await host.PostAsync($"{Root}/credit", Adjustment(), token))
            .AssertProblem(HttpStatusCode.Forbidden, ErrorCodes.Forbidden);
        (await host.PostAsync($"{Root}/credit", Adjustment()))
            .AssertProblem(HttpStatusCode.Unauthorized, ErrorCodes.Unauthenticated);
        (await host.PostAsync("/v1/operator/wallets/main/credit", Adjustment(), ApiHost.OperatorKey))
            .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.NotFound);
        Assert.Empty(host.Wallet(Wallet).Asked);
    }

    [Fact]
    public async Task A_wallet_is_shown_with_its_holds_and_what_has_not_arrived()
    {
        await using var host = await ApiHost.StartAsync();
        host.Wallet(Wallet).View = new WalletView
        {
            Id = Wallet,
            CreatedAt = Samples.Start,
            Balances = [new WalletBalance(Samples.Xlm, 5, 2)],
            Holds = [new WalletOpenHold(255, new Amount(Samples.Xlm, 2), Samples.Start)],
            Outgoing =
            [
                new WalletTransfer
                {
                    Id = 1, To = Wallet, Reason = WalletReason.Transfer, Amount = new Amount(Samples.Xlm, 9),
                },
            ],
            Entries = 12,
        };

        var reply = await host.GetAsync(Root, ApiHost.OperatorKey);

        Assert.Equal(("12", Wallet.Value), (reply.Member("entries"), reply.Member("id")));
        Assert.Equal(Hex, reply.Json.GetProperty("holds")[0].GetProperty("id").GetString());
        var (sent, has) = (reply.Json.GetProperty("outgoing")[0], reply.Json.GetProperty("balances")[0]);
        Assert.Equal("9", sent.GetProperty("amount").GetProperty("units").GetString());
        Assert.Equal("5", has.GetProperty("available").GetProperty("units").GetString());
    }

    private static string Adjustment(string? field = null, string? value = null)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = Hex,
            ["asset"] = "stellar/XLM",
            ["units"] = "12500000",
            ["account"] = "capital",
            ["note"] = "ticket 7",
        };
        if (field is not null)
        {
            members[field] = value!;
        }

        return $"{{{string.Join(',', members.Select(pair => $"\"{pair.Key}\":\"{pair.Value}\""))}}}";
    }
}
