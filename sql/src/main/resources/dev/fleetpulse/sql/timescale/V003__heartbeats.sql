-- The numbers of each heartbeat, for recent series. The whole heartbeat is in ClickHouse.
CREATE TABLE heartbeats (
  tenant          text NOT NULL,
  instance_id     text NOT NULL,
  "timestamp"     timestamptz NOT NULL,      -- the sender's clock
  append_time     timestamptz NOT NULL,      -- the broker's clock
  revision        bigint NOT NULL,
  status          text,                      -- the instance's own word
  uptime_seconds  bigint,
  memory_mb       double precision,
  cpu_percent     double precision,
  routes_unhealthy integer,
  slowest_avg_ms  double precision,
  total_tokens    bigint,                    -- cumulative counters as sent
  total_cost_nanos bigint,                   -- nano-dollars
  total_calls     bigint,
  PRIMARY KEY (tenant, instance_id, "timestamp")
);

SELECT create_hypertable('heartbeats', by_range('timestamp', INTERVAL '6 hours'), create_default_indexes => false);
