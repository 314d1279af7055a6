-- Who may do what. Runs after every migration and also when there was none, so it must only state what is to be.

REVOKE ALL ON SCHEMA public FROM PUBLIC;
-- TimescaleDB's functions (time_bucket, first, last) live there.
GRANT USAGE ON SCHEMA public TO fleetpulse_sink, fleetpulse_api, fleetpulse_grafana, fleetpulse_tenant;

-- The sinks write the tables.
GRANT USAGE ON SCHEMA fleetpulse TO fleetpulse_sink;
GRANT SELECT, INSERT, UPDATE, DELETE
  ON instances, status_changes, heartbeats, usage_hourly, repairs, error_groups, error_counts_hourly,
     ledger_hourly, refusals_hourly
  TO fleetpulse_sink;
GRANT SELECT, INSERT, UPDATE ON alerts TO fleetpulse_sink;
GRANT SELECT, INSERT ON audit_log TO fleetpulse_sink;
-- The census has to know what is no longer there.
GRANT SELECT ON retention TO fleetpulse_sink;
GRANT SELECT, INSERT, UPDATE, DELETE ON partition_clocks, uptime_hourly TO fleetpulse_sink;
GRANT EXECUTE ON FUNCTION drop_expired() TO fleetpulse_sink;

-- Readers never touch a table, only views. The API and whoever is bound to a tenant have theirs over one tenant's rows,
-- see afterMigrate__tenant_views.sql; those over all rows are for operators' dashboards.
GRANT USAGE ON SCHEMA fleetpulse_tenant TO fleetpulse_api, fleetpulse_tenant;
REVOKE ALL ON ALL TABLES IN SCHEMA fleetpulse_read FROM fleetpulse_api;
REVOKE ALL ON SCHEMA fleetpulse_read FROM fleetpulse_api;
GRANT USAGE ON SCHEMA fleetpulse_read TO fleetpulse_grafana;
GRANT SELECT ON fleetpulse_read.partition_clocks, fleetpulse_read.uptime_hourly TO fleetpulse_grafana;

-- Dashboards show figures; what instances wrote about themselves (payloads, messages, stacks) stays with the API.
GRANT SELECT
  ON fleetpulse_read.status_changes, fleetpulse_read.heartbeats, fleetpulse_read.usage_hourly,
     fleetpulse_read.error_counts_hourly, fleetpulse_read.ledger_hourly, fleetpulse_read.refusals_hourly
  TO fleetpulse_grafana;
GRANT SELECT (
    tenant, instance_id, app, status, reason, status_since, first_seen, last_contact, partition_clock, down_after_ms,
    ingestor, last_timestamp, version, server_name, uptime_seconds, memory_mb, cpu_percent, routes_total,
    routes_unhealthy, slowest_path, slowest_avg_ms, partition, skew_ms)
  ON fleetpulse_read.instances
  TO fleetpulse_grafana;
GRANT SELECT (
    tenant, instance_id, repaired_at, repair_id, app, success, tokens, cost, mode, model, duration_ms)
  ON fleetpulse_read.repairs
  TO fleetpulse_grafana;
GRANT SELECT (
    tenant, episode, alert_key, type, severity, status, app, instance_id, signature, opened_at, last_seen, count, flapping,
    acknowledged_at, resolved_at, resolution, muted_until)
  ON fleetpulse_read.alerts
  TO fleetpulse_grafana;
GRANT SELECT (
    tenant, app, signature, signature_version, title, category, language, type, count, first_seen, last_seen,
    instance_count, releases)
  ON fleetpulse_read.error_groups
  TO fleetpulse_grafana;

GRANT SELECT (status, status_since, resolved_at, first_received, last_received, kept, instances_exact)
  ON fleetpulse_read.error_groups
  TO fleetpulse_grafana;

-- Patterns of errors are figures alone.
GRANT SELECT, INSERT, UPDATE, DELETE ON patterns TO fleetpulse_sink;
GRANT SELECT ON fleetpulse_read.patterns TO fleetpulse_grafana;

DO $$
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format(
    'GRANT CONNECT ON DATABASE %I TO fleetpulse_sink, fleetpulse_api, fleetpulse_grafana, fleetpulse_tenant',
    current_database());
  -- Sinks collect rows that may be there already in a table of their own session.
  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO fleetpulse_sink', current_database());

  EXECUTE format('ALTER ROLE fleetpulse_sink IN DATABASE %I SET search_path = fleetpulse, public', current_database());

  -- A reader that asks too much is stopped, and can't hold back vacuum or a migration.
  EXECUTE format('ALTER ROLE fleetpulse_api IN DATABASE %I SET search_path = fleetpulse_tenant, public', current_database());
  EXECUTE format('ALTER ROLE fleetpulse_api IN DATABASE %I SET statement_timeout = ''10s''', current_database());
  EXECUTE format('ALTER ROLE fleetpulse_api IN DATABASE %I SET default_transaction_read_only = on', current_database());
  EXECUTE format(
    'ALTER ROLE fleetpulse_api IN DATABASE %I SET idle_in_transaction_session_timeout = ''30s''', current_database());

  EXECUTE format('ALTER ROLE fleetpulse_grafana IN DATABASE %I SET search_path = fleetpulse_read, public', current_database());
  EXECUTE format('ALTER ROLE fleetpulse_grafana IN DATABASE %I SET statement_timeout = ''30s''', current_database());
  EXECUTE format('ALTER ROLE fleetpulse_grafana IN DATABASE %I SET default_transaction_read_only = on', current_database());
  EXECUTE format(
    'ALTER ROLE fleetpulse_grafana IN DATABASE %I SET idle_in_transaction_session_timeout = ''60s''', current_database());
END
$$;
