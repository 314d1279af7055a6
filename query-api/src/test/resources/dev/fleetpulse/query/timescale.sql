-- The fleet of the tests, seen at 2026-06-10 12:30 UTC. The tenant rival has a server and an error of the same names.
INSERT INTO instances (tenant, instance_id, app, revision, status, reason, status_since, first_seen, last_contact,
  partition_clock, down_after_ms, ingestor, last_timestamp, version, server_name, uptime_seconds, memory_mb, cpu_percent,
  routes_total, routes_unhealthy, slowest_path, slowest_avg_ms, last_heartbeat)
VALUES
  ('acme', 'web-1', 'shop', 100, 'healthy', 'says so itself', '2026-06-10T08:00Z', '2026-06-01T00:00Z',
   '2026-06-10T12:29:30.250Z', '2026-06-10T12:29:31Z', 180000, 'ingest-a', '2026-06-10T12:29:29.500Z', '1.2.0', 'Web One',
   86400, 256.5, 12.5, 8, 0, '/api/search', 450, '{"instanceId": "web-1", "metadata": {"zone": "eu", "tags": {"zone": "eu", "rack": "7"}}}'),
  ('acme', 'web-2', 'shop', 101, 'down', 'nothing received for 180 s', '2026-06-10T12:00Z', '2026-06-05T00:00Z',
   '2026-06-10T11:57Z', '2026-06-10T12:00Z', 180000, 'ingest-b', '2026-06-10T11:57Z', '1.1.0', NULL,
   100, 512, NULL, NULL, NULL, NULL, NULL, NULL),
  ('acme', 'job-1', 'batch', 102, 'degraded', '2 of 4 routes are unhealthy', '2026-06-10T11:30Z', '2026-06-10T09:00Z',
   '2026-06-10T12:29Z', '2026-06-10T12:29Z', 300000, NULL, '2026-06-10T12:29Z', NULL, 'Nightly 100%_job',
   12600, 64, 80, 4, 2, NULL, NULL,
   '{"instanceId": "job-1", "metadata": {"tags": {"zone": "eu"}}, "repairs": {"lastRepair": {"timestamp": 1781085600000}}}'),
  ('rival', 'web-1', 'shop', 103, 'healthy', 'says so itself', '2026-06-10T08:00Z', '2026-06-01T00:00Z',
   '2026-06-10T12:29Z', '2026-06-10T12:29Z', 180000, NULL, '2026-06-10T12:29Z', '9.9.9', 'Rival Web',
   1, 1, 1, 1, 1, '/rival', 1, '{"instanceId": "web-1", "secret": "of rival"}');

-- Of the rival's nothing is known but the rows.
UPDATE instances SET partition = 0 WHERE tenant = 'acme';
UPDATE instances SET skew_ms = 750 WHERE tenant = 'acme' AND instance_id = 'web-1';

INSERT INTO partition_clocks (partition, revision, clock, recovered_at, outage_from)
VALUES (0, 200, '2026-06-10T12:30Z', '2026-06-01T00:00Z', NULL);

-- What the changes of status come to, up to the last whole hour.
INSERT INTO uptime_hourly (tenant, instance_id, hour, app, revision, until, healthy_ms, degraded_ms, down_ms, unknown_ms,
  stopped_ms, reason)
SELECT 'acme', 'web-1', hour, 'shop', 1, hour + INTERVAL '1 hour', CASE WHEN is_down THEN 0 ELSE 3600000 END, 0,
  CASE WHEN is_down THEN 3600000 ELSE 0 END, 0, 0, NULL
FROM generate_series('2026-06-09T00:00Z'::timestamptz, '2026-06-10T11:00Z', '1 hour') AS hour,
  LATERAL (SELECT hour = '2026-06-10T07:00Z' AS is_down) AS known
UNION ALL
SELECT 'acme', 'web-2', hour, 'shop', 1, hour + INTERVAL '1 hour', 3600000, 0, 0, 0, 0, NULL
FROM generate_series('2026-06-09T00:00Z'::timestamptz, '2026-06-10T11:00Z', '1 hour') AS hour
UNION ALL
SELECT 'rival', 'web-1', hour, 'shop', 1, hour + INTERVAL '1 hour', 0, 0, 3600000, 0, 0, NULL
FROM generate_series('2026-06-09T00:00Z'::timestamptz, '2026-06-10T11:00Z', '1 hour') AS hour
UNION ALL
VALUES
  ('acme', 'job-1', '2026-06-10T09:00Z'::timestamptz, 'batch', 1, '2026-06-10T10:00Z'::timestamptz, 3600000, 0, 0, 0, 0,
   NULL),
  -- Long forgotten.
  ('acme', 'gone-1', '2026-06-05T05:00Z', 'gone', 1, '2026-06-05T06:00Z', 0, 0, 1200000, 2400000, 0, NULL),
  ('acme', 'job-1', '2026-06-10T10:00Z', 'batch', 1, '2026-06-10T11:00Z', 3600000, 0, 0, 0, 0, NULL),
  ('acme', 'job-1', '2026-06-10T11:00Z', 'batch', 1, '2026-06-10T12:00Z', 0, 1800000, 0, 1800000, 0, NULL);

INSERT INTO status_changes (tenant, instance_id, app, changed_at, revision, from_status, to_status, reason, last_contact,
  down_after_ms, partition_clock, ingestor)
VALUES
  ('acme', 'web-1', 'shop', '2026-06-01T00:00Z', 1, NULL, 'healthy', 'first heartbeat', '2026-06-01T00:00Z', 180000,
   '2026-06-01T00:00Z', 'ingest-a'),
  ('acme', 'web-1', 'shop', '2026-06-10T07:00Z', 2, 'healthy', 'down', 'nothing received for 180 s', '2026-06-10T06:57Z',
   180000, '2026-06-10T07:00Z', 'ingest-a'),
  ('acme', 'web-1', 'shop', '2026-06-10T08:00Z', 3, 'down', 'healthy', 'heard again', '2026-06-10T08:00Z', 180000,
   '2026-06-10T08:00Z', 'ingest-b'),
  ('acme', 'web-2', 'shop', '2026-06-05T00:00Z', 1, NULL, 'healthy', 'first heartbeat', '2026-06-05T00:00Z', 180000,
   '2026-06-05T00:00Z', NULL),
  ('acme', 'web-2', 'shop', '2026-06-10T12:00Z', 2, 'healthy', 'down', 'nothing received for 180 s', '2026-06-10T11:57Z',
   180000, '2026-06-10T12:00Z', NULL),
  ('acme', 'job-1', 'batch', '2026-06-10T09:00Z', 1, NULL, 'healthy', 'first heartbeat', '2026-06-10T09:00Z', 300000,
   '2026-06-10T09:00Z', NULL),
  ('acme', 'job-1', 'batch', '2026-06-10T11:00Z', 2, 'healthy', 'unknown', 'the platform was away', '2026-06-10T10:59Z',
   300000, '2026-06-10T11:00Z', NULL),
  ('acme', 'job-1', 'batch', '2026-06-10T11:30Z', 3, 'unknown', 'degraded', 'unhealthy routes', '2026-06-10T11:30Z',
   300000, '2026-06-10T11:30Z', NULL),
  ('rival', 'web-1', 'shop', '2026-06-01T00:00Z', 1, NULL, 'down', 'never well', '2026-06-01T00:00Z', 180000,
   '2026-06-01T00:00Z', NULL);

INSERT INTO heartbeats (tenant, instance_id, "timestamp", append_time, revision, status, uptime_seconds, memory_mb,
  cpu_percent, routes_unhealthy, slowest_avg_ms, total_tokens, total_cost_nanos, total_calls)
VALUES
  ('acme', 'web-1', '2026-06-10T12:28:29.500Z', '2026-06-10T12:28:30Z', 1, 'healthy', 86340, 255, 11, 0, 500, 44000,
   110000000, 84),
  ('acme', 'web-1', '2026-06-10T12:29:29.500Z', '2026-06-10T12:29:30.250Z', 2, 'healthy', 86400, 256.5, 12.5, 0, 450,
   45000, 120000001, 85),
  ('rival', 'web-1', '2026-06-10T12:29:00Z', '2026-06-10T12:29:00Z', 3, 'healthy', 1, 1, 1, 1, 1, 1, 1, 1);

INSERT INTO usage_hourly (tenant, instance_id, hour, app, revision, samples, step_from, tokens, cost_nanos, calls, repairs,
  repair_successes, repair_failures, by_category, by_model)
VALUES
  ('acme', 'web-1', '2026-06-10T11:00Z', 'shop', 1, 60, NULL, 1000, 1500000000, 10, 3, 2, 1,
   '{"heal": {"tokens": 400, "cost_nanos": 500000000, "calls": 4},
     "chat": {"tokens": 600, "cost_nanos": 1000000000, "calls": 6}}',
   '{"model-a": {"tokens": 1000, "cost_nanos": 1500000000, "calls": 10}}'),
  ('acme', 'web-1', '2026-06-10T12:00Z', 'shop', 1, 30, NULL, 500, 250000001, 5, 1, 1, 0,
   '{"chat": {"tokens": 500, "cost_nanos": 250000001, "calls": 5}}',
   '{"model-a": {"tokens": 400, "cost_nanos": 200000001, "calls": 4},
     "model-b": {"tokens": 100, "cost_nanos": 50000000, "calls": 1}}'),
  -- the first hour of the 24 before 12:30, and the last one that is not
  ('acme', 'job-1', '2026-06-09T12:00Z', 'batch', 1, 1, NULL, 7, 1, 1, 0, 0, 0,
   '{"heal": {"tokens": 7, "cost_nanos": 1, "calls": 1}}', '{"model-b": {"tokens": 7, "cost_nanos": 1, "calls": 1}}'),
  ('acme', 'web-2', '2026-06-09T11:00Z', 'shop', 1, 60, NULL, 99999, 9000000000, 99, 9, 9, 0,
   '{"heal": {"tokens": 99999, "cost_nanos": 9000000000, "calls": 99}}', '{}'),
  ('rival', 'web-1', '2026-06-10T11:00Z', 'shop', 1, 60, NULL, 5, 77000000000, 1, 1, 0, 1,
   '{"rivalry": {"tokens": 5, "cost_nanos": 77000000000, "calls": 1}}',
   '{"rival-model": {"tokens": 5, "cost_nanos": 77000000000, "calls": 1}}');

INSERT INTO error_groups (tenant, app, signature, signature_version, revision, title, category, language, type, count,
  first_seen, last_seen, instance_count, instances, releases, sample_message, sample_stack, sample_instance_id)
VALUES
  ('acme', 'shop', repeat('a', 64), 1, 1, 'TypeError: x is undefined', 'type-error', 'javascript', 'TypeError', 12,
   '2026-06-08T10:00Z', '2026-06-10T12:10Z', 2, '{web-1,web-2}', '{1.1.0,1.2.0}', 'x is undefined', repeat('s', 2500),
   'web-1'),
  ('acme', 'batch', repeat('a', 64), 1, 1, 'TypeError: x is undefined', 'type-error', 'javascript', 'TypeError', 3,
   '2026-06-10T09:10Z', '2026-06-10T09:30Z', 1, '{job-1}', '{}', 'x is undefined', 'at job', 'job-1'),
  ('acme', 'shop', repeat('b', 64), 1, 1, 'Error: connect refused', 'network', NULL, NULL, 5,
   '2026-06-01T00:00Z', '2026-06-01T00:30Z', 1, '{web-1}', '{1.1.0}', 'connect refused', NULL, NULL),
  ('rival', 'shop', repeat('a', 64), 1, 1, 'TypeError: of rival', 'type-error', NULL, NULL, 1000,
   '2026-06-01T00:00Z', '2026-06-10T12:00Z', 1, '{web-1}', '{9.9.9}', 'of rival', 'of rival', 'web-1'),
  ('rival', 'shop', repeat('c', 64), 1, 1, 'Error: of rival alone', 'network', NULL, NULL, 1,
   '2026-06-01T00:00Z', '2026-06-10T12:00Z', 1, '{web-1}', '{}', NULL, NULL, NULL);

UPDATE error_groups
SET status = 'regressed', status_since = '2026-06-10T12:00Z', resolved_at = '2026-06-09T08:00Z', kept = 10,
  first_received = '2026-06-08T10:00:01Z', last_received = '2026-06-10T12:10:01Z', root_signature = repeat('d', 64),
  release_spans = '[{"release": "1.1.0", "firstSeenMs": 1780912800000, "lastSeenMs": 1780916400000},
                    {"release": "1.2.0", "firstSeenMs": 1781089200000, "lastSeenMs": 1781093400000}]',
  sample_error_id = 'e-0', sample_timestamp = '2026-06-08T10:00Z', instances_exact = false
WHERE tenant = 'acme' AND app = 'shop' AND signature = repeat('a', 64);

UPDATE error_groups SET status = 'ignored', status_by = 'ann', status_since = '2026-06-02T00:00Z'
WHERE tenant = 'acme' AND signature = repeat('b', 64);

INSERT INTO error_counts_hourly (tenant, signature, app, hour, revision, category, count)
VALUES
  ('acme', repeat('a', 64), 'shop', '2026-06-08T10:00Z', 1, 'type-error', 8),
  ('acme', repeat('a', 64), 'shop', '2026-06-10T12:00Z', 1, 'type-error', 4),
  ('acme', repeat('a', 64), 'batch', '2026-06-10T09:00Z', 1, 'type-error', 3),
  ('acme', repeat('b', 64), 'shop', '2026-06-01T00:00Z', 1, 'network', 5),
  ('rival', repeat('a', 64), 'shop', '2026-06-10T12:00Z', 1, 'type-error', 1000);

INSERT INTO repairs (tenant, instance_id, repaired_at, repair_id, app, revision, error, resolution, success, tokens,
  cost_nanos, mode, model, duration_ms)
VALUES
  ('acme', 'web-1', '2026-06-10T10:00Z', '0a', 'shop', 1, 'TypeError', 'null check', true, 1820, 4500000, 'fast', 'm',
   900),
  ('acme', 'web-1', '2026-06-10T11:00Z', '0b', 'shop', 2, NULL, NULL, false, 180, 1, NULL, NULL, NULL),
  ('acme', 'web-1', '2026-06-10T12:00Z', '0c', 'shop', 3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  ('rival', 'web-1', '2026-06-10T12:00Z', '0d', 'shop', 3, 'of rival', NULL, true, 7, 7, NULL, NULL, NULL);

INSERT INTO ledger_hourly (tenant, hour, log, revision, state, reason, appended, unique_records, duplicates, too_late,
  unreadable, sampled, difference, lost, lost_by, stores)
VALUES
  ('acme', '2026-06-10T12:00Z', 'heartbeats', 1, 'open', NULL, 30, 20, 0, 0, 0, 0, 10, 0, '{}',
   '{"timescale": {"state": "pending", "rows": null, "deadLetters": 0, "difference": null, "pending": null}}'),
  ('acme', '2026-06-10T11:00Z', 'heartbeats', 1, 'unbalanced', 'clickhouse lacks 1 rows', 63, 60, 2, 1, 0, 0, 0, 0, '{}',
   '{"clickhouse": {"state": "unbalanced", "rows": 59, "deadLetters": 0, "difference": 1, "pending": null}}'),
  ('acme', '2026-06-10T11:00Z', 'errors', 1, 'balanced', NULL, 5, 5, 0, 0, 0, 0, 0, 0, '{}', '{}'),
  ('acme', '2026-06-10T10:00Z', 'heartbeats', 1, 'balanced', NULL, 60, 60, 0, 0, 0, 0, 0, 0, '{}', '{}'),
  ('rival', '2026-06-10T10:00Z', 'heartbeats', 1, 'unbalanced', 'of rival', 9, 0, 0, 0, 0, 0, 9, 0, '{}', '{}'),
  ('*', '2026-06-10T09:00Z', 'front', 1, 'unbalanced', '3 records were acknowledged and are not in the log', 0, 0, 0, 0, 0,
   0, 0, 3, '{"ingest-1/start-1/4": 3}', '{}');

INSERT INTO refusals_hourly (tenant, hour, reason, incarnation, ingestor, count)
VALUES
  ('acme', '2026-06-10T10:00Z', 'malformed', 'start-1', 'ingest-1', 4),
  ('acme', '2026-06-10T10:00Z', 'malformed', 'start-2', 'ingest-1', 3),
  ('acme', '2026-06-10T10:00Z', 'too-large', 'start-1', 'ingest-1', 1),
  ('rival', '2026-06-10T10:00Z', 'malformed', 'start-1', 'ingest-1', 99);

INSERT INTO alerts (tenant, episode, alert_key, revision, type, severity, status, message, app, instance_id, opened_at,
  last_seen, count, flapping, acknowledged_at, acknowledged_by, resolved_at, resolved_by, resolution, evidence, members)
VALUES
  ('acme', 'e1', 'instance.down/web-1', 3, 'instance.down', 'critical', 'open', 'web-1 is down', 'shop', 'web-1',
   '2026-06-10T12:00Z', '2026-06-10T12:05Z', 2, false, NULL, NULL, NULL, NULL, NULL, '{"lastContact": "11:57"}', '[]'),
  ('acme', 'e2', 'instances.down/app/billing', 1, 'instances.down', 'critical', 'acknowledged', '2 instances are down',
   'billing', NULL, '2026-06-10T11:00Z', '2026-06-10T11:00Z', 1, false, '2026-06-10T11:01Z', 'ann', NULL, NULL, NULL,
   '{}', '["b-1", "b-2"]'),
  ('acme', 'e3', 'error.new/5e1f', 1, 'error.new', 'info', 'resolved', 'A new error', 'shop', NULL,
   '2026-06-09T11:00Z', '2026-06-09T11:00Z', 1, false, NULL, NULL, '2026-06-10T11:00Z', NULL, 'quiet', '{}', '[]'),
  ('rival', 'e4', 'instance.down/web-1', 1, 'instance.down', 'critical', 'open', 'of rival', 'shop', 'web-1',
   '2026-06-10T12:00Z', '2026-06-10T12:05Z', 2, false, NULL, NULL, NULL, NULL, NULL, '{}', '[]');

INSERT INTO audit_log (tenant, event_id, at, action, subject, by_whom, details)
VALUES
  ('acme', 'x1', '2026-06-10T11:01Z', 'alert.acknowledge', 'instances.down/app/billing e2', 'ann', '{"key": "k"}'),
  ('rival', 'x2', '2026-06-10T11:01Z', 'alert.acknowledge', 'instances.down/app/billing e2', 'of rival', '{}');
