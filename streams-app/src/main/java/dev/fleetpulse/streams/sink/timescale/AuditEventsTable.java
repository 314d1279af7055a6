package dev.fleetpulse.streams.sink.timescale;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.fleetpulse.schemas.AuditEvent;
import dev.fleetpulse.streams.sink.Row;
import dev.fleetpulse.streams.sink.Table;
import dev.fleetpulse.streams.sink.WriteOutcome;
import java.util.List;

/**
 * Who did what that not everybody may do, beside the decisions about alerts, which lie with these.
 * Rows are only ever added.
 */
final class AuditEventsTable implements Table<AuditEvent> {
  private final Timescale timescale;

  /** Writes through the given store. */
  AuditEventsTable(Timescale timescale) {
    this.timescale = timescale;
  }

  private record Event(String tenant, String eventId) {}

  @Override
  public String name() {
    return "timescale-audit-events";
  }

  @Override
  public Object identity(Row<AuditEvent> row) {
    return new Event(row.value().getTenant(), row.value().getEventId());
  }

  /** All copies are the same. */
  @Override
  public long revision(Row<AuditEvent> row) {
    return 0;
  }

  @Override
  public WriteOutcome write(List<Row<AuditEvent>> rows) {
    return timescale.write(
        AuditLogTable.INSERT,
        Columns.of(rows.stream().map(Row::value).toList())
            .text(AuditEvent::getTenant)
            .text(AuditEvent::getEventId)
            .time(AuditEvent::getAtMs)
            .text(AuditEvent::getAction)
            .text(AuditEvent::getSubject)
            .text(AuditEvent::getBy)
            .json(AuditEventsTable::details));
  }

  private static String details(AuditEvent event) {
    var json = JsonNodeFactory.instance.objectNode();
    event.getDetails().forEach(json::put);
    return json.toString();
  }
}
