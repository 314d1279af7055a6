-- What each instance used in each hour: absolute figures, replaced by newer revisions. Read with FINAL.
CREATE TABLE IF NOT EXISTS usage_hourly (
  tenant           LowCardinality(String),
  instance_id      String,
  hour             DateTime('UTC'),
  app              LowCardinality(String),
  revision         UInt64,
  samples          Int64,
  step_from        Nullable(DateTime64(3, 'UTC')),
  tokens           Int64,
  cost_nanos       Int64,                                             -- nano-dollars
  calls            Int64,
  repairs          Int64,
  repair_successes Int64,
  repair_failures  Int64,
  category_names   Array(LowCardinality(String)),                     -- the four arrays of a dimension run side by side
  category_tokens  Array(Int64),
  category_cost_nanos Array(Int64),
  category_calls   Array(Int64),
  model_names      Array(LowCardinality(String)),
  model_tokens     Array(Int64),
  model_cost_nanos Array(Int64),
  model_calls      Array(Int64)
)
ENGINE = ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(hour)
ORDER BY (tenant, hour, instance_id);
