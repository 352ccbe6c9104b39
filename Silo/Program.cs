using System.CommandLine;
using OrleansTrading.Silo;
using OrleansTrading.Silo.Cli;

return await SiloCommands.Create().Parse(args).InvokeAsync(
    new InvocationConfiguration { ProcessTerminationTimeout = SiloConstants.StopMax });
