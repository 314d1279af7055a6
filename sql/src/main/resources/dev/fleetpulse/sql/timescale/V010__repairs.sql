-- Each automatic repair of each instance, once.
CREATE TABLE repairs (
  tenant      text NOT NULL,
  instance_id text NOT NULL,
  repaired_at timestamptz NOT NULL,          -- the sender's clock
  repair_id   text NOT NULL,                 -- hash of what is told of it
  app         text NOT NULL,
  revision    bigint NOT NULL,
  error       text,
  resolution  text,
  success     boolean,
  tokens      bigint,
  cost_nanos  bigint,                        -- nano-dollars
  mode        text,
  model       text,
  duration_ms bigint,
  PRIMARY KEY (tenant, instance_id, repaired_at, repair_id)
);

SELECT create_hypertable('repairs', by_range('repaired_at', INTERVAL '7 days'), create_default_indexes => false);

CREATE VIEW fleetpulse_read.repairs WITH (security_barrier) AS
SELECT tenant, instance_id, repaired_at, repair_id, app, revision, error, resolution, success, tokens,
       cost_nanos * 0.000000001 AS cost,
       mode, model, duration_ms
FROM fleetpulse.repairs;
