-- How long the rows of a table are kept; the migrator writes what its settings say. Tables that are not named here are
-- kept for ever.
CREATE TABLE retention (
  table_name text PRIMARY KEY,
  keep       interval NOT NULL CHECK (keep >= INTERVAL '1 day')
);

-- Drops every chunk whose rows are all older than that, and says how many. For the Apache edition of TimescaleDB, which
-- has no jobs of its own; whoever writes the tables calls it from time to time. A definer's function, because only the
-- owner of a hypertable may drop its chunks, and nobody may choose which.
CREATE FUNCTION drop_expired() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = fleetpulse, public, pg_temp
AS $$
DECLARE
  kept retention;
  dropped bigint := 0;
BEGIN
  -- One process at a time is enough; the others have nothing to wait for.
  IF NOT pg_try_advisory_xact_lock(7170502) THEN
    RETURN 0;
  END IF;
  FOR kept IN SELECT * FROM retention ORDER BY table_name LOOP
    dropped := dropped + (
      SELECT count(*) FROM drop_chunks(format('fleetpulse.%I', kept.table_name)::regclass, older_than => kept.keep));
  END LOOP;
  RETURN dropped;
END
$$;

REVOKE ALL ON FUNCTION drop_expired() FROM PUBLIC;

-- No query of ours is answered from it, and it made every update of a group touch all indices.
DROP INDEX error_groups_by_last_seen;
