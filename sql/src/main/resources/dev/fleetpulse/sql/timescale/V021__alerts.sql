-- Each episode of each alert as it stands. Episodes are few, and people ask for old ones: a plain table, kept for ever.
CREATE TABLE alerts (
  tenant          text NOT NULL,             -- '*' for what concerns the whole platform
  episode         text NOT NULL,
  alert_key       text NOT NULL,             -- what it is about, its type first
  revision        bigint NOT NULL,
  type            text NOT NULL,
  severity        text NOT NULL,             -- info, warn, critical
  status          text NOT NULL,             -- open, acknowledged, resolved
  message         text NOT NULL,
  app             text,
  instance_id     text,
  signature       text,
  opened_at       timestamptz NOT NULL,
  last_seen       timestamptz NOT NULL,
  count           bigint NOT NULL,           -- how often its cause was told
  flapping        boolean NOT NULL,
  acknowledged_at timestamptz,
  acknowledged_by text,
  resolved_at     timestamptz,
  resolved_by     text,                      -- null where the cause ended by itself
  resolution      text,                      -- cleared, quiet, manual
  evidence        jsonb NOT NULL,
  members         jsonb NOT NULL,            -- ids of instances
  PRIMARY KEY (tenant, episode)
);

-- What people look at: what is not resolved, and the latest.
CREATE INDEX alerts_by_time ON alerts (tenant, opened_at DESC, episode);
CREATE INDEX alerts_unresolved ON alerts (tenant, opened_at DESC) WHERE status <> 'resolved';

CREATE VIEW fleetpulse_read.alerts WITH (security_barrier) AS
SELECT tenant, episode, alert_key, revision, type, severity, status, message, app, instance_id, signature, opened_at,
       last_seen, count, flapping, acknowledged_at, acknowledged_by, resolved_at, resolved_by, resolution, evidence,
       members
FROM fleetpulse.alerts;

-- Who decided what. Nothing here is ever changed.
CREATE TABLE audit_log (
  tenant   text NOT NULL,
  event_id text NOT NULL,
  at       timestamptz NOT NULL,             -- when the API took it
  action   text NOT NULL,                    -- alert.acknowledge, alert.resolve
  subject  text NOT NULL,                    -- the alert, or its episode
  by_whom  text NOT NULL,                    -- in their own words
  details  jsonb NOT NULL,                   -- the key that was used, and the like
  PRIMARY KEY (tenant, event_id)
);

CREATE INDEX audit_log_by_time ON audit_log (tenant, at DESC, event_id);

CREATE VIEW fleetpulse_read.audit_log WITH (security_barrier) AS
SELECT tenant, event_id, at, action, subject, by_whom, details
FROM fleetpulse.audit_log;
