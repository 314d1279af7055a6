package dev.fleetpulse.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.ingest.publish.Ingestor;
import dev.fleetpulse.ingest.request.JsonBody;
import dev.fleetpulse.ingest.request.TimeWindow;
import dev.fleetpulse.ingest.verdict.Refusal;
import dev.fleetpulse.ingest.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiFunction;

/** What tests of readers share: a fixed now, an ingestor, and verdicts taken apart. */
public final class Reports {
  public static final Instant NOW = Instant.parse("2026-04-01T20:00:00Z");
  public static final TimeWindow WINDOW = new TimeWindow(InstantSource.fixed(NOW));
  public static final Ingestor INGESTOR = new Ingestor("ingest-1", "incarnation-1");

  private Reports() {}

  /** The verdict on a body that tenant acme sends. */
  public static <T> Verdict<T> read(
      BiFunction<String, ObjectNode, Verdict<T>> reader, String json) {
    return JsonBody.read(json.getBytes(StandardCharsets.UTF_8))
        .then(document -> reader.apply("acme", document));
  }

  /** What an accepting verdict accepts. */
  public static <T> T accepted(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<T>(var value) -> value;
      case Verdict.Refused<T>(var refusal) -> throw new AssertionError("Refused: " + refusal);
    };
  }

  /** Why a refusing verdict refuses. */
  public static <T> Refusal refused(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<T>(var value) -> throw new AssertionError("Accepted: " + value);
      case Verdict.Refused<T>(var refusal) -> refusal;
    };
  }
}
