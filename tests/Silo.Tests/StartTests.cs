using System.Net;
using System.Net.Sockets;
using OrleansTrading.Silo.Tests.Processes;
using SQLitePCL;

namespace OrleansTrading.Silo.Tests;

/// <summary>A server that cannot start says why in one line, and exits with 1.</summary>
public sealed class StartTests
{
    private static readonly string[] FreeNetworks =
        ["--set", "Local:SolanaPort=0", "--set", "Local:HorizonPort=0", "--set", "Local:NearPort=0"];

    /// <summary>What is wrong, and a part of what is said about it. In each, {0} is a new folder.</summary>
    public static TheoryData<string[], string> Settings => new()
    {
        { ["--set", "nonsense"], "--set nonsense is no setting. Write --set Section:Name=value." },
        { ["--set", "Cluster:SiloPort=0"], "Cluster:SiloPort is 0. It must be 1 to 65535." },
        { ["--set", "Cluster:GatewayPort=11111"], "Cluster:GatewayPort is 11111. It must differ from" },
        { ["--set", "Cluster:ClusterId=a b"], "Cluster:ClusterId is 'a b'. It must be 1 to 64 letters" },
        { ["--set", "Cluster:AdvertisedAddress=0.0.0.0"], "Cluster:AdvertisedAddress is '0.0.0.0'. It must be an IP" },
        { ["--set", "Cluster:StopTimeout=00:00:10"], "Cluster:StopTimeout is 00:00:10. It must be 00:00:40 to" },
        { ["--set", "Solana:RpcUrl=http://127.0.0.1:1/"], "Solana:RpcUrl is no setting any more. Write Solana:End" },
        { ["--set", "Solana:Endpoints:0:Url=http://127.0.0.1:1/"], "Only one of Solana:Endpoints and Stellar:Endp" },
        { ["--set", "Stellar:Endpoints:0:Url=http://127.0.0.1:1/"], "Only one of Solana:Endpoints and Stellar:End" },
        { ["--set", "Local:SolanaUrl=http://127.0.0.1:1/"], "Only one of Local:SolanaUrl and Local:HorizonUrl" },
        { ["--set", "Api:SessionLifetime=00:00:00"], "SessionLifetime must be between" },
        { ["--set", "Quotes:PlatformFeeBasisPoints=many"], "'many' at 'Quotes:PlatformFeeBasisPoints'" },
        { ["--set", "Api:HookSecrets:solana=secret"], "HookSecrets:solana is not a webhook secret." },
        { ["--set", "Api:OperatorKeys:alice=secret"], "OperatorKeys:alice is not a SHA-256 in hex." },
        { ["--set", "Proxy:KnownNetworks:0=proxy"], "Proxy:KnownNetworks is 'proxy'. It must be a network like" },
        { ["--set", "Proxy:KnownNetworks:0=0.0.0.0/0"], "Proxy:KnownNetworks is '0.0.0.0/0'. It must" },
        { ["--set", "Proxy:KnownProxies:0=proxy"], "Proxy:KnownProxies is 'proxy'. It must be an IP address." },
        { ["--set", "Proxy:ForwardLimit=0"], "Proxy:ForwardLimit is '0'. It must be 1 to 10." },
        { ["--config", "{0}/none.json"], "none.json' was not found" },
        { ["--urls", "nonsense"], "nonsense" },
        {
            ["--set", "Local:SolanaUrl=http://127.0.0.1:1/", "--set", "Local:HorizonUrl=http://127.0.0.1:1/"],
            "solana: getBalance got no usable answer: endpoint #1: HttpRequestException (ConnectionError)"
        },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task Wrong_settings_are_named(string[] arguments, string message)
    {
        using var folder = new TemporaryFolder();

        var run = await RunAsync(
            Path.Combine(folder.Path, "data"),
            [.. arguments.Select(a => a.Replace("{0}", folder.Path, StringComparison.Ordinal))]);

        AssertNotStarted(run, message);
    }

    [Fact]
    public async Task Data_folder_that_is_a_file_is_named()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "data");
        await File.WriteAllTextAsync(file, "mine");

        AssertNotStarted(await RunAsync(file), $"--data is {file}, but {file} is a file. Name a folder,");
        var below = Path.Combine(file, "below", "it");
        AssertNotStarted(await RunAsync(below), $"--data is {below}, but {file} is a file. Name a folder,");
        Assert.Equal("mine", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Data_folder_that_cannot_be_written_is_named()
    {
        // Nobody creates anything there, not even who may write everywhere else.
        const string unwritable = "/proc/self/task";
        const string uncreatable = "/proc/self/orleanstrading";
        if (OperatingSystem.IsLinux())
        {
            AssertNotStarted(await RunAsync(unwritable), $"--data is {unwritable}, which cannot be written to (");
            AssertNotStarted(await RunAsync(uncreatable), $"--data is {uncreatable}, which cannot be made (");
        }
    }

    [Fact]
    public async Task What_a_server_makes_is_its_users_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var stage = await Stage.OpenAsync();

        var modes = Directory.EnumerateFileSystemEntries(stage.Data)
            .Concat(Directory.EnumerateFileSystemEntries(Path.Combine(stage.Data, "keys")))
            .ToDictionary(path => Path.GetRelativePath(stage.Data, path), File.GetUnixFileMode);
        const UnixFileMode file = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(file | UnixFileMode.UserExecute, File.GetUnixFileMode(stage.Data));
        Assert.Equal(file | UnixFileMode.UserExecute, modes["keys"]);
        Assert.Equal(file, modes[Path.Combine("keys", "solana.seed")]);
        Assert.Equal(file, modes[Path.Combine("keys", "stellar.seed")]);
        foreach (var suffix in new[] { "", "-wal", "-shm", ".lock" })
        {
            Assert.Equal(file, modes[SiloConstants.DatabaseFile + suffix]);
        }
    }

    [Fact]
    public async Task Folder_that_others_can_use_is_told_with_the_remedy()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        const UnixFileMode open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(folder.Path, open);
        var data = Directory.CreateDirectory(Path.Combine(folder.Path, "data"), open).FullName;
        File.SetUnixFileMode(data, open);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var run = await RunAsync(data, "--urls", $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

        Assert.Contains(
            $"Other users of this machine can use {data}. Run: chmod 700 {data}", run.Output, StringComparison.Ordinal);
        Assert.Single(run.Output.Split('\n'), line => line.Contains("chmod", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Database_of_another_program_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, SiloConstants.DatabaseFile);
        await File.WriteAllTextAsync(file, new string('x', 10_000));

        AssertNotStarted(await RunAsync(folder.Path), $"{file} is not a SQLite database.");
        Assert.Equal(new string('x', 10_000), await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Port_that_is_taken_is_named()
    {
        using var folder = new TemporaryFolder();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var taken = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

        var run = await RunAsync(folder.Path, "--urls", taken);

        AssertNotStarted(run, $"{taken}: address already in use. Another program, or another server, listens there.");
        Assert.Contains("choose another address with --urls", run.Errors, StringComparison.Ordinal);
        Assert.Single(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Address_that_is_not_ours_is_named()
    {
        using var folder = new TemporaryFolder();

        // Reserved for documentation: no machine has it.
        const string elsewhere = "http://192.0.2.1:5080";
        AssertNotStarted(
            await RunAsync(folder.Path, "--urls", elsewhere), $"--urls is {elsewhere}, which cannot be listened on:");
    }

    [Fact]
    public async Task Port_of_the_local_networks_that_is_taken_is_named()
    {
        using var folder = new TemporaryFolder();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        AssertNotStarted(
            await ProductProcess.RunAsync(
                "--data", folder.Path, "--set", $"Local:SolanaPort={port}", "--set", "Local:HorizonPort=0",
                "--set", "Local:NearPort=0"),
            $"Local networks: Failed to bind to address http://127.0.0.1:{port}: address already in use.");
        AssertNotStarted(
            await ProductProcess.RunAsync(
                "devnet", "--solana-port", "0", "--horizon-port", $"{port}", "--near-port", "0"),
            "choose other ports with --solana-port, --horizon-port and --near-port");
    }

    [Fact]
    public async Task Key_that_others_can_read_is_not_used()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var key = Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Path, "keys")).FullName, "solana.seed");
        var seed = new string('7', 64);
        await File.WriteAllTextAsync(key, seed);
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        var run = await RunAsync(folder.Path);

        AssertNotStarted(run, $"{key} can be read by others. Run: chmod 600 {key}");
        Assert.DoesNotContain(seed, run.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_that_is_none_is_named_but_not_shown()
    {
        using var folder = new TemporaryFolder();
        var key = Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Path, "keys")).FullName, "stellar.seed");
        const string almost = "SBGWSG6BTNCKCOB3DIFBGCVMUPQFYPA2G4O34RMTB343OYPXU5DJDVMN";
        await File.WriteAllTextAsync(key, almost);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var run = await RunAsync(folder.Path);

        AssertNotStarted(run, $"{key} is no Ed25519 seed.");
        Assert.DoesNotContain(almost, run.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_server_and_older_program_leave_the_data_alone()
    {
        await using var stage = await Stage.OpenAsync();

        // Its own networks would stand in the way first: the database is what must not be shared.
        AssertNotStarted(
            await RunAsync(
                stage.Data, "--set", $"Local:SolanaUrl={stage.Solana}", "--set", $"Local:HorizonUrl={stage.Horizon}"),
            SiloConstants.DatabaseFile);

        await stage.StopAsync();
        WriteSchemaVersion(Path.Combine(stage.Data, SiloConstants.DatabaseFile), 99);
        AssertNotStarted(await RunAsync(stage.Data), "has schema version 99; this program knows versions 1 to");
    }

    private static Task<ProductRun> RunAsync(string data, params string[] more)
    {
        string[] urls = more.Contains("--urls") ? [] : ["--urls", "http://127.0.0.1:0"];
        return ProductProcess.RunAsync(["--data", data, .. urls, .. FreeNetworks, .. more]);
    }

    internal static void AssertNotStarted(ProductRun run, string message)
    {
        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.StartsWith("Could not start: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", run.Errors, StringComparison.Ordinal);
    }

    private static void WriteSchemaVersion(string file, int version)
    {
        Batteries_V2.Init();
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open_v2(file, out var database, raw.SQLITE_OPEN_READWRITE, null));
        using (database)
        {
            Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(database, $"INSERT INTO schema_version VALUES({version}, 0)"));
        }
    }
}
