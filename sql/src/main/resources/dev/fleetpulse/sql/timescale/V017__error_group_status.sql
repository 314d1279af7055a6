-- What people decided about groups, and what their figures leave open.
ALTER TABLE error_groups
  ADD COLUMN root_signature  text,                                   -- of the root cause alone, hex SHA-256
  ADD COLUMN status          text NOT NULL DEFAULT 'new',            -- new, regressed, reopened, resolved, ignored
  ADD COLUMN status_since    timestamptz,                            -- the broker's clock
  ADD COLUMN status_by       text,
  ADD COLUMN resolved_at     timestamptz,                            -- the broker's clock
  ADD COLUMN first_received  timestamptz,                            -- the broker's clock
  ADD COLUMN last_received   timestamptz,                            -- the broker's clock
  ADD COLUMN kept            bigint NOT NULL DEFAULT 0,              -- occurrences that are kept as such
  ADD COLUMN instances_exact boolean NOT NULL DEFAULT true,          -- else instance_count is at least so many
  ADD COLUMN release_spans   jsonb NOT NULL DEFAULT '[]',            -- [{"release", "firstSeenMs", "lastSeenMs"}], at most 50
  ADD COLUMN sample_error_id text,
  ADD COLUMN sample_timestamp timestamptz;                           -- the sender's clock

CREATE INDEX error_groups_by_status ON error_groups (tenant, status, last_seen DESC);

CREATE OR REPLACE VIEW fleetpulse_read.error_groups WITH (security_barrier) AS
SELECT tenant, app, signature, signature_version, revision, title, category, language, type, count, first_seen,
       last_seen, instance_count, instances, releases, sample_message, sample_stack, sample_instance_id,
       root_signature, status, status_since, status_by, resolved_at, first_received, last_received, kept,
       instances_exact, release_spans, sample_error_id, sample_timestamp
FROM fleetpulse.error_groups;
