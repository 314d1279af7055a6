-- Every heartbeat, whole: columns for what is asked for, the rest as JSON text.
CREATE TABLE IF NOT EXISTS heartbeats (
  tenant           LowCardinality(String),
  instance_id      String CODEC(ZSTD(1)),
  timestamp        DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),  -- the sender's clock
  append_time      DateTime64(3, 'UTC') CODEC(DoubleDelta, ZSTD(1)),  -- the broker's clock
  revision         UInt64 CODEC(Delta, ZSTD(1)),
  app              LowCardinality(String),
  version          LowCardinality(Nullable(String)),
  status           LowCardinality(Nullable(String)),                  -- the instance's own word
  uptime_seconds   Nullable(Int64) CODEC(Delta, ZSTD(1)),
  memory_mb        Nullable(Float64) CODEC(Gorilla, ZSTD(1)),
  cpu_percent      Nullable(Float64) CODEC(Gorilla, ZSTD(1)),
  routes_total     Nullable(Int32),
  routes_unhealthy Nullable(Int32),
  slowest_path     LowCardinality(Nullable(String)),
  slowest_avg_ms   Nullable(Float64) CODEC(Gorilla, ZSTD(1)),
  total_tokens     Nullable(Int64) CODEC(Delta, ZSTD(1)),             -- cumulative counters as sent
  total_cost_nanos Nullable(Int64) CODEC(Delta, ZSTD(1)),             -- nano-dollars
  total_calls      Nullable(Int64) CODEC(Delta, ZSTD(1)),
  repairs_total    Nullable(Int64) CODEC(Delta, ZSTD(1)),
  payload          String CODEC(ZSTD(3)),                             -- the whole heartbeat in the protocol's own names
  ingestor         LowCardinality(String)
)
ENGINE = ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(timestamp)
ORDER BY (tenant, instance_id, timestamp)
TTL toDateTime(timestamp) + INTERVAL 6 MONTH;
