package dev.fleetpulse.streams.sink.timescale;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.fleetpulse.schemas.LedgerHour;
import dev.fleetpulse.schemas.LedgerKey;
import dev.fleetpulse.streams.sink.Row;
import dev.fleetpulse.streams.sink.Table;
import dev.fleetpulse.streams.sink.WriteOutcome;
import java.util.List;

/** How the books of each tenant, log and hour stand. */
final class LedgerHourlyTable implements Table<LedgerHour> {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final String UPSERT =
      """
      INSERT INTO ledger_hourly AS stored (
        tenant, hour, log, revision, state, reason, appended, unique_records, duplicates, too_late,
        unreadable, sampled, difference, lost, lost_by, stores)
      SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant, hour, log) DO UPDATE SET
        revision = excluded.revision, state = excluded.state, reason = excluded.reason,
        appended = excluded.appended, unique_records = excluded.unique_records,
        duplicates = excluded.duplicates, too_late = excluded.too_late,
        unreadable = excluded.unreadable, sampled = excluded.sampled,
        difference = excluded.difference, lost = excluded.lost, lost_by = excluded.lost_by,
        stores = excluded.stores
      WHERE excluded.revision >= stored.revision
      """;

  private final Timescale timescale;

  /** Writes through the given store. */
  LedgerHourlyTable(Timescale timescale) {
    this.timescale = timescale;
  }

  @Override
  public String name() {
    return "timescale-ledger-hourly";
  }

  @Override
  public Object identity(Row<LedgerHour> row) {
    var hour = row.value();
    return new LedgerKey(hour.getTenant(), hour.getHourMs(), hour.getLog());
  }

  @Override
  public long revision(Row<LedgerHour> row) {
    return row.value().getRevision();
  }

  @Override
  public WriteOutcome write(List<Row<LedgerHour>> rows) {
    return timescale.write(
        UPSERT,
        Columns.of(rows.stream().map(Row::value).toList())
            .text(LedgerHour::getTenant)
            .time(LedgerHour::getHourMs)
            .text(LedgerHour::getLog)
            .bigint(LedgerHour::getRevision)
            .text(LedgerHour::getState)
            .text(LedgerHour::getReason)
            .bigint(LedgerHour::getAppended)
            .bigint(LedgerHour::getUnique)
            .bigint(LedgerHour::getDuplicate)
            .bigint(LedgerHour::getTooLate)
            .bigint(LedgerHour::getUnreadable)
            .bigint(LedgerHour::getSampled)
            .bigint(LedgerHour::getDifference)
            .bigint(LedgerHour::getLost)
            .json(LedgerHourlyTable::lostBy)
            .json(LedgerHourlyTable::stores));
  }

  private static String lostBy(LedgerHour hour) {
    var json = JSON.objectNode();
    hour.getLostBy().forEach(json::put);
    return json.toString();
  }

  private static String stores(LedgerHour hour) {
    var json = JSON.objectNode();
    hour.getStores()
        .forEach(
            (name, store) ->
                json.putObject(name)
                    .put("state", store.getState())
                    .put("rows", store.getRows())
                    .put("deadLetters", store.getDeadLetters())
                    .put("difference", store.getDifference())
                    .put("pending", store.getPending()));
    return json.toString();
  }
}
