using OrleansTrading.Silo.Cli;

return await SiloCommands.Create().Parse(args).InvokeAsync();
