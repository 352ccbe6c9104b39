using OrleansTrading.Soak.Cli;

return await SoakCommand.Create().Parse(args).InvokeAsync();
