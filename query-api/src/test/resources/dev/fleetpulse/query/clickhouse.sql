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
  'type-error', 'an older revision');;
INSERT INTO usage_hourly (tenant, instance_id, hour, app, revision, samples, tokens, cost_nanos, calls, repairs, repair_successes,
  repair_failures, category_names, category_tokens, category_cost_nanos, category_calls, model_names, model_tokens,
  model_cost_nanos, model_calls)
VALUES
  ('acme', 'web-1', '2026-06-10 11:00:00', 'shop', 1, 60, 1000, 1500000000, 10, 3, 2, 1,
   ['chat', 'heal'], [600, 400], [1000000000, 500000000], [6, 4], ['model-a'], [1000], [1500000000], [10]),
  ('acme', 'web-1', '2026-06-10 12:00:00', 'shop', 1, 30, 500, 250000001, 5, 1, 1, 0,
   ['chat'], [500], [250000001], [5], ['model-a', 'model-b'], [400, 100], [200000001, 50000000], [4, 1]),
  ('acme', 'job-1', '2026-06-09 12:00:00', 'batch', 1, 1, 7, 1, 1, 0, 0, 0, ['heal'], [7], [1], [1], ['model-b'], [7], [1],
   [1]),
  ('acme', 'web-2', '2026-06-09 11:00:00', 'shop', 1, 60, 99999, 9000000000, 99, 9, 9, 0, ['heal'], [99999], [9000000000],
   [99], [], [], [], []),
  ('rival', 'web-1', '2026-06-10 11:00:00', 'shop', 1, 60, 5, 77000000000, 1, 1, 0, 1, ['rivalry'], [5], [77000000000], [1],
   ['rival-model'], [5], [77000000000], [1]);
INSERT INTO usage_hourly (tenant, instance_id, hour, app, revision, samples, tokens, cost_nanos, calls, repairs, repair_successes,
  repair_failures)
VALUES ('acme', 'web-1', '2026-06-10 12:00:00', 'shop', 0, 7777, 7777, 7777, 7777, 7777, 7777, 7777)
