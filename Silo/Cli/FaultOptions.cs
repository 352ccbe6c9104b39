using System.CommandLine;
using OrleansTrading.Devnet.Faults;

namespace OrleansTrading.Silo.Cli;

/// <summary>What the command line says about faults of the local networks.</summary>
internal sealed class FaultOptions
{
    private readonly Option<FaultPlan?> faults;

    private readonly Option<ulong> seed = new("--faults-seed")
    {
        Description = "Which requests meet the faults of --faults; the same seed hits the same ones again.",
        DefaultValueFactory = _ => 1,
    };

    internal FaultOptions() => faults = new Option<FaultPlan?>("--faults")
    {
        Description = "How often each kind of fault happens, like drop=0.1,lose-reply=0.05; see docs/chains.md.",
        CustomParser = result =>
        {
            try
            {
                return FaultPlan.Parse(result.GetValue(seed), result.Tokens[0].Value);
            }
            catch (ArgumentException problem)
            {
                result.AddError($"--faults: {problem.Message}");
                return null;
            }
        },
    };

    internal void AddTo(Command command)
    {
        command.Add(seed);
        command.Add(faults);
    }

    internal FaultPlan? Read(ParseResult parsed) => parsed.GetValue(faults);
}
