using Microsoft.Extensions.Options;
using OrleansTrading.Clocks;
using OrleansTrading.Engine.Cluster;
using OrleansTrading.Engine.Storage;
using OrleansTrading.Engine.Tests.Storage;

namespace OrleansTrading.Engine.Tests.Cluster;

public sealed class ClusterReminderTableTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Opened = new ManualTime().GetUtcNow();
    private static readonly DateTime Start = Opened.UtcDateTime.AddHours(-1).AddTicks(7);
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(3);
    private static readonly GrainId Payment = GrainId.Create("payment", "p/1");
    private readonly ManualTime _time = new();
    private SqliteRoom _room = null!;

    public async Task InitializeAsync() => _room = await SqliteRoom.OpenAsync();

    public Task DisposeAsync() => _room.DisposeAsync().AsTask();

    [Fact]
    public async Task A_row_comes_back_exactly_and_after_a_restart()
    {
        var etag = await Open().UpsertRow(Entry(Payment, "drive", Start));

        await _room.RestartAsync();

        var row = await Open().ReadRow(Payment, "drive");
        Assert.Equal((Payment, "drive", Start, DateTimeKind.Utc, TimeSpan.FromMinutes(1), etag), Facts(row!));
        Assert.Equal(Facts(row!), Facts(Assert.Single((await Open().ReadRows(Payment)).Reminders)));
        Assert.Null(await Open().ReadRow(Payment, "other"));
        Assert.Null(await Open().ReadRow(GrainId.Create("payment", "p/2"), "drive"));
    }

    [Fact]
    public async Task A_row_of_the_same_grain_and_name_is_replaced_and_has_another_etag()
    {
        var table = Open();
        var first = await table.UpsertRow(Entry(Payment, "drive", Start));

        var second = await table.UpsertRow(Entry(Payment, "drive", Start.AddTicks(1)));

        Assert.NotEqual(first, second);
        Assert.Equal(second, Assert.Single((await table.ReadRows(Payment)).Reminders).ETag);
    }

    [Fact]
    public async Task A_row_is_removed_by_its_own_etag_only()
    {
        var table = Open();
        var stale = await table.UpsertRow(Entry(Payment, "drive", Start));
        var current = await table.UpsertRow(Entry(Payment, "drive", Start.AddTicks(1)));

        Assert.False(await table.RemoveRow(Payment, "drive", stale!));
        Assert.False(await table.RemoveRow(Payment, "drive", "not ours"));
        Assert.NotNull(await table.ReadRow(Payment, "drive"));
        Assert.True(await table.RemoveRow(Payment, "drive", current!));
        Assert.False(await table.RemoveRow(Payment, "drive", current!));

        Assert.Empty((await table.ReadRows(Payment)).Reminders);
    }

    [Fact]
    public async Task After_a_start_what_was_due_comes_soon_and_what_was_not_keeps_its_time()
    {
        await Open().UpsertRow(Entry(Payment, "due", Start));
        await Open().UpsertRow(Entry(Payment, "not due", Opened.UtcDateTime.AddSeconds(1)));
        var table = Open();

        var first = await AllAsync(table);
        _time.Advance(TimeSpan.FromMinutes(5));
        await table.UpsertRow(Entry(Payment, "new", Opened.UtcDateTime.AddMinutes(1)));
        var later = await AllAsync(table);

        Assert.Equal(Opened.UtcDateTime + Delay, first["due"].StartAt);
        Assert.Equal(Opened.UtcDateTime.AddSeconds(1), first["not due"].StartAt);
        Assert.Equal(Facts(first["due"]), Facts(later["due"]));
        Assert.Equal(Facts(first["not due"]), Facts(later["not due"]));
        Assert.Equal(Opened.UtcDateTime.AddMinutes(1), later["new"].StartAt);

        // What is told once a start must not be taken for a change of the row.
        Assert.Equal((await table.ReadRow(Payment, "due"))!.ETag, first["due"].ETag);
    }

    [Fact]
    public async Task Every_row_is_in_exactly_one_of_the_ranges_that_make_up_the_ring()
    {
        var table = Open();
        const int rows = ReminderPages.PageRows + 1;
        await Task.WhenAll(Enumerable.Range(0, rows).Select(
            i => table.UpsertRow(Entry(GrainId.Create("payment", $"p/{i}"), "drive", Start))));
        var edge = GrainId.Create("payment", "p/0").GetUniformHashCode();
        uint[] edges = [edge, unchecked(edge + 0x5000_0000), unchecked(edge + 0xA000_0000)];

        var found = new List<ReminderEntry>();
        for (var i = 0; i < edges.Length; i++)
        {
            found.AddRange((await table.ReadRows(edges[i], edges[(i + 1) % edges.Length])).Reminders);
        }

        Assert.Equal(rows, found.Count);
        Assert.Equal(rows, found.Select(e => e.GrainId).Distinct().Count());
        Assert.Equal(rows, (await table.ReadRows(edge, edge)).Reminders.Count);
    }

    [Fact]
    public async Task A_period_of_zero_and_an_empty_name_are_refused()
    {
        var table = Open();
        var still = Entry(Payment, "drive", Start);
        still.Period = TimeSpan.Zero;

        await Assert.ThrowsAsync<ArgumentException>(() => table.UpsertRow(still));
        await Assert.ThrowsAsync<ArgumentException>(() => table.UpsertRow(Entry(Payment, "", Start)));

        Assert.Empty((await table.ReadRows(Payment)).Reminders);
    }

    private static ReminderEntry Entry(GrainId grain, string name, DateTime startAt) => new()
    {
        GrainId = grain,
        ReminderName = name,
        StartAt = startAt,
        Period = TimeSpan.FromMinutes(1),
    };

    private static async Task<Dictionary<string, ReminderEntry>> AllAsync(ClusterReminderTable table) =>
        (await table.ReadRows(0, 0)).Reminders.ToDictionary(e => e.ReminderName);

    private static (GrainId, string, DateTime, DateTimeKind, TimeSpan, string?) Facts(ReminderEntry e) =>
        (e.GrainId, e.ReminderName, e.StartAt, e.StartAt.Kind, e.Period, e.ETag);

    private ClusterReminderTable Open() =>
        new(_room.Store, _time, Options.Create(new ClusterReminderOptions { StartDelay = Delay }));
}
