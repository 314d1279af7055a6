package dev.fleetpulse.streams.topology.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.control.MaintenanceWindows.Target;
import dev.fleetpulse.control.MaintenanceWindows.Window;
import dev.fleetpulse.schemas.Alert;
import dev.fleetpulse.schemas.AlertEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MutedAlertsTest {
  private static final Instant NOON = AlertsRoom.NOON;
  private static final Target SHOP = new Target.App("shop");

  private final AlertsRoom room = new AlertsRoom();

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void whatIsRaisedInAWindowIsMutedAndOpensWhenItEnds() {
    opens(SHOP, NOON, NOON.plus(Duration.ofHours(1)));
    room.send(skew("wlv_1", "shop", "raised"));

    assertThat(room.only().getStatus()).isEqualTo("muted");
    assertThat(room.only().getMutedUntilMs())
        .isEqualTo(NOON.plus(Duration.ofHours(1)).toEpochMilli());

    passes(Duration.ofMinutes(59));
    assertThat(room.only().getStatus()).isEqualTo("muted");
    passes(Duration.ofMinutes(2));
    assertThat(room.only().getStatus()).isEqualTo("open");
    assertThat(room.only().getOpenedAtMs()).isEqualTo(NOON.toEpochMilli());
    assertThat(room.only().getCount()).isEqualTo(1);
  }

  @Test
  void whatBeginsAndEndsInAWindowIsNeverOpen() {
    opens(SHOP, NOON, NOON.plus(Duration.ofHours(1)));
    room.send(skew("wlv_1", "shop", "raised"));
    passes(Duration.ofMinutes(10));
    room.send(skew("wlv_1", "shop", "raised"));
    room.send(skew("wlv_1", "shop", "cleared"));
    passes(Duration.ofHours(2));

    assertThat(room.news())
        .extracting(Alert::getStatus)
        .containsExactly("muted", "muted", "resolved");
  }

  @Test
  void whatIsOpenWhenAWindowBeginsIsMutedUntilItEnds() {
    opens(SHOP, NOON.plus(Duration.ofMinutes(10)), NOON.plus(Duration.ofMinutes(20)));
    room.send(skew("wlv_1", "shop", "raised"));
    room.send(skew("wlv_1", "shop", "acknowledge").setBy("ann"));
    assertThat(room.only().getStatus()).isEqualTo("acknowledged");

    passes(Duration.ofMinutes(11));
    assertThat(room.only().getStatus()).isEqualTo("muted");
    passes(Duration.ofMinutes(10));
    assertThat(room.only().getStatus()).isEqualTo("acknowledged");
  }

  @Test
  void aWindowThatIsTakenBackMutesNoLonger() {
    opens(SHOP, NOON, NOON.plus(Duration.ofHours(1)));
    room.send(skew("wlv_1", "shop", "raised"));
    room.windows.clear();
    passes(Duration.ofSeconds(6));

    assertThat(room.only().getStatus()).isEqualTo("open");
  }

  @Test
  void ofTwoWindowsTheLaterEndCounts() {
    opens(SHOP, NOON, NOON.plus(Duration.ofMinutes(20)));
    opens(new Target.Tag("zone", "b"), NOON, NOON.plus(Duration.ofMinutes(40)));
    room.send(skew("wlv_1", "shop", "raised").setTags(Map.of("zone", "b")));

    passes(Duration.ofMinutes(30));
    assertThat(room.only().getStatus()).isEqualTo("muted");
    passes(Duration.ofMinutes(11));
    assertThat(room.only().getStatus()).isEqualTo("open");
  }

  @Test
  void aWindowThatIsOpenedForThePastMutesNothing() {
    room.windows.add(
        window(SHOP, NOON.minus(Duration.ofDays(1)), NOON.plus(Duration.ofHours(1)), NOON));
    room.at(NOON.minus(Duration.ofHours(2)));
    room.send(skew("wlv_1", "shop", "raised"));
    assertThat(room.only().getStatus()).isEqualTo("open");
  }

  @Test
  void whatSomebodyResolvedInAWindowStaysResolved() {
    opens(SHOP, NOON, NOON.plus(Duration.ofMinutes(20)));
    room.send(skew("wlv_1", "shop", "raised"));
    room.send(skew("wlv_1", "shop", "resolve").setBy("ann"));
    passes(Duration.ofMinutes(30));

    assertThat(room.only().getStatus()).isEqualTo("resolved");
    assertThat(room.only().getResolution()).isEqualTo("manual");
  }

  @Test
  void othersAreNotMuted() {
    opens(SHOP, NOON, NOON.plus(Duration.ofHours(1)));
    room.send(skew("wlv_1", "billing", "raised"));
    room.send(skew("wlv_2", "shop", "raised").setTenant("other"));

    assertThat(room.told()).extracting(Alert::getStatus).containsExactly("open", "open");
  }

  @Test
  void instancesInAWindowAreNoPartOfAnAlertOfMany() {
    opens(new Target.Instance("wlv_0"), NOON, NOON.plus(Duration.ofMinutes(30)));
    for (var instance = 0; instance < 6; instance++) {
      room.send(down("wlv_" + instance, "raised"));
    }
    passes(Duration.ofSeconds(10));

    assertThat(room.told()).hasSize(2);
    assertThat(room.told().getFirst().getInstanceId()).isEqualTo("wlv_0");
    assertThat(room.told().getFirst().getStatus()).isEqualTo("muted");
    assertThat(room.told().getLast().getMembers())
        .containsExactly("wlv_1", "wlv_2", "wlv_3", "wlv_4", "wlv_5");
  }

  @Test
  void whoIsStillDownAfterTheWindowIsToldAsOneOfMany() {
    opens(SHOP, NOON, NOON.plus(Duration.ofMinutes(30)));
    for (var instance = 0; instance < 8; instance++) {
      room.send(down("wlv_" + instance, "raised"));
    }
    room.send(down("wlv_7", "cleared"));
    passes(Duration.ofMinutes(29));
    assertThat(room.told()).extracting(Alert::getStatus).doesNotContain("open");

    passes(Duration.ofMinutes(2));

    var told = room.told();
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
    room.send(down("wlv_1", "raised"));
    // Two are waited for: neither is told at once.
    room.send(down("wlv_2", "raised"));
    passes(Duration.ofMinutes(30));
    passes(Duration.ofSeconds(4));
    room.send(down("wlv_1", "cleared"));

    assertThat(room.told().getFirst().getStatus()).isEqualTo("resolved");
  }

  @Test
  void membersLeaveAnAlertOfManyWhenTheirWindowBegins() {
    opens(new Target.App("shop"), NOON.plus(Duration.ofMinutes(10)), NOON.plus(Duration.ofDays(1)));
    for (var instance = 0; instance < 6; instance++) {
      room.send(down("wlv_" + instance, "raised"));
    }
    passes(Duration.ofSeconds(10));
    assertThat(room.only().getType()).isEqualTo("instances.down");

    passes(Duration.ofMinutes(10));
    assertThat(room.told()).hasSize(7);
    assertThat(room.told().getFirst().getStatus()).isEqualTo("resolved");
    assertThat(room.told().subList(1, 7)).extracting(Alert::getStatus).containsOnly("muted");
  }

  private void opens(Target target, Instant from, Instant to) {
    room.windows.add(window(target, from, to, NOON.minus(Duration.ofDays(1))));
  }

  private Window window(Target target, Instant from, Instant to, Instant createdAt) {
    return new Window(
        "window-" + room.windows.size(),
        "acme",
        target,
        from,
        to,
        Optional.empty(),
        createdAt,
        "ann");
  }

  private AlertEvent.Builder down(String instance, String kind) {
    return event("instance.down", instance, "shop", kind).setSeverity("critical");
  }

  private AlertEvent.Builder skew(String instance, String app, String kind) {
    return event("instance.skew", instance, app, kind);
  }

  private AlertEvent.Builder event(String type, String instance, String app, String kind) {
    return room.event(type + "/" + instance, kind)
        .setType(type)
        .setInstanceId(instance)
        .setApp(app);
  }

  /** In steps in which windows are looked at. */
  private void passes(Duration time) {
    for (var left = time.toSeconds(); left > 0; left -= 2) {
      room.passes(Duration.ofSeconds(2));
    }
  }
}
