package dev.fleetpulse.load.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads rows of the stores and answers of the API as what the test expects. */
final class Found {
  private Found() {}

  static UsageRow usage(JsonNode row) {
    var rises = new TreeMap<String, Amount>();
    for (var category : row.path("by_category").properties()) {
      rises.put("category/" + category.getKey(), amount(category.getValue()));
    }
    for (var model : row.path("by_model").properties()) {
      rises.put("model/" + model.getKey(), amount(model.getValue()));
    }
    // A row has the totals of an hour without usage, too; then they are zero and expected absent.
    if (!rises.isEmpty() || !amount(row).equals(Amount.NONE)) {
      rises.put("total", amount(row));
    }
    return new UsageRow(
        row.path("instance_id").asText(),
        row.path("app").asText(),
        row.path("hour").asLong(),
        row.path("samples").asLong(),
        row.hasNonNull("step_from")
            ? Optional.of(row.path("step_from").asLong())
            : Optional.empty(),
        rises);
  }

  static String heartbeat(JsonNode row) {
    return "%s %d %s %s %s %s"
        .formatted(
            row.path("instance_id").asText(),
            row.path("timestamp").asLong(),
            row.path("cpu_percent").asText(),
            row.path("total_tokens").asText(),
            row.path("total_cost_nanos").asText(),
            row.path("total_calls").asText());
  }

  static String error(JsonNode row) {
    return "%s %s %s %d %s"
        .formatted(
            row.path("instance_id").asText(),
            row.path("app").asText(),
            row.path("type").asText(),
            row.path("timestamp").asLong(),
            row.path("message").asText());
  }

  static ErrorGroup group(JsonNode row) {
    return new ErrorGroup(
        row.path("app").asText(),
        row.path("type").asText(),
        row.path("count").asLong(),
        row.path("instance_count").asLong(),
        row.path("first_seen").asLong(),
        row.path("last_seen").asLong());
  }

  static ErrorGroup groupOfApi(JsonNode group) {
    return new ErrorGroup(
        group.path("app").asText(),
        group.path("type").asText(),
        group.path("count").asLong(),
        group.path("instanceCount").asLong(),
        Instant.parse(group.path("firstSeen").asText()).toEpochMilli(),
        Instant.parse(group.path("lastSeen").asText()).toEpochMilli());
  }

  static Map.Entry<String, Long> errorHour(JsonNode row) {
    return Map.entry(
        "%s %s %d"
            .formatted(
                row.path("app").asText(), row.path("type").asText(), row.path("hour").asLong()),
        row.path("count").asLong());
  }

  static Map.Entry<String, Long> lastTimestamp(JsonNode row) {
    return Map.entry(row.path("instance_id").asText(), row.path("last_timestamp").asLong());
  }

  private static Amount amount(JsonNode figures) {
    return new Amount(
        figures.path("tokens").asLong(),
        figures.path("cost_nanos").asLong(),
        figures.path("calls").asLong());
  }
}
