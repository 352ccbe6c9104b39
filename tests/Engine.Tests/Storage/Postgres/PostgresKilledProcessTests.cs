using System.Globalization;
using System.Security.Cryptography;
using OrleansTrading.Engine.CrashChild;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>
/// A real process under load loses its life; what it had acknowledged must be in the database, whole.
/// </summary>
public sealed class PostgresKilledProcessTests
{
    private const int Rounds = 3;
    private const int Callers = 48;
    private const int AcknowledgedMin = 200;
    private const int AcknowledgedMax = 3_000;

    [Fact]
    public async Task Every_acknowledged_write_is_in_the_database_whole_after_kill_9()
    {
        await using var room = await PostgresRoom.PrepareAsync();
        for (var round = 0; round < Rounds; round++)
        {
            // Each round goes on with the database the last kill left behind.
            var killAfter = RandomNumberGenerator.GetInt32(AcknowledgedMin, AcknowledgedMax);
            var child = CrashChildRun.Arguments(room.Options.ConnectionString, round, Callers, writesMax: 100_000);
            var lines = await CrashChildRun.KilledAsync(child, killAfter);

            Assert.True(lines.Count >= killAfter, $"round {round}: {lines.Count} of {killAfter} acknowledged");
            await VerifyAsync(room, lines);
        }
    }

    private static async Task VerifyAsync(PostgresRoom room, IEnumerable<string> lines)
    {
        await room.RestartAsync();
        var acknowledged = lines.Select(line => line.Split(' '))
            .GroupBy(parts => parts[0], parts => long.Parse(parts[1], CultureInfo.InvariantCulture));
        foreach (var writes in acknowledged)
        {
            var state = new GrainState<CrashState>();
            await room.Grains().ReadStateAsync("state", GrainId.Create("crash", writes.Key), state);
            var stored = state.State!;

            // One write of each caller may have been committed and not yet printed when the process died, never more.
            Assert.InRange(stored.Version, writes.Max(), writes.Max() + 1);
            Assert.Equal(CrashState.BodyOf(writes.Key, stored.Version), stored.Body);
        }

        await room.Store.CloseAsync();
    }
}
