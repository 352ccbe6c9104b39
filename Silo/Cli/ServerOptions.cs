using System.CommandLine;
using OrleansTrading.Silo.Hosting;

namespace OrleansTrading.Silo.Cli;

/// <summary>What the command line says about a server.</summary>
internal sealed class ServerOptions
{
    private readonly Option<DirectoryInfo> data = new("--data")
    {
        Description = "Where the database, the local networks' journals and the local keys are.",
        DefaultValueFactory = _ => new DirectoryInfo(SiloConstants.DataFolder),
    };

    private readonly Option<string> urls = new("--urls")
    {
        Description = "Addresses the API listens on, separated by semicolons.",
        DefaultValueFactory = _ => SiloConstants.ApiUrl,
    };

    private readonly Option<FileInfo?> config = new("--config")
    {
        Description = "A JSON file of settings; see docs/operating.md.",
    };

    private readonly Option<string[]> set = new("--set")
    {
        Description = "One setting, Section:Name=value; stronger than the file and the environment.",
        AllowMultipleArgumentsPerToken = false,
    };

    internal void AddTo(Command command)
    {
        command.Add(urls);
        AddSettingsTo(command);
    }

    /// <summary>What a command needs that works on a server's data without serving.</summary>
    internal void AddSettingsTo(Command command)
    {
        command.Add(data);
        command.Add(config);
        command.Add(set);
    }

    internal SiloArguments Read(ParseResult parsed) => new(
        parsed.GetValue(data)!.FullName,
        parsed.GetValue(urls) ?? SiloConstants.ApiUrl,
        parsed.GetValue(config)?.FullName,
        parsed.GetValue(set) ?? []);
}
