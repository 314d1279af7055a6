-- How far the log's time has come in each partition of the heartbeats: readers tell by it whether a status still holds.
CREATE TABLE partition_clocks (
  partition    integer PRIMARY KEY,
  revision     bigint NOT NULL,              -- generation (16 bits) << 48 | offset of the causing record
  clock        timestamptz NOT NULL,         -- the highest append time seen
  recovered_at timestamptz NOT NULL,         -- the first append time after our last outage
  outage_from  timestamptz                   -- the last append time before that outage; null where there was none
) WITH (fillfactor = 50);                    -- a row changes every second

ALTER TABLE instances
  ADD COLUMN partition integer NOT NULL DEFAULT -1,  -- whose clock decides; -1 where the build did not say
  ADD COLUMN skew_ms bigint;                 -- how far the instance's clock is behind ours, milliseconds

CREATE VIEW fleetpulse_read.partition_clocks WITH (security_barrier) AS
SELECT partition, revision, clock, recovered_at, outage_from
FROM fleetpulse.partition_clocks;

CREATE OR REPLACE VIEW fleetpulse_read.instances WITH (security_barrier) AS
SELECT tenant, instance_id, app, revision, status, reason, status_since, first_seen, last_contact, partition_clock,
       down_after_ms, ingestor, last_timestamp, version, server_name, uptime_seconds, memory_mb, cpu_percent,
       routes_total, routes_unhealthy, slowest_path, slowest_avg_ms, last_heartbeat,
       partition, skew_ms
FROM fleetpulse.instances;
