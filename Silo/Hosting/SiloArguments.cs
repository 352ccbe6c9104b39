namespace OrleansTrading.Silo.Hosting;

/// <summary>What the command line says.</summary>
/// <param name="DataFolder">Where the database, the journals and the local keys are.</param>
/// <param name="Urls">Addresses the API listens on.</param>
/// <param name="ConfigFile">A JSON file of settings; null for none.</param>
/// <param name="Settings">Settings of the form <c>Section:Name=value</c>.</param>
internal sealed record SiloArguments(
    string DataFolder, string Urls, string? ConfigFile, IReadOnlyList<string> Settings);
