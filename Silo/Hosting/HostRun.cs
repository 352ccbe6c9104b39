using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansTrading.Silo.Keys;

namespace OrleansTrading.Silo.Hosting;

/// <summary>How a server's process begins and ends, whatever it is composed of.</summary>
internal static class HostRun
{
    private const int ExitStarted = 0;
    private const int ExitNotStarted = 1;

    /// <summary>Serves until it is stopped.</summary>
    /// <returns>The process's exit code; 1 with a message when it could not start.</returns>
    internal static async Task<int> RunAsync(
        SiloArguments arguments,
        Func<SiloArguments, CancellationToken, Task<RunningSilo>> build,
        CancellationToken cancellationToken)
    {
        try
        {
            await using var silo = await build(arguments, cancellationToken);
            await StartAsync(silo.App, cancellationToken);
            await silo.App.WaitForShutdownAsync(cancellationToken);
            return ExitStarted;
        }
        catch (Exception failure) when (StartFailures.IsExpected(failure))
        {
            await Console.Error.WriteLineAsync($"Could not start: {StartFailures.Describe(failure, arguments.Urls)}");
            return ExitNotStarted;
        }
    }

    /// <summary>A host with the settings of the command line, the environment and the file, in this order.</summary>
    internal static WebApplicationBuilder CreateBuilder(SiloArguments arguments)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddSettings(arguments);
        builder.Configuration["urls"] = arguments.Urls;
        return builder;
    }

    /// <summary>Adds the settings of file, environment and command line; the last is the strongest.</summary>
    internal static void AddSettings(this IConfigurationBuilder configuration, SiloArguments arguments)
    {
        if (arguments.ConfigFile is { } file)
        {
            configuration.AddJsonFile(file, optional: false, reloadOnChange: false);
        }

        configuration.AddEnvironmentVariables(SiloConstants.EnvironmentPrefix);
        configuration.AddInMemoryCollection(arguments.Settings.Select(Split));

        static KeyValuePair<string, string?> Split(string setting)
        {
            var at = setting.IndexOf('=', StringComparison.Ordinal);
            return at > 0
                ? new KeyValuePair<string, string?>(setting[..at], setting[(at + 1)..])
                : throw new ArgumentException($"--set {setting} is no setting. Write --set Section:Name=value.");
        }
    }

    /// <summary>Where the treasury keys are.</summary>
    internal static string KeyFolder(IConfiguration configuration, SiloArguments arguments) =>
        configuration.GetSection("Keys").Get<KeySettings>()?.Folder ?? Path.Combine(arguments.DataFolder, "keys");

    /// <summary>
    /// Starts, or stops in order what had been started: grains are at work by the time the API cannot listen, and must
    /// not lose their storage under way.
    /// </summary>
    private static async Task StartAsync(WebApplication app, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await StopAsync(app);
            throw;
        }
    }

    /// <summary>
    /// Stops what had been started. A part that had not may refuse to be stopped, which Orleans' silo does; what is to
    /// be told is why the start failed.
    /// </summary>
    private static async Task StopAsync(WebApplication app)
    {
        try
        {
            await app.StopAsync(CancellationToken.None);
        }
        catch (Exception failure) when (StartFailures.IsExpected(failure) || failure is AggregateException)
        {
            var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(HostRun));
            logger.NotStoppedInOrder(failure.Message);
        }
    }
}
