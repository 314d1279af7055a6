-- Groups of errors with the same signature: absolute figures, replaced by newer revisions.
CREATE TABLE error_groups (
  tenant            text NOT NULL,
  app               text NOT NULL,
  signature         text NOT NULL,           -- hex SHA-256
  signature_version integer NOT NULL,
  revision          bigint NOT NULL,
  title             text NOT NULL,
  category          text NOT NULL,
  language          text,
  type              text,
  count             bigint NOT NULL,
  first_seen        timestamptz NOT NULL,
  last_seen         timestamptz NOT NULL,
  instance_count    bigint NOT NULL,
  instances         text[] NOT NULL,         -- at most 100
  releases          text[] NOT NULL,         -- at most 50
  sample_message    text,
  sample_stack      text,
  sample_instance_id text,
  PRIMARY KEY (tenant, signature, app)
);

CREATE INDEX error_groups_by_last_seen ON error_groups (tenant, last_seen DESC);

-- Occurrences of each group in each hour: absolute figures, replaced by newer revisions.
CREATE TABLE error_counts_hourly (
  tenant            text NOT NULL,
  signature         text NOT NULL,
  app               text NOT NULL,
  hour              timestamptz NOT NULL,    -- start of the hour
  revision          bigint NOT NULL,
  category          text NOT NULL,
  count             bigint NOT NULL,
  PRIMARY KEY (tenant, signature, app, hour)
);

SELECT create_hypertable('error_counts_hourly', by_range('hour', INTERVAL '7 days'), create_default_indexes => false);
CREATE INDEX error_counts_hourly_by_hour ON error_counts_hourly (tenant, hour);
