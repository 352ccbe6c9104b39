using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace OrleansTrading.Servers;

/// <summary>
/// A PostgreSQL server of Debian's packages, in a folder and on a loopback port of its own. It syncs as a server in
/// earnest does.
/// </summary>
public sealed class LocalPostgres : IAsyncDisposable
{
    /// <summary>The user that owns the server's databases.</summary>
    public const string User = "trading";

    private const string Ready = "ready to accept connections";
    private static readonly SemaphoreSlim SharedGate = new(1, 1);
    private static LocalPostgres? shared;

    private readonly string _binaries;
    private readonly string _folder;
    private readonly string _password;
    private ServerProcess? _process;
    private int _databases;

    private LocalPostgres(string binaries, string folder, string password)
    {
        _binaries = binaries;
        _folder = folder;
        _password = password;
    }

    /// <summary>Gets the port that it listens on.</summary>
    public int Port { get; private set; }

    private string PortText => Port.ToString(CultureInfo.InvariantCulture);

    private string Data => Path.Combine(_folder, "data");

    /// <summary>
    /// Gets the processor time that the server's processes took so far, in hundredths of a second, those that ended
    /// included.
    /// </summary>
    public long ProcessorTicks
    {
        get
        {
            var server = File.ReadLines(Path.Combine(Data, "postmaster.pid")).First();
            var children = File.ReadAllText($"/proc/{server}/task/{server}/children")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return TicksOf(server, withEnded: true) + children.Sum(child => TicksOf(child, withEnded: false));
        }
    }

    /// <summary>The one server that this process's tests share; it ends with the process.</summary>
    public static async Task<LocalPostgres> SharedAsync()
    {
        await SharedGate.WaitAsync();
        try
        {
            if (shared is null)
            {
                shared = await StartAsync();
            }

            return shared;
        }
        finally
        {
            SharedGate.Release();
        }
    }

    /// <summary>Makes and starts a server.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed, or does not start.</exception>
    public static async Task<LocalPostgres> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("postgres-").FullName;
        var password = RandomNumberGenerator.GetHexString(24);
        var server = new LocalPostgres(FindBinaries(), folder, password);
        var passwordFile = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(passwordFile, password);
        if (IsRoot)
        {
            await RunAsync("chown", "-R", "postgres", folder);
        }

        await RunAsync(server.AsServer(
            "initdb", "-D", server.Data, "-U", User, "--pwfile", passwordFile, "--auth", "scram-sha-256",
            "--encoding", "UTF8", "--locale", "C", "--no-sync"));
        await server.ResumeAsync();
        return server;
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>How it is reached.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = string.Create(
            CultureInfo.InvariantCulture, $"d{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}");
        await RunAsync(
            [Path.Combine(_binaries, "createdb"), "-h", "127.0.0.1", "-p", PortText, "-U", User, name],
            ("PGPASSWORD", _password));
        return ConnectionString(name);
    }

    /// <summary>Loses a database with all that is in it, and makes an empty one of the same name.</summary>
    /// <param name="connectionString">The database.</param>
    /// <returns>The same text.</returns>
    public async Task<string> RecreateAsync(string connectionString)
    {
        var name = DatabaseOf(connectionString);
        foreach (string[] command in (string[][])[["dropdb", "--force"], ["createdb"]])
        {
            await RunAsync(
                [
                    Path.Combine(_binaries, command[0]), .. command[1..], "-h", "127.0.0.1", "-p", PortText,
                    "-U", User, name,
                ],
                ("PGPASSWORD", _password));
        }

        return connectionString;
    }

    /// <summary>How a database of this server is reached.</summary>
    /// <param name="database">Its name.</param>
    /// <returns>A connection string with the password in it.</returns>
    public string ConnectionString(string database) => string.Create(
        CultureInfo.InvariantCulture,
        $"Host=127.0.0.1;Port={Port};Database={database};Username={User};Password={_password};Timeout=5");

    /// <summary>Puts a backup into an empty database.</summary>
    /// <param name="file">What <c>pg_dump</c> has made.</param>
    /// <param name="connectionString">The database.</param>
    public Task RestoreAsync(string file, string connectionString) => RunAsync(
        [
            Path.Combine(_binaries, "pg_restore"), "--exit-on-error", "-h", "127.0.0.1", "-p", PortText, "-U", User,
            "-d", DatabaseOf(connectionString), file,
        ],
        ("PGPASSWORD", _password));

    /// <summary>Ends the server at once, as a crash would: it has to recover when it starts again.</summary>
    public async Task CrashAsync()
    {
        await RunAsync(AsServer("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop"));
        await _process!.WaitAsync();
        await ForgetProcessAsync();
    }

    /// <summary>Starts the server on what it had, on the port it had.</summary>
    public async Task ResumeAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = Port != 0 ? Port : Ports.Take();
            try
            {
                _process = await ServerProcess.StartAsync(_folder, "QUIT", Ready, AsServer(
                    "postgres", "-D", Data, "-p", port.ToString(CultureInfo.InvariantCulture),
                    "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=300",
                    "-c", "log_min_messages=log"));
                Port = port;
                return;
            }
            catch (InvalidOperationException) when (Port == 0 && attempt < 3)
            {
                // Somebody took the port in between.
            }
        }
    }

    /// <summary>Stops the server and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await ForgetProcessAsync();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static string DatabaseOf(string connectionString) =>
        (string)new DbConnectionStringBuilder { ConnectionString = connectionString }["Database"];

    /// <summary>User and system time of a process (proc(5), fields 14 to 17), and of children that ended.</summary>
    private static long TicksOf(string process, bool withEnded)
    {
        const int FieldsBeforeUserTime = 11;
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ').Skip(FieldsBeforeUserTime);
            return fields.Take(withEnded ? 4 : 2).Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            // It has just ended, and is in its parent's.
            return 0;
        }
    }

    private static bool IsRoot => Environment.UserName == "root";

    private async Task ForgetProcessAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync();
        }
    }

    // PostgreSQL refuses to run as root.
    private string[] AsServer(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(_binaries, program), .. arguments];
        return IsRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", .. command] : command;
    }

    private static string FindBinaries() =>
        Directory.Exists("/usr/lib/postgresql")
        && Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).LastOrDefault() is { } newest
            ? Path.Combine(newest, "bin")
            : throw new InvalidOperationException("PostgreSQL is not installed: apt-get install postgresql");

    private static Task RunAsync(params string[] command) => RunAsync(command, environment: []);

    private static async Task RunAsync(string[] command, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command[0]} failed: {await output} {await errors}");
        }
    }
}
