using System.Globalization;
using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>Reminders, whatever they are stored on.</summary>
public abstract class ReminderConformance : StorageConformance
{
    private static readonly DateTimeOffset Start = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(7);
    private static readonly GrainId Quote = GrainId.Create("quote", "q/1");
    private StoredReminderTable Table => new(Room.Store);

    [Fact]
    public async Task A_row_comes_back_exactly_and_after_a_restart()
    {
        var row = new ReminderRow(Quote, "expire", Start, TimeSpan.FromTicks(600_000_001));
        await Table.UpsertAsync(row, default);

        await Room.RestartAsync();

        Assert.Equal([row], await Table.ReadAsync(Quote, default));
    }

    [Fact]
    public async Task A_row_of_the_same_grain_and_name_is_replaced()
    {
        await Table.UpsertAsync(new ReminderRow(Quote, "expire", Start, TimeSpan.FromMinutes(1)), default);
        var later = new ReminderRow(Quote, "expire", Start.AddDays(1), TimeSpan.FromMinutes(2));

        await Table.UpsertAsync(later, default);

        Assert.Equal([later], await Table.ReadAsync(Quote, default));
    }

    [Fact]
    public async Task A_grains_rows_are_its_own_and_ordered_by_name()
    {
        foreach (var name in new[] { "b", "a", "B" })
        {
            await Table.UpsertAsync(new ReminderRow(Quote, name, Start, TimeSpan.FromMinutes(1)), default);
        }

        await Table.UpsertAsync(
            new ReminderRow(GrainId.Create("quote", "q/2"), "c", Start, TimeSpan.FromMinutes(1)), default);
        await Table.UpsertAsync(
            new ReminderRow(GrainId.Create("payment", "q/1"), "d", Start, TimeSpan.FromMinutes(1)), default);

        Assert.Equal(["B", "a", "b"], (await Table.ReadAsync(Quote, default)).Select(row => row.Name));
    }

    [Fact]
    public async Task A_removed_row_is_gone_and_removing_it_again_says_so()
    {
        await Table.UpsertAsync(new ReminderRow(Quote, "expire", Start, TimeSpan.FromMinutes(1)), default);

        Assert.True(await Table.RemoveAsync(Quote, "expire", default));
        Assert.False(await Table.RemoveAsync(Quote, "expire", default));

        Assert.Empty(await Table.ReadAsync(Quote, default));
    }

    [Fact]
    public async Task All_rows_are_read_once_each_in_order_across_pages()
    {
        const int rows = (2 * ReminderPages.PageRows) + 1;
        await Task.WhenAll(Enumerable.Range(0, rows).Select(i => Table.UpsertAsync(
            new ReminderRow(
                GrainId.Create(i % 2 == 0 ? "quote" : "payment", (i / 4).ToString("d5", CultureInfo.InvariantCulture)),
                $"r{i % 4}",
                Start,
                TimeSpan.FromMinutes(1)),
            default)));

        var seen = new List<string>();
        await foreach (var row in Table.ReadAllAsync(default))
        {
            seen.Add($"{row.GrainId} {row.Name}");
        }

        Assert.Equal(rows, seen.Count);
        Assert.Equal(seen.Order(StringComparer.Ordinal).Distinct(), seen);
    }

    [Fact]
    public async Task A_period_of_zero_and_an_empty_name_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(
            () => Table.UpsertAsync(new ReminderRow(Quote, "expire", Start, TimeSpan.Zero), default));
        await Assert.ThrowsAsync<ArgumentException>(
            () => Table.UpsertAsync(new ReminderRow(Quote, "", Start, TimeSpan.FromMinutes(1)), default));

        Assert.Empty(await Table.ReadAsync(Quote, default));
    }
}
