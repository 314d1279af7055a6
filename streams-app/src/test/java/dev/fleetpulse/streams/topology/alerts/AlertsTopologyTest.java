package dev.fleetpulse.streams.topology.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.Alert;
import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.AlertKey;
import dev.fleetpulse.schemas.EpisodeKey;
import dev.fleetpulse.streams.TestRoom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AlertsTopologyTest {
  private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");
  private static final String LOSS = "platform.loss/heartbeats/12";

  private final TestRoom room =
      new TestRoom(
          (topics, metrics) ->
              new AlertsTopology(topics, TestRoom.GENERATION, at -> Set.of())::addTo,
          NOON);
  private final TestInputTopic<AlertKey, AlertEvent> events =
      room.input(room.topics().alertEvents());
  private final TestOutputTopic<EpisodeKey, Alert> alerts = room.output(room.topics().alerts());
  private final Map<String, Alert> latest = new LinkedHashMap<>();
  private Instant now = NOON;
  private int number;

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void anEpisodeLastsFromTheFirstCauseToItsEnd() {
    send(event(LOSS, "raised").setType("platform.loss").setSeverity("warn"));
    send(event(LOSS, "raised").setType("platform.loss").setSeverity("critical"));

    var open = only();
    assertThat(open.getStatus()).isEqualTo("open");
    assertThat(open.getCount()).isEqualTo(2);
    assertThat(open.getSeverity()).isEqualTo("critical");

    send(event(LOSS, "cleared"));
    var ended = only();
    assertThat(ended.getEpisode()).isEqualTo(open.getEpisode());
    assertThat(ended.getStatus()).isEqualTo("resolved");
    assertThat(ended.getResolution()).isEqualTo("cleared");
    assertThat(ended.getRevision()).isGreaterThan(open.getRevision());

    send(event(LOSS, "raised").setType("platform.loss"));
    assertThat(told()).hasSize(2);
  }

  @Test
  void aCauseThatIsReadAgainChangesNothing() {
    var cause = event(LOSS, "raised").setType("platform.loss").build();
    events.pipeInput(key(LOSS), cause, now);
    events.pipeInput(key(LOSS), cause, now);

    assertThat(alerts.readValuesToList()).extracting(Alert::getCount).containsExactly(1L);
  }

  @Test
  void whatIsResolvedByHandStaysSoUntilTheCauseBeginsAnew() {
    send(event(LOSS, "raised").setType("platform.loss"));
    send(event(LOSS, "acknowledge").setBy("ann"));
    assertThat(only().getStatus()).isEqualTo("acknowledged");
    assertThat(only().getAcknowledgedBy()).isEqualTo("ann");

    send(event(LOSS, "resolve").setBy("bob"));
    send(event(LOSS, "raised").setType("platform.loss"));
    assertThat(only().getStatus()).isEqualTo("resolved");
    assertThat(only().getResolvedBy()).isEqualTo("bob");
    assertThat(only().getResolution()).isEqualTo("manual");

    send(event(LOSS, "cleared"));
    send(event(LOSS, "raised").setType("platform.loss"));
    assertThat(told()).extracting(Alert::getStatus).containsExactly("resolved", "open");
  }

  @Test
  void aCommandForAnEpisodeThatIsOverChangesNothing() {
    send(event(LOSS, "raised").setType("platform.loss"));
    var first = only().getEpisode();
    send(event(LOSS, "cleared"));
    send(event(LOSS, "raised").setType("platform.loss"));

    send(event(LOSS, "resolve").setEpisode(first).setBy("ann"));

    assertThat(told()).extracting(Alert::getStatus).containsExactly("resolved", "open");
  }

  @Test
  void aCauseThatFlapsLeavesOneEpisodeOpenUntilItIsQuiet() {
    for (var time = 0; time < 8; time++) {
      send(event(LOSS, "raised").setType("platform.loss"));
      send(event(LOSS, "cleared"));
    }

    var told = told();
    assertThat(told).hasSize(5);
    assertThat(told.getLast().getFlapping()).isTrue();
    assertThat(told.getLast().getStatus()).isEqualTo("open");
    assertThat(told.getLast().getCount()).isEqualTo(4);

    passes(Duration.ofMinutes(14));
    assertThat(told().getLast().getStatus()).isEqualTo("open");
    passes(Duration.ofMinutes(2));
    assertThat(told().getLast().getStatus()).isEqualTo("resolved");
    assertThat(told().getLast().getResolution()).isEqualTo("quiet");
  }

  @Test
  void whatOnlyHappensIsOverAfterADay() {
    var key = "error.spike/5e1f";
    send(event(key, "raised").setType("error.spike"));
    passes(Duration.ofHours(23));
    send(event(key, "raised").setType("error.spike"));
    passes(Duration.ofHours(23));
    assertThat(only().getStatus()).isEqualTo("open");
    assertThat(only().getCount()).isEqualTo(2);

    passes(Duration.ofHours(2));
    assertThat(only().getStatus()).isEqualTo("resolved");
  }

  @Test
  void anAlertThatHasBeenOverForAMonthIsForgotten() {
    send(event(LOSS, "raised").setType("platform.loss"));
    send(event(LOSS, "cleared"));
    send(event("platform.loss/heartbeats/13", "raised").setType("platform.loss"));
    KeyValueStore<AlertKey, AlertState> states =
        room.driver().getKeyValueStore(AlertsTopology.STATES);

    passes(Duration.ofDays(29));
    assertThat(states.get(key(LOSS))).isNotNull();
    passes(Duration.ofDays(2));

    assertThat(states.get(key(LOSS))).isNull();
    assertThat(states.get(key("platform.loss/heartbeats/13"))).isNotNull();
  }

  @Test
  void oneInstanceThatGoesDownIsToldAlone() {
    send(down("wlv_1", "shop"));
    passes(Duration.ofSeconds(8));
    assertThat(told()).isEmpty();
    passes(Duration.ofSeconds(6));

    assertThat(only().getType()).isEqualTo("instance.down");
    assertThat(only().getInstanceId()).isEqualTo("wlv_1");
    send(back("wlv_1", "shop"));
    assertThat(only().getStatus()).isEqualTo("resolved");
  }

  @Test
  void oneThatIsBackBeforeItIsToldIsNotTold() {
    send(down("wlv_1", "shop"));
    send(back("wlv_1", "shop"));
    passes(Duration.ofMinutes(2));

    assertThat(told()).isEmpty();
  }

  @Test
  void threeThousandOfOneAppAreOneAlertWithMembersUntilAllAreBack() {
    for (var instance = 0; instance < 3_000; instance++) {
      send(down("wlv_" + instance, "shop"));
      if (instance % 100 == 99) {
        passes(Duration.ofSeconds(2));
      }
    }
    send(down("elsewhere", "billing"));
    passes(Duration.ofMinutes(2));

    assertThat(told()).hasSize(2);
    var group = told().getFirst();
    assertThat(group.getType()).isEqualTo("instances.down");
    assertThat(group.getApp()).isEqualTo("shop");
    assertThat(group.getMembers()).hasSize(3_000).contains("wlv_0", "wlv_2999");
    assertThat(group.getMessage()).isEqualTo("3,000 instances are down: app/shop");

    for (var instance = 0; instance < 2_999; instance++) {
      send(back("wlv_" + instance, "shop"));
    }
    passes(Duration.ofSeconds(4));
    assertThat(told().getFirst().getStatus()).isEqualTo("open");
    assertThat(told().getFirst().getMembers()).containsExactly("wlv_2999");
    send(back("wlv_2999", "shop"));
    assertThat(told().getFirst().getStatus()).isEqualTo("resolved");
  }

  @Test
  void fewOfManyAppsWithOneTagAreOneAlert() {
    for (var instance = 0; instance < 6; instance++) {
      send(
          down("wlv_" + instance, "app-" + instance)
              .setTags(Map.of("zone", "b", "n", "" + instance)));
    }
    passes(Duration.ofSeconds(4));

    assertThat(only().getAlertKey()).isEqualTo("instances.down/tag/zone=b");
    assertThat(only().getMembers()).hasSize(6);
  }

  private AlertEvent.Builder down(String instance, String app) {
    return event("instance.down/" + instance, "raised")
        .setType("instance.down")
        .setSeverity("critical")
        .setInstanceId(instance)
        .setApp(app);
  }

  private AlertEvent.Builder back(String instance, String app) {
    return event("instance.down/" + instance, "cleared").setInstanceId(instance).setApp(app);
  }

  private AlertEvent.Builder event(String alertKey, String kind) {
    return AlertEvent.newBuilder()
        .setTenant("acme")
        .setAlertKey(alertKey)
        .setKind(kind)
        .setEventId("event-" + number++)
        .setAtMs(now.toEpochMilli());
  }

  private static AlertKey key(String alertKey) {
    return new AlertKey("acme", alertKey);
  }

  private void send(AlertEvent.Builder event) {
    events.pipeInput(key(event.getAlertKey()), event.build(), now);
  }

  private void passes(Duration time) {
    now = now.plus(time);
    room.driver().advanceWallClockTime(time);
  }

  private Alert only() {
    var told = told();
    assertThat(told).hasSize(1);
    return told.getFirst();
  }

  /** Each episode as it was told last, in the order in which they began. */
  private List<Alert> told() {
    alerts.readValuesToList().forEach(alert -> latest.put(alert.getEpisode(), alert));
    return List.copyOf(latest.values());
  }
}
