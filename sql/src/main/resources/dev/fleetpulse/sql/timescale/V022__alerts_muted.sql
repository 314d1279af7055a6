-- Alerts that a maintenance window mutes have the status 'muted'; one may also be resolved as 'joined'.
ALTER TABLE alerts ADD COLUMN muted_until timestamptz; -- end of the window that mutes it, or muted it last

CREATE OR REPLACE VIEW fleetpulse_read.alerts WITH (security_barrier) AS
SELECT tenant, episode, alert_key, revision, type, severity, status, message, app, instance_id, signature, opened_at,
       last_seen, count, flapping, acknowledged_at, acknowledged_by, resolved_at, resolved_by, resolution, evidence,
       members, muted_until
FROM fleetpulse.alerts;
