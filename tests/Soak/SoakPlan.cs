using System.Globalization;

namespace OrleansTrading.Soak;

/// <summary>Where the server under test stores.</summary>
internal enum SoakStorage
{
    /// <summary>A SQLite file.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server of the run's own.</summary>
    Postgres,
}

/// <summary>What a run does.</summary>
internal sealed record SoakPlan
{
    /// <summary>Time to get something done between two kills, besides that of the start.</summary>
    internal const int SecondsPerKill = 8;

    private const int LoadSecondsMin = 60;

    internal required SoakStorage Storage { get; init; }

    /// <summary>How often the server is killed.</summary>
    internal required int Kills { get; init; }

    /// <summary>What decides the customers' doings and the moments of the kills.</summary>
    internal required ulong Seed { get; init; }

    /// <summary>Minutes of load, besides those of starts; 0: as many as the kills take.</summary>
    internal required int Minutes { get; init; }

    /// <summary>Customers at once.</summary>
    internal required int Clients { get; init; }

    /// <summary>Whether the database and the logs stay although all is well.</summary>
    internal required bool KeepsFolder { get; init; }

    /// <summary>How long there is a server under load: about so long, since the kills are drawn to fill it.</summary>
    internal TimeSpan Load => Minutes > 0
        ? TimeSpan.FromMinutes(Minutes)
        : TimeSpan.FromSeconds(Math.Max(LoadSecondsMin, Kills * SecondsPerKill));

    /// <summary>The command line of the same run: the seed decides all but what the operating system does.</summary>
    internal string Repeat => string.Create(
        CultureInfo.InvariantCulture,
        $"--storage {Storage.ToString().ToLowerInvariant()} --kills {Kills} --seed {Seed} --clients {Clients}"
        + $"{(Minutes > 0 ? $" --minutes {Minutes}" : "")}");
}
