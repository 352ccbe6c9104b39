using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrleansTrading.Chains;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Grains;

namespace OrleansTrading.Silo.Hosting;

/// <summary>A start that fails is told in one line on stderr: cause, value and remedy, never a stack trace.</summary>
internal static class StartFailures
{
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";
    private const string ServerCategory = "Microsoft.AspNetCore.Server.Kestrel";

    /// <summary>Whether a failure is one that whoever starts the server can mend.</summary>
    internal static bool IsExpected(Exception failure) => failure
        is InvalidOperationException or ArgumentException or IOException or OptionsValidationException
        or StorageException or InvalidDataException or TimeoutException or UnauthorizedAccessException
        or FormatException or ChainUnavailableException or SocketException or NotConfiguredException;

    /// <summary>True when somebody else listens where this process wanted to.</summary>
    internal static bool IsPortTaken(Exception failure) =>
        failure is IOException { InnerException: AddressInUseException };

    /// <summary>The failure in words.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="urls">Where the API was to listen.</param>
    internal static string Describe(Exception failure, string urls) => failure switch
    {
        _ when IsPortTaken(failure) => $"{failure.Message} Another program, or another server, listens there."
            + " Stop it, or choose another address with --urls.",
        SocketException => $"--urls is {urls}, which cannot be listened on: {failure.Message}."
            + " Choose an address of this machine and a port that this user may take.",
        _ => failure.Message,
    };

    /// <summary>
    /// The host and the web server log a failed start themselves, with its stack trace. Until the start has succeeded
    /// they are not heard; from then on they say what they always do.
    /// </summary>
    internal static Action SilenceUntilStarted(WebApplicationBuilder builder)
    {
        var started = false;
        builder.Logging.AddFilter(HostCategory, level => Volatile.Read(ref started) && level >= LogLevel.Information);
        builder.Logging.AddFilter(ServerCategory, level => Volatile.Read(ref started) && level >= LogLevel.Warning);
        return () => Volatile.Write(ref started, true);
    }
}
