package dev.fleetpulse.query.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.query.request.ParameterError;
import dev.fleetpulse.query.request.Parsed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscriptionReadingTest {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void everyFieldIsTaken() {
    assertThat(
            valid(
                """
                {"subscribe": ["heartbeat", "alert"], "servers": ["web-1", "web-2"], "apps": ["shop"],
                 "tags": {"zone": "eu"}, "severity": ["warn", "critical"], "resume": "0123456789abcdef-7"}
                """))
        .isEqualTo(
            new Subscription(
                Set.of(EventType.HEARTBEAT, EventType.ALERT),
                Set.of("web-1", "web-2"),
                Set.of("shop"),
                Map.of("zone", "eu"),
                Set.of("warn", "critical"),
                Optional.of(new Cursor("0123456789abcdef", 7))));
  }

  @Test
  void theSameAsQueryParameters() {
    var read =
        SubscriptionReading.read(
            Map.of(
                "subscribe", List.of("heartbeat,alert"),
                "servers", List.of("web-1", "web-2"),
                "apps", List.of("shop"),
                "tags", List.of("zone=eu"),
                "severity", List.of("warn,critical"),
                "resume", List.of("0123456789abcdef-7")));

    assertThat(read).isInstanceOf(Parsed.Valid.class);
    assertThat(((Parsed.Valid<Subscription>) read).value().servers())
        .containsExactlyInAnyOrder("web-1", "web-2");
    assertThat(((Parsed.Valid<Subscription>) read).value().tags()).containsEntry("zone", "eu");
  }

  @Test
  void withoutAWordEverythingButHeartbeatsIsMeant() {
    assertThat(valid("{}").types())
        .hasSize(EventType.values().length - 1)
        .doesNotContain(EventType.HEARTBEAT);
    assertThat(valid("{\"severity\": \"warn\"}").severities()).containsExactly("warn");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                               | message   | a JSON object",
        "{\"subscribe\": \"status\"}      | subscribe | a list of at most 6 texts",
        "{\"subscribe\": []}              | subscribe | some of heartbeat, status",
        "{\"subscribe\": [\"stauts\"]}    | subscribe | some of heartbeat, status",
        "{\"subscribe\": [\"heartbeat\"]} | servers   | 1 to 500 ids",
        "{\"apps\": [7]}                  | apps      | texts of 1 to 128 characters",
        "{\"tags\": [\"zone\"]}           | tags      | an object of at most 16 texts",
        "{\"tags\": {\"zone\": 1}}        | tags      | texts of 1 to 128 characters",
        "{\"severity\": \"fatal\"}        | severity  | some of info, warn, critical",
        "{\"resume\": \"yesterday\"}      | resume    | the cursor of an event",
        "{\"tenant\": \"rival\"}          | tenant    | one of the fields subscribe, servers",
      })
  void whatIsWrongIsNamedWithWhatWasExpected(String message, String field, String expected) {
    assertThat(errors(message))
        .singleElement()
        .satisfies(error -> assertThat(error.parameter()).isEqualTo(field))
        .satisfies(error -> assertThat(error.expected()).startsWith(expected));
  }

  @Test
  void tooManyServersAreRefused() {
    var servers = JSON.createArrayNode();
    for (var i = 0; i <= SubscriptionReading.SERVERS_MAX; i++) {
      servers.add("web-" + i);
    }

    assertThat(errors("{\"servers\": " + servers + "}"))
        .extracting(ParameterError::was)
        .containsExactly("501 of them");
  }

  @Property
  void anyTextIsAnsweredAndNothingIsThrown(@ForAll String name, @ForAll String value) {
    assertThat(SubscriptionReading.read(Map.of(name, List.of(value)))).isNotNull();
  }

  private static Subscription valid(String message) {
    return switch (read(message)) {
      case Parsed.Valid<Subscription>(var subscription) -> subscription;
      case Parsed.Invalid<Subscription>(var errors) -> throw new AssertionError(errors);
    };
  }

  private static List<ParameterError> errors(String message) {
    return switch (read(message)) {
      case Parsed.Valid<Subscription>(var subscription) -> throw new AssertionError(subscription);
      case Parsed.Invalid<Subscription>(var errors) -> errors;
    };
  }

  private static Parsed<Subscription> read(String message) {
    try {
      return SubscriptionReading.read(JSON.readTree(message));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
