-- How many occurrences of an hour are kept as such; the rest is only counted.
ALTER TABLE error_counts_hourly ADD COLUMN kept bigint NOT NULL DEFAULT 0;

CREATE OR REPLACE VIEW fleetpulse_read.error_counts_hourly WITH (security_barrier) AS
SELECT tenant, signature, app, hour, revision, category, count, kept
FROM fleetpulse.error_counts_hourly;
