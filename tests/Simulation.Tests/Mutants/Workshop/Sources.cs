namespace OrleansTrading.Simulation.Tests.Mutants.Workshop;

/// <summary>Where the product's sources are: the folder of the solution that the tests were built in.</summary>
internal static class Sources
{
    private const string Solution = "OrleansTrading.sln";

    internal static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has {Solution}.");
    }
}
