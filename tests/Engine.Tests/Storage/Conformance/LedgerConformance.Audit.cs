using OrleansTrading.Engine.Storage;

namespace OrleansTrading.Engine.Tests.Storage;

/// <summary>What the audit sees when somebody changed what is stored, past the program.</summary>
public abstract partial class LedgerConformance
{
    [Theory]
    [InlineData("UPDATE ledger_entries SET kind = 'OTHER'")]
    [InlineData("DELETE FROM ledger_entries")]
    [InlineData("UPDATE ledger_postings SET account = 'mine'")]
    [InlineData("DELETE FROM ledger_postings")]
    public async Task What_moved_can_neither_be_changed_nor_taken_away(string sql)
    {
        await BookAsync("q1", Move("a", "b", 1));

        await Assert.ThrowsAnyAsync<Exception>(() => ExecuteAsync(sql));

        Assert.Null(Assert.Single(await AuditAsync()).Problem);
        Assert.Equal([1], await UnitsAsync(LedgerFilter.All));
    }

    [Theory]
    [InlineData("UPDATE ledger_entries SET kind = 'OTHER' WHERE sequence = 2", 2, "hash")]
    [InlineData("UPDATE ledger_entries SET owner = 'OTHER' WHERE sequence = 2", 2, "hash")]
    [InlineData("UPDATE ledger_entries SET reference = 'OTHER' WHERE sequence = 2", 2, "hash")]
    [InlineData("UPDATE ledger_entries SET id = '00000000000000000000000000000007' WHERE sequence = 2", 2, "hash")]
    [InlineData("UPDATE ledger_entries SET at_100ns = at_100ns + 1 WHERE sequence = 2", 2, "hash")]
    [InlineData("UPDATE ledger_entries SET hash = 'beef' WHERE sequence = 2", 2, "hash")]
    [InlineData("UPDATE ledger_postings SET account = 'mine' WHERE position = 2 AND ordinal = 0", 2, "hash")]
    [InlineData("UPDATE ledger_postings SET asset = 'other' WHERE position = 2", 2, "hash")]
    [InlineData("UPDATE ledger_postings SET asset = 'other' WHERE position = 2 AND ordinal = 0", 2, "exceed")]
    [InlineData("UPDATE ledger_postings SET at_100ns = 0 WHERE position = 2 AND ordinal = 1", 2, "time")]
    [InlineData("UPDATE ledger_postings SET ordinal = 2 - ordinal WHERE position = 2", 2, "hash")]
    [InlineData("DELETE FROM ledger_postings WHERE position = 2 AND ordinal = 0", 2, "postings")]
    [InlineData("DELETE FROM ledger_postings WHERE position = 2", 2, "postings")]
    [InlineData("DELETE FROM ledger_entries WHERE sequence = 2", 3, "missing")]
    public async Task What_somebody_changed_is_found_and_given_to_nobody(string sql, long sequence, string problem)
    {
        await BookAsync("q1", Move("a", "b", 1), Move("a", "b", 2), Move("a", "b", 3), Move("a", "b", 4));
        await ForceAsync(sql);

        var found = (await AuditAsync()).First(row => row.Problem is not null);

        Assert.Equal(sequence, found.Sequence);
        Assert.Contains(problem, found.Problem, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StorageCorruptException>(() => PageAsync(LedgerFilter.All));
    }

    [Fact]
    public async Task Entries_that_change_places_are_found()
    {
        await BookAsync("q1", Move("a", "b", 1), Move("a", "b", 2), Move("a", "b", 3));
        await ForceAsync("UPDATE ledger_entries SET sequence = 99 WHERE sequence = 2");
        await ForceAsync("UPDATE ledger_entries SET sequence = 2 WHERE sequence = 3");
        await ForceAsync("UPDATE ledger_entries SET sequence = 3 WHERE sequence = 99");

        Assert.Contains(await AuditAsync(), row => row.Problem is not null);
    }

    [Fact]
    public async Task An_entry_that_was_rewritten_with_a_hash_that_fits_breaks_the_chain_behind_it()
    {
        await BookAsync("q1", Move("a", "b", 1), Move("a", "b", 2), Move("a", "b", 3));
        var first = (await PageAsync(LedgerFilter.All))[^1].Entry;
        var forged = LedgerEncoding.Hash(first with { Booking = Move("mine", "b", 1) });
        await ForceAsync("UPDATE ledger_postings SET account = 'mine' WHERE position = 1 AND ordinal = 0");
        await ForceAsync($"UPDATE ledger_entries SET hash = '{forged}' WHERE sequence = 1");

        Assert.Equal([null, "hash"], (await AuditAsync()).Take(2).Select(row => row.Problem is null ? null : "hash"));
    }

    [Fact]
    public async Task A_line_that_belongs_to_no_entry_is_found_and_one_that_was_taken_away_shows_in_the_sums()
    {
        await BookAsync("q1", Move("a", "b", 1), Move("a", "b", 2));
        Assert.Null(await Room.Ledger().StrayPostingAsync(default));
        await ForceAsync("UPDATE ledger_postings SET position = 77 WHERE position = 2");
        Assert.Equal(77, await Room.Ledger().StrayPostingAsync(default));
        Assert.True((await Room.Ledger().SumsAsync(default)).Single().Units.IsZero);

        await ForceAsync("DELETE FROM ledger_postings WHERE ordinal = 0 AND position = 77");

        Assert.Equal(-2, (await Room.Ledger().SumsAsync(default)).Single().Units);
    }

    [Fact]
    public async Task Pages_of_the_audit_hold_each_entry_once_oldest_first()
    {
        for (var i = 1; i <= 7; i++)
        {
            await BookAsync($"q{i % 2}", Move("a", "b", i));
        }

        var settled = await Room.Ledger().SettledAsync(default);
        var first = await Room.Ledger().ReadAsync(0, settled, 4, default);
        var second = await Room.Ledger().ReadAsync(first[^1].Position, settled, 4, default);

        Assert.Equal([1, 2, 3, 4], first.Select(row => (int)row.Entry!.Booking.Postings[0].Units));
        Assert.Equal([5, 6, 7], second.Select(row => (int)row.Entry!.Booking.Postings[0].Units));
        Assert.Equal(second[^1].Position, settled);
    }

    /// <summary>Runs a statement past the program.</summary>
    private protected abstract Task ExecuteAsync(string sql);

    /// <summary>Runs a statement past the program, and past what keeps the tables append-only.</summary>
    private protected abstract Task ForceAsync(string sql);

    private async Task<IReadOnlyList<LedgerAuditRow>> AuditAsync() =>
        await Room.Ledger().ReadAsync(0, await Room.Ledger().SettledAsync(default), LedgerConstants.PageMax, default);
}
