using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using OrleansTrading.Client.Api.Limits;
using OrleansTrading.Client.Api.Tests.Support;

namespace OrleansTrading.Client.Api.Tests.Auth;

/// <summary>Pages of the host that a browser opens, for operators alone.</summary>
public sealed class BrowserSignInTests
{
    private const string Page = "/dashboard";
    private const string Operator = "ops-1";
    private const int GuessesCount = 40;

    public static TheoryData<string> WrongCredentials =>
    [
        Basic(Operator, ApiHost.OperatorKey + "x"),
        Basic("ops-2", ApiHost.OperatorKey),
        Basic(string.Empty, ApiHost.OperatorKey),
        Basic(Operator, string.Empty),
        Basic(Operator, "Bearer " + ApiHost.OperatorKey),
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(ApiHost.OperatorKey)),
        "Basic not base64 at all",
        "Basic " + new string('A', 4_000),
        "Basic ",
    ];

    [Fact]
    public async Task Without_credentials_the_browser_is_told_to_ask_for_them()
    {
        await using var host = await StartAsync();

        var (status, challenge) = await OpenAsync(host, credentials: null);

        Assert.Equal(401, status);
        Assert.Equal("Basic realm=\"OrleansTrading operators\", charset=\"UTF-8\"", challenge);
    }

    [Fact]
    public async Task Operators_id_and_key_open_it()
    {
        await using var host = await StartAsync();

        Assert.Equal(200, (await OpenAsync(host, Basic(Operator, ApiHost.OperatorKey))).Status);
    }

    [Fact]
    public async Task Operators_bearer_token_opens_it_and_a_customers_does_not()
    {
        await using var host = await StartAsync();
        var (_, customer) = await host.SignInAsync();

        Assert.Equal(200, (await OpenAsync(host, $"Bearer {ApiHost.OperatorKey}")).Status);
        Assert.Equal(403, (await OpenAsync(host, $"Bearer {customer}")).Status);
        Assert.Equal(401, (await OpenAsync(host, $"Bearer {ApiHost.OperatorKey}x")).Status);
    }

    [Theory]
    [MemberData(nameof(WrongCredentials))]
    public async Task Wrong_credentials_do_not_open_it(string credentials)
    {
        await using var host = await StartAsync();

        var (status, challenge) = await OpenAsync(host, credentials);

        Assert.Equal(401, status);
        Assert.StartsWith("Basic ", challenge, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_and_password_are_not_taken_by_the_api_itself()
    {
        await using var host = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/operator/quotes/parked");
        request.Headers.TryAddWithoutValidation("Authorization", Basic(Operator, ApiHost.OperatorKey));

        using var reply = await host.Client.SendAsync(request);

        Assert.Equal(401, (int)reply.StatusCode);
    }

    [Fact]
    public async Task Whoever_guesses_is_held_off()
    {
        await using var host = await StartAsync(options =>
        {
            options.RateLimits.Enabled = true;
            options.RateLimits.WrongTokens = new RateLimit { PerSecond = 1, Burst = 2 };
        });

        var answers = new List<int>();
        for (var guess = 0; guess < GuessesCount; guess++)
        {
            answers.Add((await OpenAsync(host, Basic(Operator, $"otk_ops-1_{guess:D32}"))).Status);
        }

        Assert.Equal(401, answers[0]);
        Assert.Contains(429, answers);
        Assert.DoesNotContain(200, answers);
    }

    [Fact]
    public async Task Without_operators_it_is_closed()
    {
        await using var host = await StartAsync(options => options.OperatorKeys.Clear());

        Assert.Equal(403, (await OpenAsync(host, credentials: null)).Status);
        Assert.Equal(403, (await OpenAsync(host, Basic(Operator, ApiHost.OperatorKey))).Status);
    }

    private static Task<ApiHost> StartAsync(Action<ApiOptions>? configure = null) =>
        ApiHost.StartAsync(configure, app => app.MapGet(Page, () => "open").RequireOperator());

    private static async Task<(int Status, string Challenge)> OpenAsync(ApiHost host, string? credentials)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Page);
        if (credentials is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", credentials);
        }

        using var reply = await host.Client.SendAsync(request);
        return ((int)reply.StatusCode, string.Join(", ", reply.Headers.WwwAuthenticate));
    }

    private static string Basic(string name, string password) => new AuthenticationHeaderValue(
        "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password}"))).ToString();
}
