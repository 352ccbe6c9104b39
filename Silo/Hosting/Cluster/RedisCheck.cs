using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace OrleansTrading.Silo.Hosting.Cluster;

/// <summary>
/// Looks at the cluster's Redis before anything is started on it: Orleans would tell of a wrong password or address in
/// pages of stack traces, after its own retries.
/// </summary>
internal static class RedisCheck
{
    private const int ConnectTimeoutMs = 5_000;

    /// <summary>Signs in and asks for a sign of life.</summary>
    /// <exception cref="InvalidOperationException">
    /// It cannot be used; the message says why, without a password.
    /// </exception>
    internal static async Task RunAsync(string connection)
    {
        var options = Parse(connection);
        options.AbortOnConnectFail = true;
        options.ConnectRetry = 1;
        options.ConnectTimeout = ConnectTimeoutMs;
        try
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
            await redis.GetDatabase().PingAsync();
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            throw new InvalidOperationException(
                $"{ClusterSettings.Section}:{nameof(ClusterSettings.Redis)} names {Name(options)}, {Problem(failure)}",
                failure);
        }
    }

    /// <summary>The connection as Redis' client understands it.</summary>
    /// <exception cref="InvalidOperationException">It cannot be read.</exception>
    internal static ConfigurationOptions Parse(string connection)
    {
        try
        {
            var options = ConfigurationOptions.Parse(connection);
            return options.EndPoints.Count > 0
                ? options
                : throw new ArgumentException("it names no server.");
        }
        catch (ArgumentException failure)
        {
            // Without the exception and its text: a misplaced password would be in it.
            throw new InvalidOperationException(
                $"{ClusterSettings.Section}:{nameof(ClusterSettings.Redis)} cannot be read"
                + $" ({failure.GetType().Name}). Write it as host:6379,password=…; a comma ends a part.");
        }
    }

    /// <summary>The first server alone: what follows a comma in a password would count as another.</summary>
    private static string Name(ConfigurationOptions options)
    {
        var first = options.EndPoints[0] is DnsEndPoint dns
            ? string.Create(CultureInfo.InvariantCulture, $"{dns.Host}:{dns.Port}")
            : options.EndPoints[0].ToString();
        return options.EndPoints.Count == 1
            ? $"{first}"
            : string.Create(CultureInfo.InvariantCulture, $"{first} and {options.EndPoints.Count - 1} more");
    }

    private static string Problem(Exception failure) => failure switch
    {
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } =>
            "which refuses the user or the password. Correct them.",
        RedisServerException { Message: var refusal } => $"which refuses: {refusal} Correct the user or the password.",
        _ => "where no Redis answers. Start it, or correct the address.",
    };
}
