-- How long each instance was in each status in each hour of the log's time: absolute figures, replaced by newer
-- revisions. They sum to the part of the hour that is accounted for, from the first contact on.
CREATE TABLE uptime_hourly (
  tenant      text NOT NULL,
  instance_id text NOT NULL,
  hour        timestamptz NOT NULL,          -- start of the hour
  app         text NOT NULL,
  revision    bigint NOT NULL,
  until       timestamptz NOT NULL,          -- up to when the hour is accounted for
  healthy_ms  bigint NOT NULL,
  degraded_ms bigint NOT NULL,
  down_ms     bigint NOT NULL,
  unknown_ms  bigint NOT NULL,               -- in which we could not tell
  stopped_ms  bigint NOT NULL,
  reason      text,                          -- why an earlier verdict was changed
  PRIMARY KEY (tenant, instance_id, hour)
);

SELECT create_hypertable('uptime_hourly', by_range('hour', INTERVAL '7 days'), create_default_indexes => false);
CREATE INDEX uptime_hourly_by_hour ON uptime_hourly (tenant, hour);

CREATE VIEW fleetpulse_read.uptime_hourly WITH (security_barrier) AS
SELECT tenant, instance_id, hour, app, revision, until,
       healthy_ms * 0.001 AS healthy_seconds,
       degraded_ms * 0.001 AS degraded_seconds,
       down_ms * 0.001 AS down_seconds,
       unknown_ms * 0.001 AS unknown_seconds,
       stopped_ms * 0.001 AS stopped_seconds,
       reason
FROM fleetpulse.uptime_hourly;
