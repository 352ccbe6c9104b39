using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace OrleansTrading.Mql5.Tests.Native;

/// <summary>
/// Builds the programs with g++, sanitizers on and warnings as errors: once for all tests, and again only when a source
/// has changed.
/// </summary>
internal static class Compiler
{
    private const int UnitsAtOnce = 2;

    private static readonly string[] s_flags =
    [
        "-std=c++17", "-g1", "-O0", "-Wall", "-Wextra", "-Werror", "-fsanitize=address,undefined",
        "-fno-sanitize-recover=all",
    ];

    /// <summary>OpenSSL by its file: the packages that development needs are not asked for.</summary>
    private static readonly string[] s_libraries = ["-l:libssl.so.3", "-l:libcrypto.so.3"];

    private static readonly Lazy<Task<string>> s_built = new(BuildAsync);

    /// <summary>Gets the folder that holds mql5/ and tests/.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Gets the folder of the programs, once they are built.</summary>
    public static Task<string> BuiltAsync => s_built.Value;

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OrleansTrading.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has OrleansTrading.sln.");
    }

    private static async Task<string> BuildAsync()
    {
        var tests = Path.Combine(Root, "tests", "Mql5");
        var output = Path.Combine(AppContext.BaseDirectory, "native");
        var stamp = Path.Combine(output, "stamp");
        var wanted = HashOfSources(tests);
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
        {
            return output;
        }

        Directory.CreateDirectory(output);
        var units = Directory.GetFiles(Path.Combine(tests, "Shim"), "*.cpp")
            .Concat(new[] { "Driver", "Script", "UnitMain", "SubscriberMain", "ProviderMain" }
                .Select(name => Path.Combine(tests, "Harness", $"{name}.cpp")))
            .ToArray();
        await Parallel.ForEachAsync(
            units,
            new ParallelOptions { MaxDegreeOfParallelism = UnitsAtOnce },
            async (unit, _) => await RunAsync(
                [.. s_flags, "-I", Path.Combine(Root, "mql5", "Include"), "-c", unit, "-o", ObjectOf(output, unit)]));
        var common = units.Where(unit => !unit.EndsWith("Main.cpp", StringComparison.Ordinal))
            .Select(unit => ObjectOf(output, unit)).ToArray();
        foreach (var program in new[] { "Unit", "Subscriber", "Provider" })
        {
            // The unit program scripts the broker itself and has no driver's loop; an unused object does no harm.
            await RunAsync(
            [
                .. s_flags, Path.Combine(output, $"{program}Main.o"), .. common, "-o", PathOf(output, program),
                .. s_libraries,
            ]);
        }

        await File.WriteAllTextAsync(stamp, wanted);
        return output;
    }

    public static string PathOf(string folder, string program) => Path.Combine(folder, $"{program}.bin");

    private static string ObjectOf(string output, string unit) =>
        Path.Combine(output, Path.GetFileNameWithoutExtension(unit) + ".o");

    private static string HashOfSources(string tests)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = new[] { Path.Combine(tests, "Shim"), Path.Combine(tests, "Harness"), Path.Combine(Root, "mql5") }
            .SelectMany(folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal);
        foreach (var file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(file));
            hash.AppendData(File.ReadAllBytes(file));
        }

        hash.AppendData(Encoding.UTF8.GetBytes(string.Join(' ', [.. s_flags, .. s_libraries])));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static async Task RunAsync(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("g++", arguments) { RedirectStandardError = true })
            ?? throw new InvalidOperationException("g++ was not started. Install the package g++.");
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"g++ {string.Join(' ', arguments)} failed:\n{said}");
        }
    }
}
