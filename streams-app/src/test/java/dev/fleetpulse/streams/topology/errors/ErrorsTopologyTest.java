package dev.fleetpulse.streams.topology.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.AlertKey;
import dev.fleetpulse.schemas.ErrorCommand;
import dev.fleetpulse.schemas.ErrorCount;
import dev.fleetpulse.schemas.ErrorGroup;
import dev.fleetpulse.schemas.ErrorOccurrence;
import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.GroupHourKey;
import dev.fleetpulse.schemas.GroupKey;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.streams.TestRoom;
import dev.fleetpulse.streams.topology.verdicts.LedgerPeriod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ErrorsTopologyTest {
  private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");
  private static final Duration EMIT_INTERVAL = Duration.ofSeconds(60);

  private final TestRoom room =
      new TestRoom(
          (topics, metrics) ->
              new ErrorsTopology(
                      topics, TestRoom.GENERATION, EMIT_INTERVAL, LedgerPeriod.HOUR, metrics)
                  ::addTo,
          NOON);
  private final TestInputTopic<InstanceKey, ErrorReport> errors =
      room.input(room.topics().errors());
  private final TestInputTopic<GroupKey, ErrorCommand> commands =
      room.input(room.topics().errorCommands());
  private final TestOutputTopic<GroupKey, ErrorOccurrence> occurrences =
      room.output(room.topics().errorOccurrences());
  private final TestOutputTopic<GroupKey, ErrorGroup> groups =
      room.output(room.topics().errorGroups());
  private final TestOutputTopic<GroupHourKey, ErrorCount> counts =
      room.output(room.topics().errorCounts());
  private final TestOutputTopic<AlertKey, AlertEvent> events =
      room.output(room.topics().alertEvents());

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void theSameBugOfTwoInstancesIsOneGroup() {
    send(at("one", NOON).setRelease("1.0"), NOON);
    send(at("two", NOON.plusSeconds(5)).setRelease("1.1"), NOON.plusSeconds(5));

    var group = latest();
    assertThat(group.getCount()).isEqualTo(2);
    assertThat(group.getKept()).isEqualTo(2);
    assertThat(group.getInstanceCount()).isEqualTo(2);
    assertThat(group.getInstances()).containsExactly("one", "two");
    assertThat(group.getReleases()).containsExactly("1.0", "1.1");
    assertThat(group.getFirstSeenMs()).isEqualTo(NOON.toEpochMilli());
    assertThat(group.getLastSeenMs()).isEqualTo(NOON.plusSeconds(5).toEpochMilli());
    assertThat(group.getTitle())
        .isEqualTo("TypeError: Cannot read properties of undefined (reading 'id')");
    assertThat(group.getCategory()).isEqualTo("null-dereference");
    assertThat(group.getSampleInstanceId()).isEqualTo("one");
    assertThat(group.getStatus()).isEqualTo("new");
  }

  @Test
  void whatOnlyTheStackNamesIsNamed() {
    send(at("one", NOON).setType(null).setMessage(null), NOON);

    var group = latest();
    assertThat(group.getType()).isEqualTo("TypeError");
    assertThat(group.getTitle())
        .isEqualTo("TypeError: Cannot read properties of undefined (reading 'id')");
    assertThat(occurrences.readValue().getType()).isEqualTo("TypeError");
  }

  @Test
  void theCategoryThatWasStampedHolds() {
    send(at("one", NOON).setCategory("external-service"), NOON);

    assertThat(latest().getCategory()).isEqualTo("external-service");
    assertThat(counts.readValue().getCategory()).isEqualTo("external-service");
  }

  @Test
  void aNewGroupLeavesAtOnceAndThenOncePerInterval() {
    send(at("one", NOON), NOON);
    assertThat(groups.readValuesToList()).hasSize(1);
    assertThat(counts.readValuesToList()).hasSize(1);

    for (var second = 1; second <= 120; second++) {
      send(at("one", NOON.plusSeconds(second)), NOON.plusSeconds(second));
      room.driver().advanceWallClockTime(Duration.ofSeconds(1));
    }

    assertThat(groups.readValuesToList()).hasSizeBetween(1, 3);
    assertThat(latest().getCount()).isEqualTo(121);
  }

  @Test
  void aReportSentAgainCountsOnceForADay() {
    send(at("one", NOON), NOON);
    send(at("one", NOON), NOON.plus(Duration.ofHours(24)));
    assertThat(occurrences.readValuesToList()).hasSize(1);

    send(at("one", NOON), NOON.plus(Duration.ofHours(26)));

    assertThat(occurrences.readValuesToList()).hasSize(1);
    assertThat(latest().getCount()).isEqualTo(2);
  }

  @Test
  void identitiesAreForgottenWhenTheyNoLongerCount() {
    for (var minute = 0; minute < 300; minute++) {
      send(at("one", NOON.plusSeconds(60L * minute)), NOON.plusSeconds(60L * minute));
    }
    assertThat(size(ErrorsTopology.SEEN)).isEqualTo(300);

    send(at("one", NOON.plusSeconds(1)), NOON.plus(Duration.ofHours(31)));
    send(at("one", NOON.plusSeconds(2)), NOON.plus(Duration.ofHours(31)).plusSeconds(61));

    assertThat(size(ErrorsTopology.SEEN)).isEqualTo(2);
    assertThat(size(ErrorsTopology.SEEN_BY_TIME)).isLessThanOrEqualTo(2);
  }

  @Test
  void theClientsIdTellsReportsApart() {
    send(at("one", NOON).setErrorId("a"), NOON);
    send(at("one", NOON).setErrorId("b"), NOON);
    send(at("one", NOON).setErrorId("a"), NOON);
    send(at("two", NOON).setErrorId("a"), NOON);

    assertThat(occurrences.readValuesToList())
        .extracting(occurrence -> occurrence.getInstanceId() + occurrence.getErrorId())
        .containsExactly("onea", "oneb", "twoa");
  }

  @Test
  void hoursAreCountedBySendersTime() {
    send(at("one", NOON), NOON);
    send(at("one", NOON.plusSeconds(1)), NOON.plusSeconds(1));
    send(at("one", NOON.minusSeconds(1)), NOON.plusSeconds(2));
    settle();

    assertThat(counts.readKeyValuesToMap())
        .extractingFromEntries(
            entry -> entry.getKey().hourMs(), entry -> entry.getValue().getCount())
        .containsExactlyInAnyOrder(
            tuple(NOON.toEpochMilli(), 2L), tuple(NOON.minusSeconds(3600).toEpochMilli(), 1L));
  }

  @Test
  void listsOfAGroupAreBoundedButItsCountsAreNot() {
    for (var instance = 0; instance < 120; instance++) {
      send(
          at("instance-" + instance, NOON.plusSeconds(instance)).setRelease("release-" + instance),
          NOON);
    }

    var group = latest();
    assertThat(group.getCount()).isEqualTo(120);
    assertThat(group.getInstanceCount()).isEqualTo(120);
    assertThat(group.getInstances()).hasSize(GroupFigures.INSTANCES_MAX);
    assertThat(group.getReleases()).hasSize(GroupFigures.RELEASES_MAX).endsWith("release-119");
  }

  @Test
  void ofManyInAnHourSomeAreKeptAndAllAreCounted() {
    for (var number = 0; number < 5_000; number++) {
      send(at("one", NOON.plusMillis(number)), NOON.plusMillis(number));
    }
    send(at("one", NOON.plusSeconds(3600)), NOON.plusSeconds(3600));

    var kept = occurrences.readValuesToList();
    var group = latest();
    assertThat(group.getCount()).isEqualTo(5_001);
    assertThat(group.getKept()).isEqualTo(kept.size()).isLessThan(300);
    assertThat(kept.subList(0, Sampling.ALL_UP_TO)).allMatch(one -> one.getStandsFor() == 1);
    assertThat(kept.subList(Sampling.ALL_UP_TO, kept.size() - 1))
        .isNotEmpty()
        .allMatch(one -> one.getStandsFor() == Sampling.FEW);
    assertThat(kept.getLast().getStandsFor()).isEqualTo(1);
  }

  @Test
  void aResolvedErrorThatIsReceivedAgainIsBack() {
    send(at("one", NOON), NOON);
    command("resolve", NOON.plusSeconds(10));
    assertThat(latest().getStatus()).isEqualTo("resolved");
    // It happened before, but nobody knew: it was received afterwards.
    send(at("two", NOON.minusSeconds(1)), NOON.plusSeconds(20));

    var group = latest();
    assertThat(group.getStatus()).isEqualTo("regressed");
    assertThat(group.getResolvedAtMs()).isEqualTo(NOON.plusSeconds(10).toEpochMilli());
    assertThat(events.readValuesToList())
        .extracting(AlertEvent::getKind, AlertEvent::getType)
        .containsExactly(
            tuple("raised", "error.new"),
            tuple("cleared", "error.new"),
            tuple("cleared", "error.regressed"),
            tuple("raised", "error.regressed"));
  }

  @Test
  void anIgnoredErrorCountsAndTellsNothing() {
    send(at("one", NOON), NOON);
    command("ignore", NOON.plusSeconds(10));
    events.readValuesToList();
    for (var second = 20; second < 100; second++) {
      send(at("one", NOON.plusSeconds(second)), NOON.plusSeconds(second));
    }

    assertThat(latest().getStatus()).isEqualTo("ignored");
    assertThat(latestOf(ErrorsTopology.GROUPS).getCount()).isEqualTo(81);
    assertThat(events.readValuesToList()).isEmpty();
    command("reopen", NOON.plusSeconds(200));
    assertThat(latest().getStatus()).isEqualTo("reopened");
  }

  @Test
  void aCommandNobodyKnowsChangesNothing() {
    send(at("one", NOON), NOON);
    command("celebrate", NOON.plusSeconds(10));

    assertThat(latest().getStatus()).isEqualTo("new");
  }

  @Test
  void anHourFarAboveTheUsualIsToldOnce() {
    for (var number = 0; number < 60; number++) {
      send(at("one", NOON.plusSeconds(number)), NOON.plusSeconds(number));
    }
    settle();

    assertThat(events.readValuesToList())
        .filteredOn(event -> event.getType().equals("error.spike"))
        .extracting(AlertEvent::getKind, AlertEvent::getEventId)
        .containsExactly(tuple("raised", "spike/" + NOON.toEpochMilli()));

    room.driver().advanceWallClockTime(Duration.ofHours(2));
    assertThat(events.readValuesToList())
        .extracting(AlertEvent::getKind, AlertEvent::getEventId)
        .containsExactly(tuple("cleared", "spike-ended/" + NOON.toEpochMilli()));
  }

  @Test
  void whatIsUsualIsNoSpike() {
    for (var hour = 0; hour < 100; hour++) {
      for (var number = 0; number < 15; number++) {
        var at = NOON.plusSeconds(3600L * hour + number);
        send(at("one", at), at);
      }
    }
    for (var number = 0; number < 70; number++) {
      var at = NOON.plusSeconds(3600L * 100 + number);
      send(at("one", at), at);
    }
    settle();
    assertThat(spikes()).isZero();

    for (var number = 70; number < 90; number++) {
      var at = NOON.plusSeconds(3600L * 100 + number);
      send(at("one", at), at);
    }
    settle();
    assertThat(spikes()).isEqualTo(1);
  }

  @Test
  void manyErrorsOfOneAppAreOneStorm() {
    for (var number = 0; number < 50; number++) {
      send(
          at("one", NOON.plusSeconds(number))
              .setStack(Reports.STACK.replace("findUser", "function" + (char) ('a' + number))),
          NOON);
    }
    send(at("other", NOON).setApp("quiet"), NOON);

    var told = events.readValuesToList();
    assertThat(told).filteredOn(event -> event.getType().equals("error.new")).hasSize(21);
    assertThat(told)
        .filteredOn(event -> event.getType().equals("error.storm"))
        .extracting(AlertEvent::getKind, AlertEvent::getApp)
        .containsExactly(tuple("raised", "shop"));
    assertThat(told.getLast().getApp()).isEqualTo("quiet");

    room.driver().advanceWallClockTime(Duration.ofHours(2));
    assertThat(events.readValuesToList())
        .extracting(AlertEvent::getKind, AlertEvent::getType)
        .containsExactly(tuple("cleared", "error.storm"));
  }

  private long spikes() {
    return events.readValuesToList().stream()
        .filter(event -> event.getType().equals("error.spike"))
        .count();
  }

  private ErrorGroup latest() {
    settle();
    return groups.readValuesToList().getLast();
  }

  private ErrorGroup latestOf(String store) {
    try (var all = room.driver().<GroupKey, ErrorGroup>getKeyValueStore(store).all()) {
      return all.next().value;
    }
  }

  private int size(String store) {
    var size = 0;
    try (var all = room.driver().getKeyValueStore(store).all()) {
      for (; all.hasNext(); all.next()) {
        size++;
      }
    }
    return size;
  }

  /** Everybody has told what there is to tell. */
  private void settle() {
    for (var pass = 0; pass < 5; pass++) {
      room.driver().advanceWallClockTime(EMIT_INTERVAL);
    }
  }

  private void send(ErrorReport.Builder report, Instant appendTime) {
    var sent = report.build();
    errors.pipeInput(new InstanceKey("acme", sent.getInstanceId()), sent, appendTime);
  }

  private void command(String action, Instant appendTime) {
    settle();
    var group = groupKeys().getFirst();
    commands.pipeInput(
        group,
        ErrorCommand.newBuilder()
            .setTenant(group.tenant())
            .setApp(group.app())
            .setSignature(group.signature())
            .setCommandId(action + appendTime)
            .setAction(action)
            .setBy("ann")
            .setGivenAtMs(0)
            .build(),
        appendTime);
  }

  private List<GroupKey> groupKeys() {
    try (var all =
        room.driver().<GroupKey, ErrorGroup>getKeyValueStore(ErrorsTopology.GROUPS).all()) {
      return List.of(all.next().key);
    }
  }

  private static ErrorReport.Builder at(String instanceId, Instant instant) {
    return Reports.report(instanceId, instant.toEpochMilli());
  }
}
