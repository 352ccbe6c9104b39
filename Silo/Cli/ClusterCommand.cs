using OrleansTrading.Silo.Hosting;
using OrleansTrading.Silo.Local;

namespace OrleansTrading.Silo.Cli;

/// <summary><c>cluster</c>: two silos and an API on this machine, until it is stopped.</summary>
internal static class ClusterCommand
{
    /// <summary>Starts all and waits.</summary>
    /// <param name="dataFolder">Where keys, journals and logs are.</param>
    /// <param name="api">Where the API process listens; each silo's own API takes one of the ports after it.</param>
    /// <param name="redis"><c>Cluster:Redis</c>; null takes it from the environment.</param>
    /// <param name="postgres"><c>Storage:ConnectionString</c>; null takes it from the environment.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The process's exit code; 1 with a message when it could not start or a part ended.</returns>
    internal static async Task<int> RunAsync(
        string dataFolder, Uri api, string? redis, string? postgres, CancellationToken cancellationToken)
    {
        try
        {
            EngineHosting.RequireCluster("The command cluster");
            DataFolder.Prepare(dataFolder);
            await using var cluster = new LocalCluster(dataFolder, api, Settings(redis, postgres));
            await cluster.StartAsync(cancellationToken);
            Console.WriteLine($"api      {api}");
            for (var silo = 1; silo <= LocalCluster.SilosCount; silo++)
            {
                Console.WriteLine($"silo {silo}   {cluster.SiloApi(silo)}, log {cluster.LogOf($"silo-{silo}")}");
            }

            var gone = await cluster.WaitAsync(cancellationToken);
            await Console.Error.WriteLineAsync($"{gone} ended. The rest is stopped; see {cluster.LogOf(gone)}.");
            return 1;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception failure) when (StartFailures.IsExpected(failure))
        {
            await Console.Error.WriteLineAsync($"Could not start: {failure.Message}");
            return 1;
        }
    }

    private static Dictionary<string, string> Settings(string? redis, string? postgres)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Cluster:AdvertisedAddress"] = "127.0.0.1",
            ["Storage:Provider"] = "Postgres",
            ["Local:SolanaUrl"] = $"http://127.0.0.1:{Devnet.DevnetOptions.SolanaPortDefault}/",
            ["Local:HorizonUrl"] = $"http://127.0.0.1:{Devnet.DevnetOptions.HorizonPortDefault}/",
            ["Local:NearUrl"] = $"http://127.0.0.1:{Devnet.DevnetOptions.NearPortDefault}/",
        };
        if (redis is not null)
        {
            settings["Cluster:Redis"] = redis;
        }

        if (postgres is not null)
        {
            settings["Storage:ConnectionString"] = postgres;
        }

        return settings;
    }
}
