namespace OrleansTrading.Engine.Storage;

/// <summary>The migration texts. A text that has shipped is never edited.</summary>
internal static class PostgresSchemaSql
{
    /// <summary>
    /// Version 1. Times are integers: <c>_ms</c> milliseconds and <c>_100ns</c> ticks of 100 ns since 1970-01-01 UTC.
    /// Texts compare byte by byte (<c>C</c>), as on SQLite.
    /// </summary>
    /// <remarks>
    /// <c>grain_state</c>: no index has a column that an ordinary write changes, so that PostgreSQL can write the new
    /// row beside the old one without touching an index (a HOT update; the fill factor leaves it the room).
    /// <c>payload</c> is JSON; NULL marks a cleared state. <c>etag</c> comes from blocks of <c>etag_block</c>: no
    /// number is ever given twice, so an etag fits one content of one state only. <c>storage_writer</c> has each
    /// write connection's last batch: with it the outcome of a commit can be looked up whose answer was lost.
    /// </remarks>
    public const string Initial = """
        CREATE TABLE orleanstrading.schema_version(
          version integer PRIMARY KEY,
          applied_at_ms bigint NOT NULL);

        CREATE TABLE orleanstrading.storage_writer(
          writer uuid PRIMARY KEY,
          batch bigint NOT NULL,
          seen_at_ms bigint NOT NULL) WITH (fillfactor = 50);

        CREATE SEQUENCE orleanstrading.etag_block;

        CREATE TABLE orleanstrading.grain_state(
          grain_type text COLLATE "C" NOT NULL,
          grain_key text COLLATE "C" NOT NULL,
          state_name text COLLATE "C" NOT NULL,
          etag bigint NOT NULL CHECK(etag > 0),
          modified_at_ms bigint NOT NULL,
          cleared_at_ms bigint,
          payload text,
          PRIMARY KEY(grain_type, grain_key, state_name)) WITH (fillfactor = 70);
        CREATE INDEX grain_state_cleared ON orleanstrading.grain_state(cleared_at_ms) WHERE cleared_at_ms IS NOT NULL;

        CREATE TABLE orleanstrading.reminder(
          grain_type text COLLATE "C" NOT NULL,
          grain_key text COLLATE "C" NOT NULL,
          name text COLLATE "C" NOT NULL,
          start_at_100ns bigint NOT NULL,
          period_100ns bigint NOT NULL CHECK(period_100ns > 0),
          PRIMARY KEY(grain_type, grain_key, name));

        CREATE TABLE orleanstrading.listing(
          kind text COLLATE "C" NOT NULL,
          id text COLLATE "C" NOT NULL,
          owner text COLLATE "C" NOT NULL,
          created_at_100ns bigint NOT NULL,
          status text NOT NULL,
          is_open boolean NOT NULL,
          deadline_100ns bigint,
          awaits_operator boolean NOT NULL,
          PRIMARY KEY(kind, id));
        CREATE INDEX listing_by_owner ON orleanstrading.listing(kind, owner, created_at_100ns DESC, id DESC);
        CREATE INDEX listing_due ON orleanstrading.listing(kind, deadline_100ns, id)
          WHERE is_open AND deadline_100ns IS NOT NULL;
        CREATE INDEX listing_awaiting_operator ON orleanstrading.listing(kind, created_at_100ns, id)
          WHERE awaits_operator;

        CREATE TABLE orleanstrading.history(
          position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          grain_type text COLLATE "C" NOT NULL,
          grain_key text COLLATE "C" NOT NULL,
          state_name text COLLATE "C" NOT NULL,
          etag bigint NOT NULL,
          ordinal integer NOT NULL,
          at_100ns bigint NOT NULL,
          kind text NOT NULL,
          owner text COLLATE "C" NOT NULL,
          subject text COLLATE "C" NOT NULL,
          details text NOT NULL,
          UNIQUE(etag, ordinal));
        CREATE INDEX history_by_owner ON orleanstrading.history(owner, position);
        CREATE INDEX history_by_subject ON orleanstrading.history(subject, position);
        CREATE FUNCTION orleanstrading.refuse_change() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN RAISE EXCEPTION 'history is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$;
        CREATE TRIGGER history_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON orleanstrading.history
          EXECUTE FUNCTION orleanstrading.refuse_change();
        """;

    /// <summary>
    /// Version 3: the ledger. Nothing in it is locked or changed by two writers: a balance is the sum of its account's
    /// postings, and no row. An operation's id is in a stream once. A posting repeats its entry's time, so that one
    /// index gives an account's statement and its balance at a time. Snapshots can be made again of what the others
    /// hold.
    /// </summary>
    public const string Ledger = """
        CREATE SEQUENCE orleanstrading.ledger_position CACHE 1;

        CREATE TABLE orleanstrading.ledger_entries(
          position bigint PRIMARY KEY,
          grain_type text COLLATE "C" NOT NULL,
          grain_key text COLLATE "C" NOT NULL,
          state_name text COLLATE "C" NOT NULL,
          sequence bigint NOT NULL CHECK(sequence > 0),
          id text COLLATE "C" NOT NULL,
          at_100ns bigint NOT NULL,
          kind text NOT NULL,
          owner text COLLATE "C" NOT NULL,
          subject text COLLATE "C" NOT NULL,
          reference text NOT NULL,
          reverses text COLLATE "C",
          hash text NOT NULL,
          UNIQUE(grain_type, grain_key, state_name, sequence));
        CREATE INDEX ledger_entries_by_subject ON orleanstrading.ledger_entries(subject, position);
        CREATE UNIQUE INDEX ledger_entries_by_id
          ON orleanstrading.ledger_entries(id, grain_type, grain_key, state_name);

        CREATE TABLE orleanstrading.ledger_postings(
          position bigint NOT NULL,
          ordinal integer NOT NULL,
          account text COLLATE "C" NOT NULL,
          asset text COLLATE "C" NOT NULL,
          at_100ns bigint NOT NULL,
          units numeric NOT NULL,
          PRIMARY KEY(position, ordinal));
        CREATE INDEX ledger_postings_by_account ON orleanstrading.ledger_postings(account, at_100ns, position);

        CREATE TABLE orleanstrading.ledger_snapshots(
          account text COLLATE "C" NOT NULL,
          until_100ns bigint NOT NULL,
          asset text COLLATE "C" NOT NULL,
          units numeric NOT NULL,
          PRIMARY KEY(account, until_100ns, asset));

        CREATE FUNCTION orleanstrading.refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$;
        CREATE TRIGGER ledger_entries_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
          ON orleanstrading.ledger_entries EXECUTE FUNCTION orleanstrading.refuse_ledger_change();
        CREATE TRIGGER ledger_postings_are_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
          ON orleanstrading.ledger_postings EXECUTE FUNCTION orleanstrading.refuse_ledger_change();
        """;
}
