package dev.fleetpulse.streams.sink.timescale;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.fleetpulse.schemas.Alert;
import dev.fleetpulse.schemas.EpisodeKey;
import dev.fleetpulse.streams.sink.Row;
import dev.fleetpulse.streams.sink.Table;
import dev.fleetpulse.streams.sink.WriteOutcome;
import java.util.List;

/** Each episode of each alert as it stands. */
final class AlertsTable implements Table<Alert> {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final String UPSERT =
      """
      INSERT INTO alerts AS stored (
        tenant, episode, alert_key, revision, type, severity, status, message, app, instance_id,
        signature, opened_at, last_seen, count, flapping, acknowledged_at, acknowledged_by,
        resolved_at, resolved_by, resolution, evidence, members, muted_until)
      SELECT tenant, episode, alert_key, revision, type, severity, status, message, app,
        instance_id, signature, opened_at, last_seen, count, flapping::boolean, acknowledged_at,
        acknowledged_by, resolved_at, resolved_by, resolution, evidence, members, muted_until
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS told (
        tenant, episode, alert_key, revision, type, severity, status, message, app, instance_id,
        signature, opened_at, last_seen, count, flapping, acknowledged_at, acknowledged_by,
        resolved_at, resolved_by, resolution, evidence, members, muted_until)
      ON CONFLICT (tenant, episode) DO UPDATE SET
        revision = excluded.revision, severity = excluded.severity, status = excluded.status,
        message = excluded.message, last_seen = excluded.last_seen, count = excluded.count,
        flapping = excluded.flapping, acknowledged_at = excluded.acknowledged_at,
        acknowledged_by = excluded.acknowledged_by, resolved_at = excluded.resolved_at,
        resolved_by = excluded.resolved_by, resolution = excluded.resolution,
        evidence = excluded.evidence, members = excluded.members,
        muted_until = excluded.muted_until
      WHERE excluded.revision >= stored.revision
      """;

  private final Timescale timescale;

  /** Writes through the given store. */
  AlertsTable(Timescale timescale) {
    this.timescale = timescale;
  }

  @Override
  public String name() {
    return "timescale-alerts";
  }

  @Override
  public Object identity(Row<Alert> row) {
    return new EpisodeKey(row.value().getTenant(), row.value().getEpisode());
  }

  @Override
  public long revision(Row<Alert> row) {
    return row.value().getRevision();
  }

  @Override
  public WriteOutcome write(List<Row<Alert>> rows) {
    return timescale.write(
        UPSERT,
        Columns.of(rows.stream().map(Row::value).toList())
            .text(Alert::getTenant)
            .text(Alert::getEpisode)
            .text(Alert::getAlertKey)
            .bigint(Alert::getRevision)
            .text(Alert::getType)
            .text(Alert::getSeverity)
            .text(Alert::getStatus)
            .text(Alert::getMessage)
            .text(Alert::getApp)
            .text(Alert::getInstanceId)
            .text(Alert::getSignature)
            .time(Alert::getOpenedAtMs)
            .time(Alert::getLastSeenMs)
            .bigint(Alert::getCount)
            .text(alert -> Boolean.toString(alert.getFlapping()))
            .time(Alert::getAcknowledgedAtMs)
            .text(Alert::getAcknowledgedBy)
            .time(Alert::getResolvedAtMs)
            .text(Alert::getResolvedBy)
            .text(Alert::getResolution)
            .json(AlertsTable::evidence)
            .json(AlertsTable::members)
            .time(Alert::getMutedUntilMs));
  }

  private static String evidence(Alert alert) {
    var json = JSON.objectNode();
    alert.getEvidence().forEach(json::put);
    return json.toString();
  }

  private static String members(Alert alert) {
    var json = JSON.arrayNode();
    alert.getMembers().forEach(json::add);
    return json.toString();
  }
}
