package dev.fleetpulse.streams.topology.patterns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.AlertKey;
import dev.fleetpulse.schemas.ErrorCount;
import dev.fleetpulse.schemas.GroupHourKey;
import dev.fleetpulse.schemas.Pattern;
import dev.fleetpulse.schemas.PatternApp;
import dev.fleetpulse.schemas.PatternKey;
import dev.fleetpulse.streams.TestRoom;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PatternsTopologyTest {
  private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");

  private final TestRoom room =
      new TestRoom(
          (topics, metrics) -> new PatternsTopology(topics, TestRoom.GENERATION)::addTo, NOON);
  private final TestInputTopic<GroupHourKey, ErrorCount> counts =
      room.input(room.topics().errorCounts());
  private final TestOutputTopic<PatternKey, Pattern> patterns =
      room.output(room.topics().patterns());
  private final TestOutputTopic<AlertKey, AlertEvent> events =
      room.output(room.topics().alertEvents());

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void theSecondAppOpensAPattern() {
    send("shop", "timeout", 0, 3, 1);
    assertThat(patterns.isEmpty()).isTrue();

    send("billing", "timeout", 1, 5, 2);

    var pattern = patterns.readValue();
    assertThat(pattern.getKind()).isEqualTo("category");
    assertThat(pattern.getName()).isEqualTo("timeout");
    assertThat(pattern.getStatus()).isEqualTo("open");
    assertThat(pattern.getFirstApp()).isEqualTo("shop");
    assertThat(pattern.getCount()).isEqualTo(8);
    assertThat(pattern.getApps())
        .extracting(PatternApp::getApp, PatternApp::getCount)
        .containsExactly(tuple("shop", 3L), tuple("billing", 5L));
    assertThat(events.readValuesToList())
        .extracting(AlertEvent::getKind, AlertEvent::getType, AlertEvent::getAlertKey)
        .containsExactly(tuple("raised", "pattern.opened", "pattern.opened/category/timeout"));
  }

  @Test
  void whatNobodyKnowsIsNoPattern() {
    send("shop", "unknown", 0, 3, 1);
    send("billing", "unknown", 0, 3, 1);

    assertThat(patterns.isEmpty()).isTrue();
  }

  @Test
  void aRootCauseInTwoAppsIsAPatternWhateverItsGroupsAre() {
    send(count("shop", "unknown", 0, 1, 1).setRootSignature("r").setSignature("s1"), 0);
    send(count("billing", "unknown", 0, 1, 1).setRootSignature("r").setSignature("s2"), 0);

    assertThat(patterns.readValuesToList())
        .extracting(Pattern::getKind, Pattern::getName)
        .containsExactly(tuple("root-cause", "r"));
  }

  @Test
  void tenantsAreNeverCompared() {
    send("shop", "timeout", 0, 1, 1);
    send(count("billing", "timeout", 0, 1, 1).setTenant("rival"), 0);

    assertThat(patterns.isEmpty()).isTrue();
  }

  @Test
  void aPatternOpensGrowsFadesAndClosesWithOneEventEach() {
    send("shop", "timeout", 0, 1, 1);
    send("billing", "timeout", 0, 1, 1);
    send("mail", "timeout", 1, 1, 1);
    send("search", "timeout", 2, 1, 1);
    for (var hour = 3; hour < 40; hour++) {
      send(count("quiet", "unknown", hour, 1, 1).setRootSignature("own"), hour);
    }

    var told = events.readValuesToList();
    assertThat(told)
        .extracting(AlertEvent::getKind, AlertEvent::getType)
        .containsExactly(
            tuple("raised", "pattern.opened"),
            tuple("noted", "pattern.grew"),
            tuple("noted", "pattern.faded"),
            tuple("cleared", "pattern.closed"));
    assertThat(told)
        .extracting(AlertEvent::getAlertKey)
        .containsOnly("pattern.opened/category/timeout");
    assertThat(told.get(2).getAtMs()).isEqualTo(NOON.plus(Duration.ofHours(8)).toEpochMilli());
    // The last hour in which two apps are in the window is that of mail and search.
    assertThat(told.get(3).getAtMs()).isEqualTo(NOON.plus(Duration.ofHours(26)).toEpochMilli());
    var closed = patterns.readValuesToList().getLast();
    assertThat(closed.getStatus()).isEqualTo("closed");
    assertThat(closed.getClosedAtMs()).isEqualTo(told.get(3).getAtMs());
  }

  @Test
  void silenceClosesWhatIsOpen() {
    send("shop", "timeout", 0, 1, 1);
    send("billing", "timeout", 0, 1, 1);
    events.readValuesToList();

    for (var look = 0; look < 26 * 60; look++) {
      room.driver().advanceWallClockTime(PatternProcessor.LOOK);
    }

    assertThat(events.readValuesToList())
        .extracting(AlertEvent::getType)
        .containsExactly("pattern.faded", "pattern.closed");
  }

  @Test
  void aCountThatComesAgainOrTooLateChangesNothing() {
    send("shop", "timeout", 30, 7, 2);
    send("billing", "timeout", 30, 1, 1);
    send(count("shop", "timeout", 30, 7, 2), 30);
    send(count("shop", "timeout", 30, 4, 1), 30);
    send(count("mail", "timeout", 5, 4, 1), 30);
    room.driver().advanceWallClockTime(PatternProcessor.LOOK);

    assertThat(patterns.readValuesToList().getLast().getCount()).isEqualTo(8);
    assertThat(events.readValuesToList()).hasSize(1);
  }

  @Test
  void figuresAloneLeaveOnceAMinute() {
    send("shop", "timeout", 0, 1, 1);
    send("billing", "timeout", 0, 1, 1);
    for (var number = 2; number < 100; number++) {
      send("shop", "timeout", 0, number, number);
    }
    assertThat(patterns.readValuesToList()).hasSize(1);

    room.driver().advanceWallClockTime(PatternProcessor.LOOK);

    assertThat(patterns.readValuesToList()).extracting(Pattern::getCount).containsExactly(100L);
  }

  private void send(String app, String category, int hour, long count, long revision) {
    send(count(app, category, hour, count, revision), hour);
  }

  private void send(ErrorCount.Builder count, int atHour) {
    var built = count.build();
    counts.pipeInput(
        new GroupHourKey(
            built.getTenant(), built.getHourMs(), built.getSignature(), built.getApp()),
        built,
        NOON.plus(Duration.ofHours(atHour)));
  }

  private static ErrorCount.Builder count(
      String app, String category, int hour, long count, long revision) {
    return ErrorCount.newBuilder()
        .setTenant("acme")
        .setApp(app)
        .setSignature("of " + app)
        .setSignatureVersion(1)
        .setHourMs(NOON.plus(Duration.ofHours(hour)).toEpochMilli())
        .setRevision(revision)
        .setCount(count)
        .setCategory(category)
        .setInstances(1);
  }
}
