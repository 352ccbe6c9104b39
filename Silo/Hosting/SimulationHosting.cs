using System.CommandLine;
#if !ORLEANS
using OrleansTrading.Silo.Simulate;
#endif

namespace OrleansTrading.Silo.Hosting;

/// <summary>Only the embedded engine can be simulated: Orleans has threads, sockets and a clock of its own.</summary>
internal static class SimulationHosting
{
#if ORLEANS
    internal static Command CreateCommand()
    {
        var command = new Command("simulate", "Runs whole worlds by seed; needs the embedded engine.");
        command.SetAction(_ =>
        {
            Console.Error.WriteLine(
                "This server was built for Orleans, which cannot be simulated. Build it without -p:Engine=Orleans.");
            return 1;
        });
        return command;
    }
#else
    internal static Command CreateCommand() => SimulateCommandLine.Create();
#endif
}
