-- What each instance used in each hour: absolute figures, replaced by newer revisions.
CREATE TABLE usage_hourly (
  tenant           text NOT NULL,
  instance_id      text NOT NULL,
  hour             timestamptz NOT NULL,     -- start of the hour
  app              text NOT NULL,
  revision         bigint NOT NULL,
  samples          bigint NOT NULL,          -- heartbeats counted
  step_from        timestamptz,              -- where the earliest rise was measured from
  tokens           bigint NOT NULL,
  cost_nanos       bigint NOT NULL,          -- nano-dollars
  calls            bigint NOT NULL,
  repairs          bigint NOT NULL,
  repair_successes bigint NOT NULL,
  repair_failures  bigint NOT NULL,
  by_category      jsonb NOT NULL,           -- {"name": {"tokens": n, "cost_nanos": n, "calls": n}}
  by_model         jsonb NOT NULL,
  PRIMARY KEY (tenant, instance_id, hour)
);

SELECT create_hypertable('usage_hourly', by_range('hour', INTERVAL '7 days'), create_default_indexes => false);
CREATE INDEX usage_hourly_by_hour ON usage_hourly (tenant, hour);
