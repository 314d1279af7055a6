-- How the books of each tenant, log and hour stand. As small as its hours, so it is kept for ever, and a plain table.
CREATE TABLE ledger_hourly (
  tenant         text NOT NULL,              -- '-' where keys name none, '*' for what concerns the whole platform
  hour           timestamptz NOT NULL,       -- start of the hour, by append time
  log            text NOT NULL,              -- heartbeats, errors, or front for what ingest had acknowledged
  revision       bigint NOT NULL,
  state          text NOT NULL,              -- open, pending, balanced, unbalanced
  reason         text,                       -- what is awaited, or what does not balance
  appended       bigint NOT NULL,            -- records
  unique_records bigint NOT NULL,
  duplicates     bigint NOT NULL,
  too_late       bigint NOT NULL,
  unreadable     bigint NOT NULL,
  sampled        bigint NOT NULL,            -- of the unique ones, left out of the stores on purpose
  difference     bigint NOT NULL,            -- records without a verdict
  lost           bigint NOT NULL,            -- acknowledged records that are not in the log
  lost_by        jsonb NOT NULL,             -- {"ingestor/incarnation/partition": n}
  stores         jsonb NOT NULL,             -- {"name": {"state", "rows", "deadLetters", "difference", "pending"}}
  PRIMARY KEY (tenant, hour, log)
);

CREATE VIEW fleetpulse_read.ledger_hourly WITH (security_barrier) AS
SELECT tenant, hour, log, revision, state, reason, appended, unique_records, duplicates, too_late, unreadable, sampled,
       difference, lost, lost_by, stores
FROM fleetpulse.ledger_hourly;

-- What ingest refused, which leaves no record: an absolute figure of each start of an ingest process.
CREATE TABLE refusals_hourly (
  tenant      text NOT NULL,                 -- '-' where no valid key said whose it was
  hour        timestamptz NOT NULL,          -- by the ingest process's clock
  reason      text NOT NULL,
  incarnation text NOT NULL,
  ingestor    text NOT NULL,
  count       bigint NOT NULL,               -- only grows
  PRIMARY KEY (tenant, hour, reason, incarnation)
);

CREATE VIEW fleetpulse_read.refusals_hourly WITH (security_barrier) AS
SELECT tenant, hour, reason, incarnation, ingestor, count
FROM fleetpulse.refusals_hourly;

-- The census counts rows by the hour in which the log took them. They lie nearly in that order, so a few bytes per
-- block range are enough to leave out all others.
CREATE INDEX heartbeats_by_append_time ON heartbeats USING brin (append_time);
