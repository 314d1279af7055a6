package dev.fleetpulse.streams.sink.clickhouse;

import dev.fleetpulse.schemas.ErrorOccurrence;
import dev.fleetpulse.streams.sink.Row;
import dev.fleetpulse.streams.sink.Table;
import dev.fleetpulse.streams.sink.WriteOutcome;
import java.util.List;

/** Every distinct error report with its group. */
final class ErrorOccurrencesTable implements Table<ErrorOccurrence> {
  private static final Columns<Row<ErrorOccurrence>> COLUMNS =
      new Columns<Row<ErrorOccurrence>>()
          .with("tenant", row -> row.value().getTenant())
          .with("app", row -> row.value().getApp())
          .with("signature", row -> row.value().getSignature())
          .with("signature_version", row -> row.value().getSignatureVersion())
          .with("instance_id", row -> row.value().getInstanceId())
          .with("error_id", row -> row.value().getErrorId())
          .withTime("timestamp", row -> row.value().getTimestampMs())
          .withTime("received", row -> row.value().getReceivedMs())
          .with("revision", row -> row.value().getRevision())
          .with("category", row -> row.value().getCategory())
          .with("language", row -> row.value().getLanguage())
          .with("type", row -> row.value().getType())
          .with("message", row -> row.value().getMessage())
          .with("stack", row -> row.value().getStack())
          .with("level", row -> row.value().getLevel())
          .with("release", row -> row.value().getRelease())
          .with("environment", row -> row.value().getEnvironment())
          .with("tags", row -> row.value().getTags())
          .with("context", row -> row.value().getContext())
          .with("trace_id", row -> row.value().getTraceId())
          .with("stands_for", row -> row.value().getStandsFor())
          .with("root_signature", row -> row.value().getRootSignature());

  private final ClickHouse clickHouse;

  private record Identity(
      String tenant,
      String signature,
      String app,
      long timestampMs,
      String instanceId,
      String errorId) {}

  /** Writes through the given store. */
  ErrorOccurrencesTable(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  @Override
  public String name() {
    return "clickhouse-error-occurrences";
  }

  @Override
  public Object identity(Row<ErrorOccurrence> row) {
    var occurrence = row.value();
    return new Identity(
        occurrence.getTenant(),
        occurrence.getSignature(),
        occurrence.getApp(),
        occurrence.getTimestampMs(),
        occurrence.getInstanceId(),
        occurrence.getErrorId());
  }

  @Override
  public long revision(Row<ErrorOccurrence> row) {
    return row.value().getRevision();
  }

  @Override
  public WriteOutcome write(List<Row<ErrorOccurrence>> rows) {
    return clickHouse.insert("error_occurrences", COLUMNS, rows);
  }
}
