using System.Globalization;
using System.Security.Cryptography;
using OrleansTrading.Engine.CrashChild;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>
/// A real process under load loses its life or its disk; what it had acknowledged must be in the file. (A power cut,
/// which only the sync at each commit survives, cannot be made here.)
/// </summary>
public sealed class KilledProcessTests
{
    private const int Rounds = 6;
    private const int Callers = 48;
    private const int AcknowledgedMin = 200;
    private const int AcknowledgedMax = 6_000;

    [Fact]
    public async Task Every_acknowledged_write_is_in_the_file_whole_after_kill_9()
    {
        await using var room = SqliteRoom.Prepare(options => options.CheckAtOpen = SqliteCheck.Full);
        var acknowledged = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            // Each round goes on with the file the last kill left behind.
            var killAfter = RandomNumberGenerator.GetInt32(AcknowledgedMin, AcknowledgedMax);
            var child = CrashChildRun.Arguments(room.Options.Path, round, Callers, writesMax: 100_000);
            var lines = await CrashChildRun.KilledAsync(child, killAfter);
            Assert.True(lines.Count >= killAfter, $"round {round}: {lines.Count} of {killAfter} acknowledged");
            Assert.True(File.Exists(room.Options.Path + "-wal"), "the child had time to close its file");
            Take(lines, acknowledged);

            // One write of each caller may have been committed and not yet printed when the process died, never more.
            await VerifyAsync(room, acknowledged, unprintedMax: 1);
        }
    }

    [LinuxFact]
    public async Task When_the_disk_fails_in_the_commit_what_a_caller_then_reads_is_what_stays()
    {
        await using var room = SqliteRoom.Prepare(options => options.CheckAtOpen = SqliteCheck.Full);

        // No file may grow beyond 300 KiB: a commit ends in the middle of its writes to the log, with EFBIG.
        string[] limited =
        [
            "/bin/bash", "-c", "trap '' XFSZ; ulimit -f 300; exec \"$@\"", "bash",
            .. CrashChildRun.Arguments(room.Options.Path, round: 0, Callers, writesMax: 500),
        ];
        var lines = await CrashChildRun.ToTheEndAsync(limited);

        var acknowledged = new Dictionary<string, long>(StringComparer.Ordinal);
        Take(lines.Where(line => line[0] is not '?' and not '='), acknowledged);
        await VerifyAsync(room, acknowledged, unprintedMax: 1);

        // Read after the failure, while the disk still refused: exactly that is what a restart finds.
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        Take(lines.Where(line => line[0] == '=').Select(line => line[2..]), found);
        Assert.NotEmpty(found);
        await VerifyAsync(room, found, unprintedMax: 0);
    }

    private static void Take(IEnumerable<string> lines, Dictionary<string, long> acknowledged)
    {
        foreach (var line in lines)
        {
            var parts = line.Split(' ');
            var version = long.Parse(parts[1], CultureInfo.InvariantCulture);
            acknowledged[parts[0]] = Math.Max(version, acknowledged.GetValueOrDefault(parts[0]));
        }
    }

    private static async Task VerifyAsync(SqliteRoom room, Dictionary<string, long> acknowledged, int unprintedMax)
    {
        // Opening runs integrity_check and fails on anything but "ok".
        await using var store = room.NewStore();
        await store.OpenAsync(CancellationToken.None);
        var storage = new GrainStateStorage(store, room.Options);
        foreach (var (key, version) in acknowledged)
        {
            var state = new GrainState<CrashState>();
            await storage.ReadStateAsync("state", GrainId.Create("crash", key), state);
            var stored = state.State!;
            Assert.True(stored.Version >= version, $"{key} has version {stored.Version}; {version} was acknowledged");
            Assert.True(
                stored.Version <= version + unprintedMax,
                $"{key} has version {stored.Version}; only {version} was acknowledged");
            if (stored.Version == 0)
            {
                Assert.False(state.RecordExists);
                continue;
            }

            Assert.Equal(key, stored.Key);
            Assert.Equal(CrashState.BodyOf(key, stored.Version), stored.Body);
            Assert.Equal(stored.Version.ToString(CultureInfo.InvariantCulture), state.ETag);
        }
    }
}

/// <summary>A test that needs Linux' limits on a process.</summary>
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "Needs Linux.";
        }
    }
}
