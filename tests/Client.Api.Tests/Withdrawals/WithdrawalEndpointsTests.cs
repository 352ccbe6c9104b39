using System.Net;
using OrleansTrading.Client.Api.Tests.Support;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Tests.Withdrawals;

public sealed class WithdrawalEndpointsTests
{
    private const string Body = """{"asset":"stellar/XLM","amount":"1.25","address":"GADDRESS","memo":"mine"}""";

    [Fact]
    public async Task A_customer_is_told_how_to_pay_into_a_wallet()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var wallet = WalletId.Of(user, "main");

        var reply = await host.PostAsync(
            $"/v1/wallets/{wallet}/deposits", """{"asset":"stellar/XLM","amount":"1.25"}""", token);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        var code = DepositCode.Of(wallet);
        Assert.Equal(
            new OpenDeposit { Wallet = wallet, Asset = "stellar/XLM", Amount = "1.25" },
            Assert.Single(Deposit(host, code).Asked));
        Assert.Equal(
            ("stellar/XLM", code.Value, "1.25", "null"),
            (reply.Member("asset"), reply.Member("memo"), reply.Member("amount.amount"), reply.Member("lastDigits")));
        Assert.Equal(Samples.StellarAccount.Address, reply.Member("address"));

        Deposit(host, code).Refusal = new Refusal { Code = ErrorCodes.PairNotAllowed, Detail = "no" };
        (await host.PostAsync($"/v1/wallets/{wallet}/deposits", """{"asset":"stellar/XLM"}""", token))
            .AssertProblem(HttpStatusCode.UnprocessableEntity, ErrorCodes.PairNotAllowed);
    }

    [Fact]
    public async Task A_withdrawal_is_named_by_its_key_shown_listed_and_cancelled()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var wallet = WalletId.Of(user, "main");
        var id = WithdrawalId.Derive(user, "key-1");

        var made = await host.PostAsync($"/v1/wallets/{wallet}/withdrawals", Body, token, "key-1");
        var again = await host.PostAsync($"/v1/wallets/{wallet}/withdrawals", Body, token, "key-1");

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal((made.Status, made.Text), (again.Status, again.Text));
        Assert.Equal($"/v1/wallets/{wallet}/withdrawals/{id}", made.Headers["Location"]);
        var command = new CreateWithdrawal
        {
            Wallet = wallet, Asset = "stellar/XLM", Amount = "1.25", Address = "GADDRESS", Memo = "mine",
        };
        Assert.Equal([command, command], Withdrawal(host, id).Asked);
        Assert.Equal(
            (id.Value, "waiting", "1.25", "0.00001"),
            (made.Member("id"), made.Member("status"), made.Member("amount.amount"), made.Member("fee.amount")));

        var shown = await host.GetAsync($"/v1/wallets/{wallet}/withdrawals/{id}", token);
        Assert.Equal((HttpStatusCode.OK, made.Text), (shown.Status, shown.Text));
        host.Quotes.Listing.Add(Withdrawal(host, id).View!);
        var listed = await host.GetAsync($"/v1/wallets/{wallet}/withdrawals?limit=1", token);
        Assert.Equal(id.Value, Assert.Single(listed.Json.GetProperty("items").EnumerateArray())
            .GetProperty("id").GetString());

        var cancelled = await host.SendAsync(HttpMethod.Delete, $"/v1/wallets/{wallet}/withdrawals/{id}", token);
        Assert.Equal(
            (HttpStatusCode.OK, "cancelled", "cancelled"),
            (cancelled.Status, cancelled.Member("status"), cancelled.Member("reason")));
    }

    [Fact]
    public async Task Without_a_key_nothing_is_asked_and_what_is_refused_is_told_by_its_code()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var path = $"/v1/wallets/{WalletId.Of(user, "main")}/withdrawals";
        var id = WithdrawalId.Derive(user, "key-1");

        (await host.PostAsync(path, Body, token))
            .AssertProblem(HttpStatusCode.BadRequest, ErrorCodes.IdempotencyKeyMalformed, "Idempotency-Key");
        (await host.PostAsync(path, """{"asset":"stellar/XLM"}""", token, "key-1"))
            .AssertProblem(HttpStatusCode.BadRequest, ErrorCodes.RequestMalformed, "amount");
        Assert.Empty(Withdrawal(host, id).Asked);

        Withdrawal(host, id).Refusal = new Refusal { Code = ErrorCodes.AddressNotProven, Detail = "no" };
        (await host.PostAsync(path, Body, token, "key-1"))
            .AssertProblem(HttpStatusCode.UnprocessableEntity, ErrorCodes.AddressNotProven);
        (await host.GetAsync($"{path}/{id}", token))
            .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.WithdrawalUnknown);
    }

    [Fact]
    public async Task Nobody_touches_anothers_wallet_or_withdrawal()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var (other, stranger) = await host.SignInAsync("GOTHER");
        var wallet = WalletId.Of(user, "main");
        await host.PostAsync($"/v1/wallets/{wallet}/withdrawals", Body, token, "key-1");
        var id = WithdrawalId.Derive(user, "key-1");

        foreach (var reply in new[]
        {
            await host.PostAsync($"/v1/wallets/{wallet}/deposits", """{"asset":"stellar/XLM"}""", stranger),
            await host.PostAsync($"/v1/wallets/{wallet}/withdrawals", Body, stranger, "key-2"),
            await host.GetAsync($"/v1/wallets/{wallet}/withdrawals", stranger),
            await host.GetAsync($"/v1/wallets/{wallet}/withdrawals/{id}", stranger),
            await host.SendAsync(HttpMethod.Delete, $"/v1/wallets/{wallet}/withdrawals/{id}", stranger),
        })
        {
            reply.AssertProblem(HttpStatusCode.NotFound, ErrorCodes.NotFound);
        }

        // Nor under a wallet of their own, nor under another one of the same user's.
        (await host.GetAsync($"/v1/wallets/{WalletId.Of(other, "main")}/withdrawals/{id}", stranger))
            .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.WithdrawalUnknown);
        (await host.GetAsync($"/v1/wallets/{WalletId.Of(user, "second")}/withdrawals/{id}", token))
            .AssertProblem(HttpStatusCode.NotFound, ErrorCodes.WithdrawalUnknown);
        Assert.Equal(WithdrawalStatus.Waiting, Withdrawal(host, id).View!.Status);
        (await host.GetAsync($"/v1/wallets/{wallet}/withdrawals"))
            .AssertProblem(HttpStatusCode.Unauthorized, ErrorCodes.Unauthenticated);
    }

    [Fact]
    public async Task Operators_see_what_is_parked_and_customers_do_not()
    {
        await using var host = await ApiHost.StartAsync();
        var (user, token) = await host.SignInAsync();
        var (parked, paid) = (WithdrawalId.Derive(user, "a"), WithdrawalId.Derive(user, "b"));
        foreach (var (id, status) in new[]
        {
            (parked, WithdrawalStatus.Parked), (paid, WithdrawalStatus.Completed),
        })
        {
            Withdrawal(host, id).View = FakeWithdrawal.Sample(id, WalletId.Of(user, "main"), status);
            host.Quotes.Listing.Add(Withdrawal(host, id).View!);
        }

        var page = await host.GetAsync("/v1/operator/withdrawals/parked", ApiHost.OperatorKey);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(
            (parked.Value, "parked"),
            (page.Json.GetProperty("items")[0].GetProperty("id").GetString(),
                page.Json.GetProperty("items")[0].GetProperty("status").GetString()));
        Assert.Equal(1, page.Json.GetProperty("items").GetArrayLength());
        (await host.GetAsync("/v1/operator/withdrawals/parked", token))
            .AssertProblem(HttpStatusCode.Forbidden, ErrorCodes.Forbidden);
    }

    private static FakeDeposit Deposit(ApiHost host, DepositCode code) =>
        (FakeDeposit)host.Grains.GetGrain<IDepositGrain>(code.Value);

    private static FakeWithdrawal Withdrawal(ApiHost host, WithdrawalId id) =>
        (FakeWithdrawal)host.Grains.GetGrain<IWithdrawalGrain>(id.Value);
}
