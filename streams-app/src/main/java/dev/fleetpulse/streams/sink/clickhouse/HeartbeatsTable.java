package dev.fleetpulse.streams.sink.clickhouse;

import dev.fleetpulse.streams.sink.EncodedRow;
import dev.fleetpulse.streams.sink.Row;
import dev.fleetpulse.streams.sink.Table;
import dev.fleetpulse.streams.sink.WriteOutcome;
import java.util.List;

/** Every heartbeat, whole. */
final class HeartbeatsTable implements Table<EncodedRow> {
  private final ClickHouse clickHouse;

  /** Writes through the given store. */
  HeartbeatsTable(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  @Override
  public String name() {
    return "clickhouse-heartbeats";
  }

  @Override
  public Object identity(Row<EncodedRow> row) {
    return row.value();
  }

  @Override
  public long revision(Row<EncodedRow> row) {
    return row.value().revision();
  }

  @Override
  public WriteOutcome write(List<Row<EncodedRow>> rows) {
    return clickHouse.insertEncoded("heartbeats", HeartbeatRows.COLUMNS, rows);
  }
}
