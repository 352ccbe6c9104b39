using System.CommandLine;
using OrleansTrading.Bench.Children;
using OrleansTrading.Bench.Copy;
using OrleansTrading.Bench.Payments;
using OrleansTrading.Bench.Quotes;
using OrleansTrading.Bench.Signing;
using OrleansTrading.Bench.Storage;

namespace OrleansTrading.Bench.Cli;

/// <summary>What can be measured.</summary>
internal static partial class BenchCommands
{
    internal static RootCommand Create()
    {
        var root = new RootCommand("Measures OrleansTrading on this machine.")
        {
            CreateQuotes(),
            CreateStorage(),
            CreateSigning(),
            CreateChains(),
            CreateCopy(),
            CreateBare(),
            CreateBareFanOut(),
        };
        AddEngine(root);
        return root;
    }

    /// <summary>Adds what measures the embedded engine, if that is the one in use.</summary>
    static partial void AddEngine(RootCommand root);

    private static Command CreateQuotes()
    {
        var seconds = Number("--seconds", 10, "Seconds of each phase.");
        var connections = Number("--connections", 64, "Keep-alive connections, one request at a time on each.");
        var users = Number("--users", 16, "Signed-in customers who ask.");
        var pairs = Number("--pairs", 3, "How often silo and bare server take turns.");
        var set = Settings();
        var command = new Command("quotes", "Durable quote creation over HTTP, beside a bare Kestrel endpoint.")
        {
            seconds, connections, users, pairs, set,
        };
        command.SetAction((parsed, cancellationToken) => QuotesBench.RunAsync(
            new QuotesPlan
            {
                PhaseTime = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                Connections = parsed.GetValue(connections),
                Users = parsed.GetValue(users),
                Pairs = parsed.GetValue(pairs),
                Settings = parsed.GetValue(set) ?? [],
            },
            cancellationToken));
        return command;
    }

    private static Command CreateSigning()
    {
        var seconds = Number("--seconds", 2, "Seconds of each phase.");
        var rounds = Number("--rounds", 5, "How often we and openssl take turns.");
        var command = new Command("signing", "Ed25519 signatures made and checked, beside openssl speed.")
        {
            seconds, rounds,
        };
        command.SetAction((parsed, cancellationToken) => SigningBench.RunAsync(
            parsed.GetValue(seconds), parsed.GetValue(rounds), cancellationToken));
        return command;
    }

    private static Command CreateStorage()
    {
        var seconds = Number("--seconds", 3, "Seconds of each phase.");
        var rounds = Number("--rounds", 3, "How often the databases and the reference take turns.");
        var callers = Number("--callers", 4_096, "Callers, each with one write under way.");
        var connections = Number("--connections", 32, "The reference's connections.");
        var command = new Command("storage", "Durable state writes on SQLite and PostgreSQL, beside plain upserts.")
        {
            seconds, rounds, callers, connections,
        };
        command.SetAction((parsed, cancellationToken) => StorageBench.RunAsync(
            parsed.GetValue(seconds),
            parsed.GetValue(rounds),
            parsed.GetValue(callers),
            parsed.GetValue(connections),
            cancellationToken));
        return command;
    }

    private static Command CreateChains()
    {
        var seconds = Number("--seconds", 2, "Seconds of each phase.");
        var rounds = Number("--rounds", 3, "How often the two take turns.");
        var command = new Command("chains", "Payments built, signed and encoded, beside the chains' JavaScript SDKs.")
        {
            seconds, rounds,
        };
        command.SetAction((parsed, cancellationToken) => PaymentsBench.RunAsync(
            parsed.GetValue(seconds), parsed.GetValue(rounds), cancellationToken));
        return command;
    }

    private static Command CreateCopy()
    {
        var sessions = Number("--sessions", 10_000, "Terminals that copy one provider.");
        var warmUp = Number("--warm-up", 10, "Signals to all of them before.");
        var signals = Number("--signals", 10, "Signals to all of them that are timed.");
        var steadySessions = Number("--steady-sessions", 1_000, "Terminals of the steady load.");
        var rate = Number("--rate", 2_000, "Orders a second of the steady load.");
        var seconds = Number("--seconds", 60, "Seconds of the steady load.");
        var postgres = new Option<bool>("--postgres") { Description = "Store in PostgreSQL instead of SQLite." };
        var set = Settings();
        var command = new Command("copy", "Signals to terminals over TCP, beside a server that only signs and sends.")
        {
            sessions, warmUp, signals, steadySessions, rate, seconds, postgres, set,
        };
        command.SetAction((parsed, cancellationToken) => CopyBench.RunAsync(
            new CopyPlan
            {
                Sessions = parsed.GetValue(sessions),
                WarmUp = parsed.GetValue(warmUp),
                Signals = parsed.GetValue(signals),
                SteadySessions = parsed.GetValue(steadySessions),
                SteadyRate = parsed.GetValue(rate),
                SteadyTime = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                OnPostgres = parsed.GetValue(postgres),
                Settings = parsed.GetValue(set) ?? [],
            },
            cancellationToken));
        return command;
    }

    private static Command CreateBareFanOut()
    {
        var port = Number("--port", 1, "Where to listen.");
        var command = new Command("bare-fan-out", "The reference: signs a line for each connection, and sends it.")
        {
            port,
        };
        command.SetAction((parsed, cancellationToken) =>
            BareFanOut.RunAsync(parsed.GetValue(port), cancellationToken));
        return command;
    }

    private static Command CreateBare()
    {
        var url = new Option<string>("--url") { Description = "Where to listen.", Required = true };
        var answer = new Option<FileInfo>("--answer") { Description = "The JSON to answer.", Required = true };
        var location = new Option<string>("--location") { Description = "The Location to answer.", Required = true };
        var command = new Command("bare", "The reference: the least that Kestrel can do for the same answer.")
        {
            url, answer, location,
        };
        command.SetAction((parsed, cancellationToken) => BareServer.RunAsync(
            parsed.GetValue(url)!, parsed.GetValue(answer)!.FullName, parsed.GetValue(location)!, cancellationToken));
        return command;
    }

    private static Option<string[]> Settings() => new("--set")
    {
        Description = "One setting of the silo, Section:Name=value.",
        DefaultValueFactory = _ => [],
    };

    private static Option<int> Number(string name, int value, string description)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1_000_000)
            {
                result.AddError($"{name} must be 1 to 1000000.");
            }
        });
        return option;
    }
}
