using System.CommandLine;
using OrleansTrading.Devnet;
using OrleansTrading.Silo.Demo;
using OrleansTrading.Silo.Hosting;
using OrleansTrading.Silo.Local;

namespace OrleansTrading.Silo.Cli;

/// <summary>The executable's commands. Without one it serves.</summary>
internal static class SiloCommands
{
    internal static RootCommand Create()
    {
        var root = new RootCommand("OrleansTrading: cross-chain payments on virtual actors.")
        {
            CreateDevnet(),
            CreateDemo(),
            CreateDb(),
            CreateLedger(),
            CreateApi(),
            CreateCluster(),
            KeyCommandLine.Create(),
            SimulationHosting.CreateCommand(),
        };
        var server = new ServerOptions();
        server.AddTo(root);
        root.SetAction((parsed, cancellationToken) => SiloHost.RunAsync(server.Read(parsed), cancellationToken));
        return root;
    }

    private static Command CreateApi()
    {
        var server = new ServerOptions();
        var command = new Command("api", "Serves the API alone, as a client of a cluster of silos; needs Orleans.");
        server.AddTo(command);
        command.SetAction((parsed, cancellationToken) => ApiHost.RunAsync(server.Read(parsed), cancellationToken));
        return command;
    }

    private static Command CreateCluster()
    {
        var data = new Option<DirectoryInfo>("--data")
        {
            Description = "Where the keys, the local networks' journals and the logs are.",
            DefaultValueFactory = _ => new DirectoryInfo(SiloConstants.DataFolder),
        };
        var api = Address("--api", SiloConstants.ApiUrl, "Where the API listens; the silos' own take the next ports.");
        var redis = new Option<string?>("--redis")
        {
            Description = "Cluster:Redis, as host:port. Left out: the environment's OT_Cluster__Redis.",
        };
        var postgres = new Option<string?>("--postgres")
        {
            Description = "Storage:ConnectionString. Left out: the environment's OT_Storage__ConnectionString.",
        };
        var command = new Command(
            "cluster", "Runs two silos, an API and local networks on this machine; needs Orleans.")
        {
            data, api, redis, postgres,
        };
        command.SetAction((parsed, cancellationToken) => ClusterCommand.RunAsync(
            parsed.GetValue(data)!.FullName,
            parsed.GetValue(api)!,
            parsed.GetValue(redis),
            parsed.GetValue(postgres),
            cancellationToken));
        return command;
    }

    private static Command CreateDevnet()
    {
        var data = new Option<DirectoryInfo?>("--data")
        {
            Description = "The journals' folder; in memory when left out.",
        };
        var solanaPort = Port("--solana-port", DevnetOptions.SolanaPortDefault);
        var horizonPort = Port("--horizon-port", DevnetOptions.HorizonPortDefault);
        var nearPort = Port("--near-port", DevnetOptions.NearPortDefault);
        var ledger = new Option<int>("--ledger-ms")
        {
            Description = "Milliseconds between Stellar ledgers.",
            DefaultValueFactory = _ => (int)DevnetOptions.LedgerTimeDefault.TotalMilliseconds,
        };
        var faults = new FaultOptions();
        var command = new Command("devnet", "Runs the local Solana, Stellar and NEAR networks alone.")
        {
            data, solanaPort, horizonPort, nearPort, ledger,
        };
        faults.AddTo(command);
        command.SetAction((parsed, cancellationToken) => DevnetCommand.RunAsync(
            new DevnetOptions
            {
                JournalFolder = parsed.GetValue(data)?.FullName,
                SolanaPort = parsed.GetValue(solanaPort),
                HorizonPort = parsed.GetValue(horizonPort),
                NearPort = parsed.GetValue(nearPort),
                Faults = faults.Read(parsed),
                LedgerTime = TimeSpan.FromMilliseconds(parsed.GetValue(ledger)),
            },
            cancellationToken));
        return command;

        static Option<int> Port(string name, int value) => new(name)
        {
            Description = "TCP port on loopback; 0 takes a free one.",
            DefaultValueFactory = _ => value,
        };
    }

    private static Command CreateDb()
    {
        var server = new ServerOptions();
        var database = new Option<FileInfo?>("--database")
        {
            Description = "The SQLite file, where Storage:Path says that it is elsewhere.",
        };
        var info = new Command("info", "Prints the tables, their sizes, and their oldest and newest rows.")
        {
            database,
        };
        server.AddSettingsTo(info);
        info.SetAction((parsed, cancellationToken) =>
            DbCommands.InfoAsync(server.Read(parsed), parsed.GetValue(database), cancellationToken));
        var file = new Argument<FileInfo>("file") { Description = "The copy; must not exist yet." };
        var backup = new Command("backup", "Copies the database as it is now, while a server works on it or not.")
        {
            file, database,
        };
        server.AddSettingsTo(backup);
        backup.SetAction((parsed, cancellationToken) => DbCommands.BackupAsync(
            server.Read(parsed),
            parsed.GetValue(database),
            parsed.GetRequiredValue(file).FullName,
            cancellationToken));
        return new Command("db", "Looks at the database, or copies it.") { info, backup };
    }

    private static Command CreateLedger()
    {
        var server = new ServerOptions();
        var database = new Option<FileInfo?>("--database")
        {
            Description = "The SQLite file, where Storage:Path says that it is elsewhere.",
        };
        var offline = new Option<bool>("--offline") { Description = "Asks no chain." };
        var verify = new Command(
            "verify",
            "Recomputes the ledger and compares treasuries with their chains; prints the first difference.")
        {
            database, offline,
        };
        server.AddSettingsTo(verify);
        verify.SetAction((parsed, cancellationToken) => LedgerCommands.VerifyAsync(
            server.Read(parsed), parsed.GetValue(database), parsed.GetValue(offline), cancellationToken));
        return new Command("ledger", "Looks at the ledger.") { verify };
    }

    private static Command CreateDemo()
    {
        var api = Address("--api", SiloConstants.ApiUrl, "The API's address.");
        var solana = Address("--solana", $"http://127.0.0.1:{DevnetOptions.SolanaPortDefault}", "The Solana JSON-RPC.");
        var horizon = Address(
            "--horizon", $"http://127.0.0.1:{DevnetOptions.HorizonPortDefault}", "Stellar's Horizon.");
        var near = Address("--near", $"http://127.0.0.1:{DevnetOptions.NearPortDefault}", "The NEAR JSON-RPC.");
        var pay = Asset("--pay", "solana/USDC", "What to pay, by alias.");
        var receive = Asset("--receive", "stellar/XLM", "What to receive, by alias.");
        var amount = new Option<string?>("--amount") { Description = "How much to pay; left out: about 25 dollars." };
        var all = new Option<bool>("--all") { Description = "Trades every pair of assets in both directions." };
        var crash = new Option<bool>("--crash")
        {
            Description = "Starts a server and networks of its own,"
                + " and kills the server right after the delivery left it.",
        };
        var command = new Command("demo", "Plays one trade as a customer would: over HTTP and the chains' own RPC.")
        {
            api, solana, horizon, near, pay, receive, amount, all, crash,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) && (result.GetValue(crash) || result.GetValue(amount) is not null))
            {
                result.AddError("--all trades every pair, each for its own amount. Leave out --crash and --amount.");
            }
        });
        command.SetAction((parsed, cancellationToken) => DemoCommand.RunAsync(
            new DemoArguments(
                parsed.GetValue(api)!,
                new NetworkUrls(parsed.GetValue(solana)!, parsed.GetValue(horizon)!, parsed.GetValue(near)!),
                new AssetPair(parsed.GetValue(pay)!, parsed.GetValue(receive)!),
                parsed.GetValue(amount)),
            parsed.GetValue(crash),
            parsed.GetValue(all),
            cancellationToken));
        return command;

        static Option<string> Asset(string name, string value, string description) => new(name)
        {
            Description = description,
            DefaultValueFactory = _ => value,
        };
    }

    private static Option<Uri> Address(string name, string value, string description) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => new Uri(value),
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var address))
            {
                return address;
            }

            result.AddError($"{name} is '{result.Tokens[0].Value}'. It must be an address like {value}.");
            return null;
        },
    };
}
