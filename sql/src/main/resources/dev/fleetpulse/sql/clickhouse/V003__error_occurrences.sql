-- Every distinct error report with its group.
CREATE TABLE IF NOT EXISTS error_occurrences (
  tenant            LowCardinality(String),
  app               LowCardinality(String),
  signature         String CODEC(ZSTD(1)),                            -- hex SHA-256
  signature_version UInt16,
  instance_id       String CODEC(ZSTD(1)),
  error_id          String CODEC(ZSTD(1)),
  timestamp         DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),       -- the sender's clock
  received          DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),       -- the broker's clock
  revision          UInt64 CODEC(Delta, ZSTD(1)),
  category          LowCardinality(String),
  language          LowCardinality(Nullable(String)),
  type              LowCardinality(Nullable(String)),
  message           Nullable(String) CODEC(ZSTD(3)),
  stack             Nullable(String) CODEC(ZSTD(3)),
  level             LowCardinality(Nullable(String)),
  release           LowCardinality(Nullable(String)),
  environment       LowCardinality(Nullable(String)),
  tags              Map(LowCardinality(String), String) CODEC(ZSTD(1)),
  context           Nullable(String) CODEC(ZSTD(3)),
  trace_id          Nullable(String)
)
ENGINE = ReplacingMergeTree(revision)
PARTITION BY toYYYYMM(timestamp)
ORDER BY (tenant, signature, app, timestamp, instance_id, error_id)
TTL toDateTime(timestamp) + INTERVAL 6 MONTH;
