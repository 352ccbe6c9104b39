namespace OrleansTrading.Engine.Storage;

/// <summary>
/// The tables of Orleans' own AdoNet providers, for <c>Storage:Provider=AdoNet</c> on Orleans, and the texts that these
/// providers read from <c>OrleansQuery</c> and execute. Names of parameters and of columns in the answers are theirs.
/// </summary>
internal static class PostgresOrleansSql
{
    /// <summary>
    /// Version 2. A state's version counts its writes, and begins again after the last number there is; a cleared state
    /// keeps its row, so that whoever still holds what was cleared meets a conflict. <c>WriteToStorageKey</c> answers
    /// with the version that the caller held where it stored nothing, which the provider takes for a conflict, as it
    /// does NULL.
    /// </summary>
    /// <remarks>
    /// A reminder's hash is a signed 32-bit number here and an unsigned one to Orleans, which chooses the first range
    /// where the signed begin is below the signed end, and else the one that goes round.
    /// </remarks>
    public const string Tables = """
        CREATE TABLE orleanstrading.orleansquery(
          querykey text PRIMARY KEY,
          querytext text NOT NULL);

        CREATE TABLE orleanstrading.adonet_state(
          service_id text COLLATE "C" NOT NULL,
          grain_type text COLLATE "C" NOT NULL,
          key_n0 bigint NOT NULL,
          key_n1 bigint NOT NULL,
          key_text text COLLATE "C" NOT NULL,
          version integer NOT NULL CHECK(version > 0),
          modified_at timestamptz NOT NULL,
          payload bytea,
          PRIMARY KEY(service_id, grain_type, key_text, key_n0, key_n1)) WITH (fillfactor = 70);

        CREATE TABLE orleanstrading.adonet_reminder(
          service_id text COLLATE "C" NOT NULL,
          grain_id text COLLATE "C" NOT NULL,
          name text COLLATE "C" NOT NULL,
          grain_hash integer NOT NULL,
          start_at timestamptz NOT NULL,
          period_ms bigint NOT NULL CHECK(period_ms > 0),
          version integer NOT NULL,
          PRIMARY KEY(service_id, grain_id, name));
        CREATE INDEX adonet_reminder_by_hash ON orleanstrading.adonet_reminder(service_id, grain_hash);

        INSERT INTO orleanstrading.orleansquery(querykey, querytext) VALUES
        ('ReadFromStorageKey', $query$
          SELECT payload AS payloadbinary, version FROM orleanstrading.adonet_state
          WHERE service_id = @ServiceId AND grain_type = @GrainTypeString
            AND key_text = coalesce(@GrainIdExtensionString, '') AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1
        $query$),
        ('WriteToStorageKey', $query$
          WITH changed AS (
            UPDATE orleanstrading.adonet_state
            SET payload = @PayloadBinary, version = version % 2147483647 + 1, modified_at = now()
            WHERE service_id = @ServiceId AND grain_type = @GrainTypeString
              AND key_text = coalesce(@GrainIdExtensionString, '') AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1
              AND version = @GrainStateVersion
            RETURNING version),
          made AS (
            INSERT INTO orleanstrading.adonet_state(
              service_id, grain_type, key_text, key_n0, key_n1, version, modified_at, payload)
            SELECT @ServiceId, @GrainTypeString, coalesce(@GrainIdExtensionString, ''), @GrainIdN0, @GrainIdN1,
              1, now(), @PayloadBinary
            WHERE @GrainStateVersion IS NULL
            ON CONFLICT DO NOTHING
            RETURNING version)
          SELECT coalesce(
            (SELECT version FROM changed), (SELECT version FROM made), @GrainStateVersion) AS newgrainstateversion
        $query$),
        ('ClearStorageKey', $query$
          UPDATE orleanstrading.adonet_state SET payload = NULL, version = version % 2147483647 + 1, modified_at = now()
          WHERE service_id = @ServiceId AND grain_type = @GrainTypeString
            AND key_text = coalesce(@GrainIdExtensionString, '') AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1
            AND version = @GrainStateVersion
          RETURNING version AS newgrainstateversion
        $query$),
        ('ReadReminderRowsKey', $query$
          SELECT grain_id AS grainid, name AS remindername, start_at AS starttime, period_ms AS period, version
          FROM orleanstrading.adonet_reminder WHERE service_id = @ServiceId AND grain_id = @GrainId
        $query$),
        ('ReadReminderRowKey', $query$
          SELECT grain_id AS grainid, name AS remindername, start_at AS starttime, period_ms AS period, version
          FROM orleanstrading.adonet_reminder
          WHERE service_id = @ServiceId AND grain_id = @GrainId AND name = @ReminderName
        $query$),
        ('ReadRangeRows1Key', $query$
          SELECT grain_id AS grainid, name AS remindername, start_at AS starttime, period_ms AS period, version
          FROM orleanstrading.adonet_reminder
          WHERE service_id = @ServiceId AND grain_hash > @BeginHash AND grain_hash <= @EndHash
        $query$),
        ('ReadRangeRows2Key', $query$
          SELECT grain_id AS grainid, name AS remindername, start_at AS starttime, period_ms AS period, version
          FROM orleanstrading.adonet_reminder
          WHERE service_id = @ServiceId AND (grain_hash > @BeginHash OR grain_hash <= @EndHash)
        $query$),
        ('UpsertReminderRowKey', $query$
          INSERT INTO orleanstrading.adonet_reminder AS r(
            service_id, grain_id, name, grain_hash, start_at, period_ms, version)
          VALUES(@ServiceId, @GrainId, @ReminderName, @GrainHash, @StartTime, @Period, 0)
          ON CONFLICT(service_id, grain_id, name) DO UPDATE SET
            grain_hash = excluded.grain_hash, start_at = excluded.start_at, period_ms = excluded.period_ms,
            version = r.version + 1
          RETURNING version
        $query$),
        ('DeleteReminderRowKey', $query$
          WITH gone AS (
            DELETE FROM orleanstrading.adonet_reminder
            WHERE service_id = @ServiceId AND grain_id = @GrainId AND name = @ReminderName AND version = @Version
            RETURNING 1)
          SELECT EXISTS(SELECT FROM gone) AS result
        $query$),
        ('DeleteReminderRowsKey', $query$
          DELETE FROM orleanstrading.adonet_reminder WHERE service_id = @ServiceId
        $query$);
        """;
}
