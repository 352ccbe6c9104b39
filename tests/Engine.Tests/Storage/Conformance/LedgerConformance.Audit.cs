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

    [Theory]
    [InlineData("DELETE FROM ledger_entries WHERE sequence = 3", 2, "state says that it ends with entry 3")]
    [InlineData("UPDATE ledger_entries SET hash = 'beef' WHERE sequence = 3", 3, "hash")]
    [InlineData("DELETE FROM ledger_entries WHERE sequence = 1", 2, "missing")]
    public async Task The_verifier_names_the_first_difference_with_stream_and_number(
        string sql, long sequence, string problem)
    {
        await BookAsync("q0", Move("a", "b", 1));
        await BookAsync("q1", Move("a", "b", 1), Move("a", "b", 2), Move("a", "b", 3));
        Assert.Null(await VerifyAsync());
        await ForceAsync(sql.Replace("WHERE", "WHERE grain_key = 'q1' AND", StringComparison.Ordinal));

        var found = await VerifyAsync();

        Assert.Equal((new LedgerStream("quote", "q1", StateName), sequence), (found!.Stream!.Value, found.Sequence));
        Assert.Contains(problem, found.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_verifier_misses_a_stream_whose_state_is_still_there()
    {
        await BookAsync("q0", Move("a", "b", 1));
        await BookAsync("q1", Move("a", "b", 1));
        await ForceAsync("DELETE FROM ledger_postings WHERE position = 2");
        await ForceAsync("DELETE FROM ledger_entries WHERE position = 2");

        var found = await VerifyAsync();

        Assert.Equal(new LedgerStream("quote", "q1", StateName), found!.Stream);
    }

    [Fact]
    public async Task The_verifier_finds_a_line_without_an_entry_and_an_entry_that_is_dated_back()
    {
        await BookAsync("q0", Move("a", "b", 1));
        await BookAsync("q1", Move("a", "b", 1, at: Noon - LedgerConstants.LatenessMax));
        Assert.Null(await VerifyAsync());
        await ForceAsync("UPDATE ledger_postings SET position = 77 WHERE position = 2");
        Assert.Contains("postings", (await VerifyAsync())!.Problem, StringComparison.Ordinal);
        await ForceAsync("UPDATE ledger_postings SET position = 2 WHERE position = 77");
        await BookAsync("q2", Move("a", "b", 1, at: Noon - LedgerConstants.LatenessMax - TimeSpan.FromTicks(1)));

        var late = await VerifyAsync();

        Assert.Equal("q2", late!.Stream!.Value.GrainKey);
        Assert.Contains("bears the time", late.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_verifier_goes_on_where_it_stopped_and_counts_the_accounts()
    {
        var verifier = new LedgerVerifier(Room.Ledger(), Room.Ledger());
        await BookAsync("q0", Move("a", "b", 1), Move("a", "c", 1));
        var first = await verifier.CheckAsync(0, null, 1_000, withEnds: true, default);
        await BookAsync("q0", Move("a", "b", 1));
        var second = await verifier.CheckAsync(first.Position, first.Latest, 1_000, withEnds: true, default);

        Assert.Equal((2, true, 2), (first.Entries, first.IsAtEnd, first.Accounts["a"]));
        Assert.Equal((1, true, 1), (second.Entries, second.IsAtEnd, second.Accounts["a"]));
        Assert.Equal(Noon, second.Latest);
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

    private async Task<LedgerProblem?> VerifyAsync()
    {
        await using var reader = await OpenReaderAsync();
        var verifier = new LedgerVerifier(reader.Ledger, reader.Audit);
        return (await verifier.CheckAsync(0, null, 1_000, withEnds: true, default)).Problem
            ?? await verifier.CheckWholeAsync(default);
    }

    /// <summary>The ledger as another process looks at it, beside the store.</summary>
    private protected abstract Task<LedgerReader> OpenReaderAsync();

    private async Task<IReadOnlyList<LedgerAuditRow>> AuditAsync() =>
        await Room.Ledger().ReadAsync(0, await Room.Ledger().SettledAsync(default), LedgerConstants.PageMax, default);
}
