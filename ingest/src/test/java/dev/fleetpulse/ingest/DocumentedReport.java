package dev.fleetpulse.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import dev.fleetpulse.devstack.junit.ApiDocument;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A kind of report as the OpenAPI document has it: its complete example, and what becomes of that
 * by changing one thing, which is right or wrong by the schema.
 */
final class DocumentedReport {
  private static final Duration AGE_MAX = Duration.ofDays(30);
  private static final Duration AHEAD_MAX = Duration.ofMinutes(10);

  private final Schema schema;
  private final JsonNode complete;
  private final List<Variation> variations;

  private DocumentedReport(Schema schema, JsonNode complete, List<Variation> variations) {
    this.schema = schema;
    this.complete = complete;
    this.variations = variations;
  }

  /**
   * One change of the complete example.
   *
   * @param value nothing where the field is taken away
   * @param status that the changed report must be answered
   */
  record Variation(Place place, Optional<JsonNode> value, int status) {
    JsonNode of(JsonNode document) {
      return value.map(it -> place.with(document, it)).orElseGet(() -> place.without(document));
    }
  }

  /** The report whose schema and example have this name. */
  static DocumentedReport of(ApiDocument api, String name) throws IOException {
    var schema = api.schema(name);
    var complete = (ObjectNode) api.at("/components/examples/" + name + "/value").deepCopy();
    complete.put("timestamp", Reports.NOW.toEpochMilli());
    var variations = new ArrayList<Variation>();
    for (var place : Place.all(api, schema.getSchemaNode(), complete)) {
      for (var value : Candidates.at(api, place.schema())) {
        var status = status(schema, place.with(complete, value));
        variations.add(new Variation(place, Optional.of(value), status));
      }
      if (place.isField()) {
        variations.add(
            new Variation(place, Optional.empty(), status(schema, place.without(complete))));
      }
    }
    return new DocumentedReport(schema, complete, variations);
  }

  /** Place by place. */
  List<List<Variation>> variations() {
    return List.copyOf(
        variations.stream()
            .collect(
                Collectors.groupingBy(
                    it -> it.place().field(), LinkedHashMap::new, Collectors.toList()))
            .values());
  }

  JsonNode complete() {
    return complete;
  }

  /** What a report must be answered by the schema, and by its time. */
  int status(JsonNode report) {
    return status(schema, report);
  }

  /** Any that is right, by many changes at once. */
  JsonNode any(Random random) {
    var right = new ArrayList<>(variations.stream().filter(it -> it.status() == 202).toList());
    Collections.shuffle(right, random);
    // Inner ones first, so that none is gone before its turn.
    var some =
        right.subList(0, random.nextInt(60)).stream()
            .filter(it -> !it.place().steps().isEmpty())
            .sorted((one, other) -> other.place().steps().size() - one.place().steps().size())
            .toList();
    var report = complete.deepCopy();
    for (var variation : some) {
      if (variation.place().isIn(report)) {
        report = variation.of(report);
      }
    }
    // Changes that are right one by one may not be together: an error must say something.
    return status(report) == 202 ? report : complete;
  }

  private static int status(Schema schema, JsonNode report) {
    if (!schema.validate(report).isEmpty()) {
      return 400;
    }
    return isInTime(report.get("timestamp")) ? 202 : 422;
  }

  private static boolean isInTime(JsonNode timestamp) {
    var time =
        timestamp.isNumber()
            ? timestamp.longValue()
            : OffsetDateTime.parse(timestamp.textValue()).toInstant().toEpochMilli();
    var now = Reports.NOW.toEpochMilli();
    return time >= now - AGE_MAX.toMillis() && time <= now + AHEAD_MAX.toMillis();
  }
}
