using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansTrading.Client.Api.Auth;
using OrleansTrading.Client.Api.Errors;
using OrleansTrading.Grains;

namespace OrleansTrading.Client.Api.Limits;

/// <summary>Which limit a route falls under.</summary>
internal enum RateClass
{
    /// <summary>None: it costs nothing.</summary>
    None,

    /// <summary>Sign-in.</summary>
    Auth,

    /// <summary>Reading.</summary>
    Reads,

    /// <summary>Changing.</summary>
    Writes,

    /// <summary>Webhooks.</summary>
    Hooks,
}

/// <summary>One token bucket for each caller and class of routes.</summary>
internal static class RateLimiting
{
    internal static void Add(IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<ApiOptions>>((limiter, api) =>
        {
            var limits = api.Value.RateLimits;
            limiter.OnRejected = static (rejected, _) => new ValueTask(RejectAsync(rejected));
            Add(limiter, RateClass.Auth, limits.Auth, Caller.NetworkOf);
            Add(limiter, RateClass.Reads, limits.Reads, CallerKey);
            Add(limiter, RateClass.Writes, limits.Writes, CallerKey);
            Add(limiter, RateClass.Hooks, limits.Hooks, Caller.NetworkOf);
        });
    }

    internal static string PolicyOf(RateClass rate) => rate switch
    {
        RateClass.Auth => "auth",
        RateClass.Reads => "reads",
        RateClass.Writes => "writes",
        RateClass.Hooks => "hooks",
        _ => throw new ArgumentOutOfRangeException(nameof(rate), rate, "This class has no limit."),
    };

    /// <summary>A caller's bucket. What does not fit is refused at once: nothing waits here.</summary>
    internal static RateLimitPartition<string> Bucket(string key, RateLimit rate) =>
        RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = rate.Burst,
            TokensPerPeriod = rate.PerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        });

    private static void Add(
        RateLimiterOptions limiter, RateClass rate, RateLimit limit, Func<HttpContext, string> key) =>
        limiter.AddPolicy(PolicyOf(rate), context => Bucket(key(context), limit));

    /// <summary>
    /// Ids of users and operators cannot be mistaken for network addresses, which have no underscore.
    /// </summary>
    private static string CallerKey(HttpContext context) => Caller.Of(context) switch
    {
        { User: { } user } => user.Value,
        { Operator: { } id } => $"o_{id}",
        _ => Caller.NetworkOf(context),
    };

    private static Task RejectAsync(OnRejectedContext rejected)
    {
        var context = rejected.HttpContext;
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.Zero;
        var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problems.WriteAsync(context, new Refusal
        {
            Code = ErrorCodes.RateLimited,
            Detail = string.Create(
                CultureInfo.InvariantCulture, $"You ask more often than allowed. Wait {seconds} s and repeat."),
        });
    }
}
