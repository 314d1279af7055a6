-- The latest state of each instance, with the evidence for its status. One row per instance, replaced by newer revisions.
CREATE TABLE instances (
  tenant          text NOT NULL,
  instance_id     text NOT NULL,
  app             text NOT NULL,
  revision        bigint NOT NULL,           -- generation (16 bits) << 48 | offset of the causing record
  status          text NOT NULL,             -- healthy, degraded, down, unknown, stopped
  reason          text NOT NULL,
  status_since    timestamptz NOT NULL,      -- append time, as the next three
  first_seen      timestamptz NOT NULL,
  last_contact    timestamptz NOT NULL,
  partition_clock timestamptz NOT NULL,
  down_after_ms   bigint NOT NULL,           -- milliseconds of silence
  ingestor        text,
  last_timestamp  timestamptz,               -- the sender's clock in the latest heartbeat
  version         text,
  server_name     text,
  uptime_seconds  bigint,
  memory_mb       double precision,
  cpu_percent     double precision,
  routes_total    integer,
  routes_unhealthy integer,
  slowest_path    text,
  slowest_avg_ms  double precision,
  last_heartbeat  jsonb,                     -- the whole latest heartbeat in the protocol's own names
  PRIMARY KEY (tenant, instance_id)
);

CREATE INDEX instances_by_status ON instances (tenant, status, instance_id);
CREATE INDEX instances_by_app ON instances (tenant, app, instance_id);
