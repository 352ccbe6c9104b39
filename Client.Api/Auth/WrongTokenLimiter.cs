using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Client.Api.Diagnostics;
using OrleansTrading.Client.Api.Limits;

namespace OrleansTrading.Client.Api.Auth;

/// <summary>
/// Holds off clients that send wrong tokens: each guess would activate a session grain. Right tokens cost nothing here.
/// </summary>
internal sealed class WrongTokenLimiter : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext>? limiter;
    private readonly RateLimit rate;
    private readonly ILogger<WrongTokenLimiter> logger;

    public WrongTokenLimiter(IOptions<ApiOptions> options, ILogger<WrongTokenLimiter> logger)
    {
        var limits = options.Value.RateLimits;
        this.logger = logger;
        rate = limits.WrongTokens;
        limiter = limits.Enabled
            ? PartitionedRateLimiter.Create<HttpContext, string>(
                context => RateLimiting.Bucket(Caller.NetworkOf(context), rate))
            : null;
    }

    /// <summary>True when this client's tokens are not looked at for the moment.</summary>
    internal bool IsHeldOff(HttpContext context)
    {
        if (limiter is null)
        {
            return false;
        }

        // Not a lease of zero permits: that is granted as soon as any fraction of a permit has flowed back.
        return limiter.GetStatistics(context) is { CurrentAvailablePermits: < 1 };
    }

    /// <summary>Counts a wrong token.</summary>
    internal void Count(HttpContext context)
    {
        if (limiter is null)
        {
            return;
        }

        using var lease = limiter.AttemptAcquire(context);
        if (!lease.IsAcquired || IsHeldOff(context))
        {
            logger.WrongTokensThrottled(rate.PerSecond);
        }
    }

    public void Dispose() => limiter?.Dispose();
}
