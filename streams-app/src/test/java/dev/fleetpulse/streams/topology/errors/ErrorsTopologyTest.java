package dev.fleetpulse.streams.topology.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ErrorsTopologyTest {
  private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");

  private final TestRoom room =
      new TestRoom(
          (topics, metrics) ->
              new ErrorsTopology(
                      topics,
                      TestRoom.GENERATION,
                      Duration.ofSeconds(60),
                      LedgerPeriod.HOUR,
                      metrics)
                  ::addTo,
          NOON);
  private final TestInputTopic<InstanceKey, ErrorReport> errors =
      room.input(room.topics().errors());
  private final TestOutputTopic<GroupKey, ErrorOccurrence> occurrences =
      room.output(room.topics().errorOccurrences());
  private final TestOutputTopic<GroupKey, ErrorGroup> groups =
      room.output(room.topics().errorGroups());
  private final TestOutputTopic<GroupHourKey, ErrorCount> counts =
      room.output(room.topics().errorCounts());

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void theSameBugOfTwoInstancesIsOneGroup() {
    send(at("one", NOON).setRelease("1.0"), NOON);
    send(at("two", NOON.plusSeconds(5)).setRelease("1.1"), NOON.plusSeconds(5));

    var group = groups.readValuesToList().getLast();
    assertThat(group.getCount()).isEqualTo(2);
    assertThat(group.getInstanceCount()).isEqualTo(2);
    assertThat(group.getInstances()).containsExactly("one", "two");
    assertThat(group.getReleases()).containsExactly("1.0", "1.1");
    assertThat(group.getFirstSeenMs()).isEqualTo(NOON.toEpochMilli());
    assertThat(group.getLastSeenMs()).isEqualTo(NOON.plusSeconds(5).toEpochMilli());
    assertThat(group.getTitle())
        .isEqualTo("TypeError: Cannot read properties of undefined (reading 'id')");
    assertThat(group.getCategory()).isEqualTo("null-dereference");
    assertThat(group.getSampleInstanceId()).isEqualTo("one");
  }

  @Test
  void aReportSentAgainCountsOnceForADay() {
    send(at("one", NOON), NOON);
    send(at("one", NOON), NOON.plus(Duration.ofHours(24)));
    assertThat(occurrences.readValuesToList()).hasSize(1);

    send(at("one", NOON), NOON.plus(Duration.ofHours(26)));

    assertThat(occurrences.readValuesToList()).hasSize(1);
    assertThat(groups.readValuesToList().getLast().getCount()).isEqualTo(2);
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

    assertThat(counts.readKeyValuesToList())
        .extracting(entry -> entry.key.hourMs(), entry -> entry.value.getCount())
        .containsExactly(
            tuple(NOON.toEpochMilli(), 1L),
            tuple(NOON.toEpochMilli(), 2L),
            tuple(NOON.minusSeconds(3600).toEpochMilli(), 1L));
  }

  @Test
  void listsOfAGroupAreBoundedButItsCountsAreNot() {
    for (var instance = 0; instance < 120; instance++) {
      send(at("instance-" + instance, NOON).setRelease("release-" + instance), NOON);
    }

    var group = groups.readValuesToList().getLast();
    assertThat(group.getCount()).isEqualTo(120);
    assertThat(group.getInstanceCount()).isEqualTo(120);
    assertThat(group.getInstances()).hasSize(GroupFigures.INSTANCES_MAX);
    assertThat(group.getReleases()).hasSize(GroupFigures.RELEASES_MAX);
  }

  private void send(ErrorReport.Builder report, Instant appendTime) {
    var sent = report.build();
    errors.pipeInput(new InstanceKey("acme", sent.getInstanceId()), sent, appendTime);
  }

  private static ErrorReport.Builder at(String instanceId, Instant instant) {
    return Reports.report(instanceId, instant.toEpochMilli());
  }
}
