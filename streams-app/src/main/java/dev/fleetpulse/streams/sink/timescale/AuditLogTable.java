package dev.fleetpulse.streams.sink.timescale;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.streams.sink.Row;
import dev.fleetpulse.streams.sink.Table;
import dev.fleetpulse.streams.sink.WriteOutcome;
import java.util.List;

/** Who decided what about alerts and instances. Rows are only ever added. */
final class AuditLogTable implements Table<AlertEvent> {
  static final String INSERT =
      """
      INSERT INTO audit_log (tenant, event_id, at, action, subject, by_whom, details)
      SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant, event_id) DO NOTHING
      """;

  private final Timescale timescale;

  /** Writes through the given store. */
  AuditLogTable(Timescale timescale) {
    this.timescale = timescale;
  }

  private record Decision(String tenant, String eventId) {}

  @Override
  public String name() {
    return "timescale-audit-log";
  }

  @Override
  public Object identity(Row<AlertEvent> row) {
    return new Decision(row.value().getTenant(), row.value().getEventId());
  }

  /** All copies are the same. */
  @Override
  public long revision(Row<AlertEvent> row) {
    return 0;
  }

  @Override
  public WriteOutcome write(List<Row<AlertEvent>> rows) {
    return timescale.write(
        INSERT,
        Columns.of(rows.stream().map(Row::value).toList())
            .text(AlertEvent::getTenant)
            .text(AlertEvent::getEventId)
            .time(AlertEvent::getAtMs)
            .text(AuditLogTable::action)
            .text(AuditLogTable::subject)
            .text(AlertEvent::getBy)
            .json(AuditLogTable::details));
  }

  private static String action(AlertEvent event) {
    return (event.getKind().equals("retire") ? "instance." : "alert.") + event.getKind();
  }

  private static String subject(AlertEvent event) {
    return event.getEpisode() == null
        ? event.getAlertKey()
        : event.getAlertKey() + " " + event.getEpisode();
  }

  private static String details(AlertEvent event) {
    var json = JsonNodeFactory.instance.objectNode();
    event.getEvidence().forEach(json::put);
    return json.toString();
  }
}
