-- What readers see. Hypertables are granted to no reader, because row-level security does not reach their chunks;
-- these views are the one place where a reader's rows can be narrowed. Money is in dollars here.
CREATE SCHEMA fleetpulse_read;

CREATE VIEW fleetpulse_read.instances WITH (security_barrier) AS
SELECT tenant, instance_id, app, revision, status, reason, status_since, first_seen, last_contact, partition_clock,
       down_after_ms, ingestor, last_timestamp, version, server_name, uptime_seconds, memory_mb, cpu_percent,
       routes_total, routes_unhealthy, slowest_path, slowest_avg_ms, last_heartbeat
FROM fleetpulse.instances;

CREATE VIEW fleetpulse_read.status_changes WITH (security_barrier) AS
SELECT tenant, instance_id, app, changed_at, revision, from_status, to_status, reason, last_contact, down_after_ms,
       partition_clock, ingestor
FROM fleetpulse.status_changes;

CREATE VIEW fleetpulse_read.heartbeats WITH (security_barrier) AS
SELECT tenant, instance_id, "timestamp", append_time, revision, status, uptime_seconds, memory_mb, cpu_percent,
       routes_unhealthy, slowest_avg_ms, total_tokens,
       total_cost_nanos * 0.000000001 AS total_cost,
       total_calls
FROM fleetpulse.heartbeats;

CREATE VIEW fleetpulse_read.usage_hourly WITH (security_barrier) AS
SELECT tenant, instance_id, hour, app, revision, samples, step_from, tokens,
       cost_nanos * 0.000000001 AS cost,
       calls, repairs, repair_successes, repair_failures,
       by_category, by_model                   -- {"name": {"tokens": n, "cost_nanos": n, "calls": n}}
FROM fleetpulse.usage_hourly;

CREATE VIEW fleetpulse_read.error_groups WITH (security_barrier) AS
SELECT tenant, app, signature, signature_version, revision, title, category, language, type, count, first_seen,
       last_seen, instance_count, instances, releases, sample_message, sample_stack, sample_instance_id
FROM fleetpulse.error_groups;

CREATE VIEW fleetpulse_read.error_counts_hourly WITH (security_barrier) AS
SELECT tenant, signature, app, hour, revision, category, count
FROM fleetpulse.error_counts_hourly;
