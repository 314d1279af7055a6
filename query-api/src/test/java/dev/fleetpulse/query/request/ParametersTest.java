package dev.fleetpulse.query.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParametersTest {
  @Test
  void whatIsAbsentTakesItsDefault() {
    var parameters = new Parameters(Map.of());

    assertThat(parameters.text("app")).isEmpty();
    assertThat(parameters.choice("status", List.of("up"))).isEmpty();
    assertThat(parameters.number("limit", 7, 1, 9)).isEqualTo(7);
    assertThat(parameters.parsed(() -> "fine")).isEqualTo(new Parsed.Valid<>("fine"));
  }

  @Test
  void whatIsGivenIsRead() {
    var parameters =
        new Parameters(
            Map.of("app", List.of("shöp & co"), "status", List.of("up"), "limit", List.of("9")));

    assertThat(parameters.text("app")).contains("shöp & co");
    assertThat(parameters.choice("status", List.of("down", "up"))).contains("up");
    assertThat(parameters.number("limit", 7, 1, 9)).isEqualTo(9);
  }

  @Test
  void aLongOrStrangeValueIsCutBeforeItIsRepeated() {
    var parameters = new Parameters(Map.of("app", List.of("x".repeat(201)), "q", List.of("a\tb")));
    parameters.text("app");
    parameters.text("q");

    assertThat(parameters.parsed(() -> "fine"))
        .isEqualTo(
            new Parsed.Invalid<>(
                List.of(
                    new ParameterError(
                        "app", "1 to 200 printable characters", "\"" + "x".repeat(60) + "…\""),
                    new ParameterError("q", "1 to 200 printable characters", "\"a?b\""))));
  }

  @Test
  void theValueIsNotMadeWhereSomethingIsWrong() {
    var parameters = new Parameters(Map.of("colour", List.of("red")));

    var parsed =
        parameters.parsed(
            () -> {
              throw new AssertionError("made although colour is unknown");
            });

    assertThat(parsed)
        .isEqualTo(
            new Parsed.Invalid<>(List.of(new ParameterError("colour", "left out", "unknown"))));
  }

  @Test
  void ordersGoBothWaysAndOnlyThroughOurOwnWords() {
    var sorts = Sorts.startingWith("-age").and("age", "born").and("name", "lower(name)");

    assertThat(sorts.read(new Parameters(Map.of()))).isEqualTo("born DESC NULLS LAST");
    assertThat(sorts.read(new Parameters(Map.of("sort", List.of("name")))))
        .isEqualTo("lower(name) ASC NULLS LAST");

    var injected = new Parameters(Map.of("sort", List.of("born; DROP TABLE x")));
    assertThat(sorts.read(injected)).isEqualTo("born DESC NULLS LAST");
    assertThat(injected.parsed(() -> "fine")).isInstanceOf(Parsed.Invalid.class);
  }
}
