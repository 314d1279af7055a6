-- The same trouble in several apps of a tenant within a day.
CREATE TABLE patterns (
  tenant      text NOT NULL,
  pattern_id  text NOT NULL,
  revision    bigint NOT NULL,
  kind        text NOT NULL,                 -- category, root-cause
  name        text NOT NULL,                 -- the category, or the signature of the root cause
  status      text NOT NULL,                 -- open, growing, fading, closed
  opened_at   timestamptz NOT NULL,          -- the log's clock
  closed_at   timestamptz,
  first_app   text NOT NULL,
  app_count   integer NOT NULL,
  count       bigint NOT NULL,               -- occurrences in the window
  instances   bigint NOT NULL,               -- at least so many
  first_hour  timestamptz NOT NULL,
  last_hour   timestamptz NOT NULL,
  apps        jsonb NOT NULL,                -- [{"app", "count", "instances", "firstHourMs", "lastHourMs"}], first to fail first
  PRIMARY KEY (tenant, pattern_id)
);

CREATE INDEX patterns_by_opening ON patterns (tenant, opened_at DESC);

CREATE VIEW fleetpulse_read.patterns WITH (security_barrier) AS
SELECT tenant, pattern_id, revision, kind, name, status, opened_at, closed_at, first_app, app_count, count, instances,
       first_hour, last_hour, apps
FROM fleetpulse.patterns;
