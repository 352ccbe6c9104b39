namespace OrleansTrading.Engine.Storage;

/// <summary>The migration texts. A text that has shipped is never edited.</summary>
internal static class SqliteSchemaSql
{
    /// <summary>
    /// Version 1. Times are integers: <c>_ms</c> milliseconds and <c>_100ns</c> ticks of 100 ns since 1970-01-01 UTC
    /// (ticks where a row must come back exactly as it went in: cursors compare them).
    /// </summary>
    /// <remarks>
    /// <c>grain_state</c> keeps a rowid on purpose: states are far larger than keys, and a rowid table keeps what was
    /// created together on the same pages, where it is usually also changed together; clustering by key instead
    /// dirtied one page per row and halved the write rate. <c>payload</c> is UTF-8 JSON; NULL marks a cleared state
    /// whose version must still be known.
    /// </remarks>
    public const string Initial = """
        CREATE TABLE schema_version(
          version INTEGER PRIMARY KEY,
          applied_at_ms INTEGER NOT NULL);

        CREATE TABLE storage_meta(
          name TEXT NOT NULL PRIMARY KEY,
          value INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO storage_meta(name, value) VALUES('etag_floor', 0), ('fence', 0);

        CREATE TABLE grain_state(
          id INTEGER PRIMARY KEY,
          grain_type TEXT NOT NULL,
          grain_key TEXT NOT NULL,
          state_name TEXT NOT NULL,
          etag INTEGER NOT NULL CHECK(etag > 0),
          modified_at_ms INTEGER NOT NULL,
          payload TEXT,
          UNIQUE(grain_type, grain_key, state_name));
        CREATE INDEX grain_state_cleared ON grain_state(modified_at_ms) WHERE payload IS NULL;

        CREATE TABLE reminder(
          grain_type TEXT NOT NULL,
          grain_key TEXT NOT NULL,
          name TEXT NOT NULL,
          start_at_100ns INTEGER NOT NULL,
          period_100ns INTEGER NOT NULL CHECK(period_100ns > 0),
          PRIMARY KEY(grain_type, grain_key, name)) WITHOUT ROWID;

        CREATE TABLE listing(
          row_id INTEGER PRIMARY KEY,
          kind TEXT NOT NULL,
          id TEXT NOT NULL,
          owner TEXT NOT NULL,
          created_at_100ns INTEGER NOT NULL,
          status TEXT NOT NULL,
          is_open INTEGER NOT NULL CHECK(is_open IN (0, 1)),
          deadline_100ns INTEGER,
          awaits_operator INTEGER NOT NULL CHECK(awaits_operator IN (0, 1)),
          UNIQUE(kind, id));
        CREATE INDEX listing_by_owner ON listing(kind, owner, created_at_100ns DESC, id DESC);
        CREATE INDEX listing_due ON listing(kind, deadline_100ns, id)
          WHERE is_open = 1 AND deadline_100ns IS NOT NULL;
        CREATE INDEX listing_awaiting_operator ON listing(kind, created_at_100ns, id) WHERE awaits_operator = 1;
        """;

    /// <summary>Version 2: the append-only history. What is in it stays as it is: the triggers see to that.</summary>
    public const string History = """
        CREATE TABLE history(
          position INTEGER PRIMARY KEY,
          grain_type TEXT NOT NULL,
          grain_key TEXT NOT NULL,
          state_name TEXT NOT NULL,
          etag INTEGER NOT NULL,
          ordinal INTEGER NOT NULL,
          at_100ns INTEGER NOT NULL,
          kind TEXT NOT NULL,
          owner TEXT NOT NULL,
          subject TEXT NOT NULL,
          details TEXT NOT NULL,
          UNIQUE(grain_type, grain_key, state_name, etag, ordinal));
        CREATE INDEX history_by_owner ON history(owner, position);
        CREATE INDEX history_by_subject ON history(subject, position);
        CREATE TRIGGER history_keeps_what_happened BEFORE UPDATE ON history
          BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
        CREATE TRIGGER history_forgets_nothing BEFORE DELETE ON history
          BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
        """;

    /// <summary>
    /// Version 3: the ledger. An operation's id is in a stream once. Units are signed integers of 128 bits, as their
    /// higher and their lower 64 bits. A posting repeats its entry's time, so that one index gives an account's
    /// statement and its balance at a time. Snapshots can be made again of what the others hold.
    /// </summary>
    public const string Ledger = """
        CREATE TABLE ledger_entries(
          position INTEGER PRIMARY KEY,
          grain_type TEXT NOT NULL,
          grain_key TEXT NOT NULL,
          state_name TEXT NOT NULL,
          sequence INTEGER NOT NULL CHECK(sequence > 0),
          id TEXT NOT NULL,
          at_100ns INTEGER NOT NULL,
          kind TEXT NOT NULL,
          owner TEXT NOT NULL,
          subject TEXT NOT NULL,
          reference TEXT NOT NULL,
          reverses TEXT,
          hash TEXT NOT NULL,
          UNIQUE(grain_type, grain_key, state_name, sequence));
        CREATE INDEX ledger_entries_by_subject ON ledger_entries(subject, position);
        CREATE UNIQUE INDEX ledger_entries_by_id ON ledger_entries(id, grain_type, grain_key, state_name);

        CREATE TABLE ledger_postings(
          position INTEGER NOT NULL,
          ordinal INTEGER NOT NULL,
          account TEXT NOT NULL,
          asset TEXT NOT NULL,
          at_100ns INTEGER NOT NULL,
          units_high INTEGER NOT NULL,
          units_low INTEGER NOT NULL,
          PRIMARY KEY(position, ordinal)) WITHOUT ROWID;
        CREATE INDEX ledger_postings_by_account ON ledger_postings(account, at_100ns, position);

        CREATE TABLE ledger_snapshots(
          account TEXT NOT NULL,
          until_100ns INTEGER NOT NULL,
          asset TEXT NOT NULL,
          units TEXT NOT NULL,
          PRIMARY KEY(account, until_100ns, asset)) WITHOUT ROWID;

        CREATE TRIGGER ledger_entries_keep_what_moved BEFORE UPDATE ON ledger_entries
          BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        CREATE TRIGGER ledger_entries_forget_nothing BEFORE DELETE ON ledger_entries
          BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        CREATE TRIGGER ledger_postings_keep_what_moved BEFORE UPDATE ON ledger_postings
          BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        CREATE TRIGGER ledger_postings_forget_nothing BEFORE DELETE ON ledger_postings
          BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        """;
}
