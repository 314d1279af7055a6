-- Every change of an instance's status, with the evidence for it.
CREATE TABLE status_changes (
  tenant          text NOT NULL,
  instance_id     text NOT NULL,
  app             text NOT NULL,
  changed_at      timestamptz NOT NULL,      -- partition clock
  revision        bigint NOT NULL,
  from_status     text,                      -- null for an instance's first status
  to_status       text NOT NULL,
  reason          text NOT NULL,
  last_contact    timestamptz NOT NULL,
  down_after_ms   bigint NOT NULL,           -- milliseconds of silence
  partition_clock timestamptz NOT NULL,
  ingestor        text,
  PRIMARY KEY (tenant, instance_id, changed_at, revision)
);

SELECT create_hypertable('status_changes', by_range('changed_at', INTERVAL '7 days'), create_default_indexes => false);
