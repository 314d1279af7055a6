package dev.fleetpulse.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidator;
import org.apache.avro.SchemaValidatorBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every version of a schema that was ever released is kept in {@code src/main/avro-history}. A
 * schema may only change so that it still reads all of them, and every change is a new version
 * there.
 */
class SchemaHistoryTest {
  private static final Path SOURCES = Path.of("src/main/avro");
  private static final Path HISTORY = Path.of("src/main/avro-history");
  private static final Path NEXT = Path.of("target/avro-history");
  private static final SchemaValidator BACKWARD_TRANSITIVE =
      new SchemaValidatorBuilder().canReadStrategy().validateAll();

  static Stream<Schema> records() {
    return Stream.of(
        Heartbeat.getClassSchema(),
        Tick.getClassSchema(),
        ErrorReport.getClassSchema(),
        RefusalCount.getClassSchema(),
        UsageHour.getClassSchema(),
        Repair.getClassSchema(),
        InstanceState.getClassSchema(),
        StatusChange.getClassSchema(),
        UptimeHour.getClassSchema(),
        PartitionClock.getClassSchema(),
        ErrorOccurrence.getClassSchema(),
        ErrorGroup.getClassSchema(),
        ErrorCount.getClassSchema(),
        AlertEvent.getClassSchema(),
        Alert.getClassSchema(),
        VerdictCounts.getClassSchema(),
        LedgerFact.getClassSchema(),
        LedgerHour.getClassSchema(),
        ErrorCommand.getClassSchema(),
        Pattern.getClassSchema(),
        KeyCreated.getClassSchema(),
        KeyRevoked.getClassSchema(),
        ThresholdSet.getClassSchema(),
        MaintenanceWindow.getClassSchema(),
        CategoryRules.getClassSchema(),
        InstanceEnrolled.getClassSchema(),
        AuditEvent.getClassSchema(),
        KeyUse.getClassSchema());
  }

  @Test
  void noRecordIsLeftOut() throws IOException {
    try (var files = Files.list(SOURCES)) {
      var names = files.map(file -> file.getFileName().toString().replace(".avsc", "")).toList();

      assertThat(records()).extracting(Schema::getName).containsAll(names);
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void readsEveryEarlierVersion(Schema current) throws Exception {
    var earlier = versions(current.getName());

    assertThatCode(() -> BACKWARD_TRANSITIVE.validate(current, earlier.reversed()))
        .as(
            "%s must read all versions in %s: give new fields a default, never rename, retype or"
                + " require",
            current.getName(), HISTORY)
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("records")
  void isTheLatestVersionOfItsHistory(Schema current) throws IOException {
    var versions = versions(current.getName());
    var next = NEXT.resolve(current.getName()).resolve("v%d.avsc".formatted(versions.size() + 1));
    if (versions.isEmpty() || !versions.getLast().equals(current)) {
      Files.createDirectories(next.getParent());
      Files.writeString(next, SchemaFormatter.format("json/pretty", current) + "\n");
    }

    assertThat(versions)
        .as("%s has changed: commit %s to %s", current.getName(), next, HISTORY)
        .isNotEmpty()
        .last()
        .isEqualTo(current);
  }

  @Test
  void refusesARequiredNewField() {
    var before = new Schema.Parser().parse(record("{\"name\":\"a\",\"type\":\"long\"}"));
    var after =
        new Schema.Parser()
            .parse(
                record("{\"name\":\"a\",\"type\":\"long\"},{\"name\":\"b\",\"type\":\"string\"}"));

    assertThatCode(() -> BACKWARD_TRANSITIVE.validate(after, List.of(before)))
        .isInstanceOf(SchemaValidationException.class);
  }

  private static String record(String fields) {
    return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}";
  }

  private static List<Schema> versions(String name) throws IOException {
    var folder = HISTORY.resolve(name);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    var versions = new ArrayList<Schema>();
    try (var files = Files.list(folder)) {
      for (var file : files.sorted(Comparator.comparingInt(SchemaHistoryTest::number)).toList()) {
        versions.add(new Schema.Parser().parse(Files.readString(file)));
      }
    }
    return versions;
  }

  private static int number(Path file) {
    return Integer.parseInt(file.getFileName().toString().replaceAll("\\D", ""));
  }
}
