package dev.fleetpulse.devstack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DemoInstanceTest {
  private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");
  private static final int BEATS = 3_000;

  private final ObjectMapper json = new ObjectMapper();
  private final List<JsonNode> heartbeats = new ArrayList<>();
  private final List<JsonNode> errors = new ArrayList<>();
  private int silent;

  @Test
  void countersOnlyRiseWithinOneProcess() {
    live(DemoApp.CHECKOUT);
    for (var i = 1; i < heartbeats.size(); i++) {
      var before = heartbeats.get(i - 1);
      var now = heartbeats.get(i);
      if (now.at("/server/bootId").equals(before.at("/server/bootId"))) {
        assertThat(now.at("/usage/totalTokens").asLong())
            .isGreaterThanOrEqualTo(before.at("/usage/totalTokens").asLong());
        assertThat(now.at("/repairs/total").asLong())
            .isGreaterThanOrEqualTo(before.at("/repairs/total").asLong());
      }
    }
  }

  @Test
  void totalsAreTheSumsOfTheirParts() {
    live(DemoApp.SEARCH);
    for (var heartbeat : heartbeats) {
      var usage = heartbeat.get("usage");
      assertThat(usage.get("totalTokens").asLong())
          .isEqualTo(
              usage.at("/byCategory/chat/tokens").asLong()
                  + usage.at("/byCategory/heal/tokens").asLong());
      assertThat(usage.get("totalCost").decimalValue())
          .isEqualByComparingTo(
              usage
                  .at("/byModel/demo-small/cost")
                  .decimalValue()
                  .add(usage.at("/byModel/demo-large/cost").decimalValue()));
    }
  }

  @Test
  void itDiesAndReturnsAsANewProcess() {
    live(DemoApp.IMAGES);
    assertThat(silent).isPositive();
    assertThat(heartbeats.stream().map(beat -> beat.at("/server/bootId")).distinct())
        .hasSizeGreaterThan(1);
    assertThat(heartbeats).hasSizeGreaterThan(BEATS * 9 / 10);
  }

  @Test
  void everyErrorOfEveryAppSaysWhatTheProtocolRequires() {
    for (var app : DemoApp.values()) {
      live(app);
    }
    assertThat(errors)
        .isNotEmpty()
        .allSatisfy(
            error -> {
              assertThat(error.get("instanceId").asText()).startsWith("demo-");
              assertThat(error.get("timestamp").isIntegralNumber()).isTrue();
              assertThat(error.get("message").asText()).isNotBlank();
              assertThat(error.get("stack").asText().lines().count()).isGreaterThan(3);
            });
  }

  private void live(DemoApp app) {
    var instance = new DemoInstance(app, 7, new SplittableRandom(1), START);
    for (var i = 1; i <= BEATS; i++) {
      var beat = instance.beat(START.plus(Duration.ofMinutes(i)));
      if (beat.isEmpty()) {
        silent++;
        continue;
      }
      heartbeats.add(json.valueToTree(beat.get().heartbeat()));
      beat.get().error().ifPresent(error -> errors.add(json.valueToTree(error)));
    }
  }
}
