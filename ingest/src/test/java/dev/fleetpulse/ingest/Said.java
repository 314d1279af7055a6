package dev.fleetpulse.ingest;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.Heartbeat;
import java.io.IOException;
import java.time.OffsetDateTime;

/** Of whom and when a report speaks: as its sender wrote it, and as it was stored. */
record Said(String instanceId, long timestampMs) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final ObjectReader WHOLE =
      JSON.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** By another JSON reader than the one under test; only for what was accepted. */
  static Said inBody(byte[] body) throws IOException {
    return in(WHOLE.readTree(body));
  }

  /** The same for an element of an array: what follows it may be broken. */
  static Said atBeginning(byte[] body) throws IOException {
    return in(JSON.reader().readTree(body));
  }

  private static Said in(JsonNode document) {
    var timestamp = document.get("timestamp");
    return new Said(
        document.get("instanceId").textValue(),
        timestamp.isTextual()
            ? OffsetDateTime.parse(timestamp.textValue()).toInstant().toEpochMilli()
            : timestamp.decimalValue().longValueExact());
  }

  static Said inRecord(Object record) {
    return switch (record) {
      case Heartbeat heartbeat -> new Said(heartbeat.getInstanceId(), heartbeat.getTimestampMs());
      case ErrorReport error -> new Said(error.getInstanceId(), error.getTimestampMs());
      default -> throw new IllegalArgumentException("No report: " + record);
    };
  }
}
