package dev.fleetpulse.streams.topology.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.control.MaintenanceWindows.Target;
import dev.fleetpulse.control.MaintenanceWindows.Window;
import dev.fleetpulse.schemas.Alert;
import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.AlertKey;
import dev.fleetpulse.schemas.EpisodeKey;
import dev.fleetpulse.streams.TestRoom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MutedAlertsTest {
  private static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");
  private static final Target SHOP = new Target.App("shop");

  private final List<Window> windows = new ArrayList<>();
  private final TestRoom room =
      new TestRoom(
          (topics, metrics) ->
              new AlertsTopology(
                      topics,
                      TestRoom.GENERATION,
                      at ->
                          windows.stream()
                              .filter(window -> window.isInForce(at))
                              .collect(Collectors.toSet()))
                  ::addTo,
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
  void whatIsRaisedInAWindowIsMutedAndOpensWhenItEnds() {
    opens(SHOP, NOON, NOON.plus(Duration.ofHours(1)));
    send(skew("wlv_1", "shop", "raised"));

    assertThat(only().getStatus()).isEqualTo("muted");
    assertThat(only().getMutedUntilMs()).isEqualTo(NOON.plus(Duration.ofHours(1)).toEpochMilli());

    passes(Duration.ofMinutes(59));
    assertThat(only().getStatus()).isEqualTo("muted");
    passes(Duration.ofMinutes(2));
    assertThat(only().getStatus()).isEqualTo("open");
    assertThat(only().getOpenedAtMs()).isEqualTo(NOON.toEpochMilli());
    assertThat(only().getCount()).isEqualTo(1);
  }

  @Test
  void whatBeginsAndEndsInAWindowIsNeverOpen() {
    opens(SHOP, NOON, NOON.plus(Duration.ofHours(1)));
    send(skew("wlv_1", "shop", "raised"));
    passes(Duration.ofMinutes(10));
    send(skew("wlv_1", "shop", "raised"));
    send(skew("wlv_1", "shop", "cleared"));
    passes(Duration.ofHours(2));

    assertThat(alerts.readValuesToList())
        .extracting(Alert::getStatus)
        .containsExactly("muted", "muted", "resolved");
  }

  @Test
  void whatIsOpenWhenAWindowBeginsIsMutedUntilItEnds() {
    opens(SHOP, NOON.plus(Duration.ofMinutes(10)), NOON.plus(Duration.ofMinutes(20)));
    send(skew("wlv_1", "shop", "raised"));
    send(skew("wlv_1", "shop", "acknowledge").setBy("ann"));
    assertThat(only().getStatus()).isEqualTo("acknowledged");

    passes(Duration.ofMinutes(11));
    assertThat(only().getStatus()).isEqualTo("muted");
    passes(Duration.ofMinutes(10));
    assertThat(only().getStatus()).isEqualTo("acknowledged");
  }

  @Test
  void aWindowThatIsTakenBackMutesNoLonger() {
    opens(SHOP, NOON, NOON.plus(Duration.ofHours(1)));
    send(skew("wlv_1", "shop", "raised"));
    windows.clear();
    passes(Duration.ofSeconds(6));

    assertThat(only().getStatus()).isEqualTo("open");
  }

  @Test
  void ofTwoWindowsTheLaterEndCounts() {
    opens(SHOP, NOON, NOON.plus(Duration.ofMinutes(20)));
    opens(new Target.Tag("zone", "b"), NOON, NOON.plus(Duration.ofMinutes(40)));
    send(skew("wlv_1", "shop", "raised").setTags(Map.of("zone", "b")));

    passes(Duration.ofMinutes(30));
    assertThat(only().getStatus()).isEqualTo("muted");
    passes(Duration.ofMinutes(11));
    assertThat(only().getStatus()).isEqualTo("open");
  }

  @Test
  void aWindowThatIsOpenedForThePastMutesNothing() {
    windows.add(window(SHOP, NOON.minus(Duration.ofDays(1)), NOON.plus(Duration.ofHours(1)), NOON));
    now = NOON.minus(Duration.ofHours(2));
    send(skew("wlv_1", "shop", "raised"));
    assertThat(only().getStatus()).isEqualTo("open");
  }

  @Test
  void whatSomebodyResolvedInAWindowStaysResolved() {
    opens(SHOP, NOON, NOON.plus(Duration.ofMinutes(20)));
    send(skew("wlv_1", "shop", "raised"));
    send(skew("wlv_1", "shop", "resolve").setBy("ann"));
    passes(Duration.ofMinutes(30));

    assertThat(only().getStatus()).isEqualTo("resolved");
    assertThat(only().getResolution()).isEqualTo("manual");
  }

  @Test
  void othersAreNotMuted() {
    opens(SHOP, NOON, NOON.plus(Duration.ofHours(1)));
    send(skew("wlv_1", "billing", "raised"));
    send(skew("wlv_2", "shop", "raised").setTenant("other"));

    assertThat(told()).extracting(Alert::getStatus).containsExactly("open", "open");
  }

  @Test
  void instancesInAWindowAreNoPartOfAnAlertOfMany() {
    opens(new Target.Instance("wlv_0"), NOON, NOON.plus(Duration.ofMinutes(30)));
    for (var instance = 0; instance < 6; instance++) {
      send(down("wlv_" + instance, "raised"));
    }
    passes(Duration.ofSeconds(10));

    assertThat(told()).hasSize(2);
    assertThat(told().getFirst().getInstanceId()).isEqualTo("wlv_0");
    assertThat(told().getFirst().getStatus()).isEqualTo("muted");
    assertThat(told().getLast().getMembers())
        .containsExactly("wlv_1", "wlv_2", "wlv_3", "wlv_4", "wlv_5");
  }

  @Test
  void whoIsStillDownAfterTheWindowIsToldAsOneOfMany() {
    opens(SHOP, NOON, NOON.plus(Duration.ofMinutes(30)));
    for (var instance = 0; instance < 8; instance++) {
      send(down("wlv_" + instance, "raised"));
    }
    send(down("wlv_7", "cleared"));
    passes(Duration.ofMinutes(29));
    assertThat(told()).extracting(Alert::getStatus).doesNotContain("open");

    passes(Duration.ofMinutes(2));

    var told = told();
    assertThat(told).hasSize(9);
    assertThat(told.subList(0, 7)).extracting(Alert::getResolution).containsOnly("joined");
    assertThat(told.get(7).getResolution()).isEqualTo("cleared");
    assertThat(told.get(8).getType()).isEqualTo("instances.down");
    assertThat(told.get(8).getMembers()).hasSize(7);
    assertThat(told.get(8).getStatus()).isEqualTo("open");
  }

  @Test
  void oneThatComesBackAfterTheWindowBeforeItIsToldIsOver() {
    opens(SHOP, NOON, NOON.plus(Duration.ofMinutes(30)));
    send(down("wlv_1", "raised"));
    // Two are waited for: neither is told at once.
    send(down("wlv_2", "raised"));
    passes(Duration.ofMinutes(30));
    passes(Duration.ofSeconds(4));
    send(down("wlv_1", "cleared"));

    assertThat(told().getFirst().getStatus()).isEqualTo("resolved");
  }

  @Test
  void membersLeaveAnAlertOfManyWhenTheirWindowBegins() {
    opens(new Target.App("shop"), NOON.plus(Duration.ofMinutes(10)), NOON.plus(Duration.ofDays(1)));
    for (var instance = 0; instance < 6; instance++) {
      send(down("wlv_" + instance, "raised"));
    }
    passes(Duration.ofSeconds(10));
    assertThat(only().getType()).isEqualTo("instances.down");

    passes(Duration.ofMinutes(10));
    assertThat(told()).hasSize(7);
    assertThat(told().getFirst().getStatus()).isEqualTo("resolved");
    assertThat(told().subList(1, 7)).extracting(Alert::getStatus).containsOnly("muted");
  }

  private void opens(Target target, Instant from, Instant to) {
    windows.add(window(target, from, to, NOON.minus(Duration.ofDays(1))));
  }

  private Window window(Target target, Instant from, Instant to, Instant createdAt) {
    return new Window(
        "window-" + windows.size(), "acme", target, from, to, Optional.empty(), createdAt, "ann");
  }

  private AlertEvent.Builder down(String instance, String kind) {
    return event("instance.down", instance, "shop", kind).setSeverity("critical");
  }

  private AlertEvent.Builder skew(String instance, String app, String kind) {
    return event("instance.skew", instance, app, kind);
  }

  private AlertEvent.Builder event(String type, String instance, String app, String kind) {
    return AlertEvent.newBuilder()
        .setTenant("acme")
        .setAlertKey(type + "/" + instance)
        .setType(type)
        .setKind(kind)
        .setEventId("event-" + number++)
        .setAtMs(now.toEpochMilli())
        .setInstanceId(instance)
        .setApp(app);
  }

  private void send(AlertEvent.Builder event) {
    events.pipeInput(new AlertKey(event.getTenant(), event.getAlertKey()), event.build(), now);
  }

  /** In steps in which windows are looked at. */
  private void passes(Duration time) {
    for (var left = time.toSeconds(); left > 0; left -= 2) {
      now = now.plusSeconds(2);
      room.driver().advanceWallClockTime(Duration.ofSeconds(2));
    }
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
