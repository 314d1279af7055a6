INSERT INTO heartbeats (tenant, instance_id, timestamp, append_time, revision, app, slowest_avg_ms, payload)
VALUES
  ('acme', 'web-1', '2026-06-10 12:28:29.500', '2026-06-10 12:28:30', 1, 'shop', 500, '{}'),
  ('acme', 'web-1', '2026-06-10 12:29:29.500', '2026-06-10 12:29:30', 2, 'shop', 450, '{}'),
  ('acme', 'job-1', '2026-06-10 12:29:00', '2026-06-10 12:29:00', 3, 'batch', NULL, '{}'),
  ('acme', 'web-2', '2026-06-09 11:59:59.999', '2026-06-09 12:00:00', 4, 'shop', 9999, '{}'),
  ('rival', 'web-1', '2026-06-10 12:29:00', '2026-06-10 12:29:00', 5, 'shop', 8888, '{}');
INSERT INTO heartbeats (tenant, instance_id, timestamp, append_time, revision, app, slowest_avg_ms, payload)
VALUES ('acme', 'web-1', '2026-06-10 12:29:29.500', '2026-06-10 12:29:30', 1, 'shop', 7777, '{"an": "older revision"}');
INSERT INTO error_occurrences (tenant, app, signature, signature_version, instance_id, error_id, timestamp, received,
  revision, category, language, type, message, stack, level, release, environment, tags, context, trace_id)
VALUES
  ('acme', 'shop', repeat('a', 64), 1, 'web-1', 'e-2', '2026-06-10 12:10:00.125', '2026-06-10 12:10:01', 2, 'type-error',
   'javascript', 'TypeError', 'x is undefined', 'at shop', 'error', '1.2.0', 'production', map('zone', 'eu'),
   '{"cart": 3}', 'trace-1'),
  ('acme', 'batch', repeat('a', 64), 1, 'job-1', 'e-1', '2026-06-10 09:30:00', '2026-06-10 09:30:01', 1, 'type-error',
   NULL, NULL, NULL, NULL, NULL, NULL, NULL, map(), NULL, NULL),
  ('rival', 'shop', repeat('a', 64), 1, 'web-1', 'e-9', '2026-06-10 12:00:00', '2026-06-10 12:00:00', 9, 'type-error',
   NULL, NULL, 'of rival', NULL, NULL, NULL, NULL, map(), NULL, NULL);
INSERT INTO error_occurrences (tenant, app, signature, signature_version, instance_id, error_id, timestamp, received,
  revision, category, message)
VALUES ('acme', 'shop', repeat('a', 64), 1, 'web-1', 'e-2', '2026-06-10 12:10:00.125', '2026-06-10 12:10:01', 1,
  'type-error', 'an older revision');
