using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansTrading.Client.Api.Tests.Support;

namespace OrleansTrading.Client.Api.Tests;

public sealed class ApiOptionsTests
{
    private const string Secret = "whsec_not base64";

    [Fact]
    public void The_defaults_hold() => Assert.NotNull(Read(_ => { }));

    public static TheoryData<Action<ApiOptions>, string> Wrong => new()
    {
        { o => o.SessionLifetime = TimeSpan.Zero, nameof(ApiOptions.SessionLifetime) },
        { o => o.RequestBodyBytesMax = 0, nameof(ApiOptions.RequestBodyBytesMax) },
        { o => o.HookIdsMax = 0, nameof(ApiOptions.HookIdsMax) },
        { o => o.RateLimits.Auth.Burst = 0, "RateLimits:Auth" },
        { o => o.RateLimits.Writes.PerSecond = -1, "RateLimits:Writes" },
        { o => o.HookSecrets["stellar"] = Secret, "HookSecrets:stellar" },
        { o => o.OperatorKeys["ops"] = "abc", "OperatorKeys:ops" },
        { o => o.OperatorKeys["ops"] = new string('x', 64), "OperatorKeys:ops" },
        { o => o.OperatorKeys["Ops_1"] = new string('a', 64), "Ops_1" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_option_is_named_and_no_secret_with_it(Action<ApiOptions> configure, string name)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => Read(configure));

        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not base64", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_options_stop_the_start() =>
        await Assert.ThrowsAsync<OptionsValidationException>(
            () => ApiHost.StartAsync(options => options.OperatorKeys["ops"] = "abc"));

    private static ApiOptions Read(Action<ApiOptions> configure)
    {
        using var services = new ServiceCollection().AddClientApi(configure).BuildServiceProvider();
        return services.GetRequiredService<IOptions<ApiOptions>>().Value;
    }
}
