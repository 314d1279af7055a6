package dev.fleetpulse.streams.topology.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.Alert;
import dev.fleetpulse.schemas.AlertEvent;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AlertsTopologyTest {
  private static final String LOSS = "platform.loss/heartbeats/12";

  private final AlertsRoom room = new AlertsRoom();

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void anEpisodeLastsFromTheFirstCauseToItsEnd() {
    room.send(room.event(LOSS, "raised").setType("platform.loss").setSeverity("warn"));
    room.send(room.event(LOSS, "raised").setType("platform.loss").setSeverity("critical"));

    var open = room.only();
    assertThat(open.getStatus()).isEqualTo("open");
    assertThat(open.getCount()).isEqualTo(2);
    assertThat(open.getSeverity()).isEqualTo("critical");

    room.send(room.event(LOSS, "cleared"));
    var ended = room.only();
    assertThat(ended.getEpisode()).isEqualTo(open.getEpisode());
    assertThat(ended.getStatus()).isEqualTo("resolved");
    assertThat(ended.getResolution()).isEqualTo("cleared");
    assertThat(ended.getRevision()).isGreaterThan(open.getRevision());

    room.send(room.event(LOSS, "raised").setType("platform.loss"));
    assertThat(room.told()).hasSize(2);
  }

  @Test
  void aCauseThatIsReadAgainChangesNothing() {
    var cause = room.event(LOSS, "raised").setType("platform.loss").build();
    room.send(cause);
    room.send(cause);

    assertThat(room.news()).extracting(Alert::getCount).containsExactly(1L);
  }

  @Test
  void whatIsResolvedByHandStaysSoUntilTheCauseBeginsAnew() {
    room.send(room.event(LOSS, "raised").setType("platform.loss"));
    room.send(room.event(LOSS, "acknowledge").setBy("ann"));
    assertThat(room.only().getStatus()).isEqualTo("acknowledged");
    assertThat(room.only().getAcknowledgedBy()).isEqualTo("ann");

    room.send(room.event(LOSS, "resolve").setBy("bob"));
    room.send(room.event(LOSS, "raised").setType("platform.loss"));
    assertThat(room.only().getStatus()).isEqualTo("resolved");
    assertThat(room.only().getResolvedBy()).isEqualTo("bob");
    assertThat(room.only().getResolution()).isEqualTo("manual");

    room.send(room.event(LOSS, "cleared"));
    room.send(room.event(LOSS, "raised").setType("platform.loss"));
    assertThat(room.told()).extracting(Alert::getStatus).containsExactly("resolved", "open");
  }

  @Test
  void aCommandForAnEpisodeThatIsOverChangesNothing() {
    room.send(room.event(LOSS, "raised").setType("platform.loss"));
    var first = room.only().getEpisode();
    room.send(room.event(LOSS, "cleared"));
    room.send(room.event(LOSS, "raised").setType("platform.loss"));

    room.send(room.event(LOSS, "resolve").setEpisode(first).setBy("ann"));

    assertThat(room.told()).extracting(Alert::getStatus).containsExactly("resolved", "open");
  }

  @Test
  void aCauseThatFlapsLeavesOneEpisodeOpenUntilItIsQuiet() {
    for (var time = 0; time < 8; time++) {
      room.send(room.event(LOSS, "raised").setType("platform.loss"));
      room.send(room.event(LOSS, "cleared"));
    }

    var told = room.told();
    assertThat(told).hasSize(5);
    assertThat(told.getLast().getFlapping()).isTrue();
    assertThat(told.getLast().getStatus()).isEqualTo("open");
    assertThat(told.getLast().getCount()).isEqualTo(4);

    room.passes(Duration.ofMinutes(14));
    assertThat(room.told().getLast().getStatus()).isEqualTo("open");
    room.passes(Duration.ofMinutes(2));
    assertThat(room.told().getLast().getStatus()).isEqualTo("resolved");
    assertThat(room.told().getLast().getResolution()).isEqualTo("quiet");
  }

  @Test
  void whatOnlyHappensIsOverAfterADay() {
    var key = "error.spike/5e1f";
    room.send(room.event(key, "raised").setType("error.spike"));
    room.passes(Duration.ofHours(23));
    room.send(room.event(key, "raised").setType("error.spike"));
    room.passes(Duration.ofHours(23));
    assertThat(room.only().getStatus()).isEqualTo("open");
    assertThat(room.only().getCount()).isEqualTo(2);

    room.passes(Duration.ofHours(2));
    assertThat(room.only().getStatus()).isEqualTo("resolved");
  }

  @Test
  void anAlertThatHasBeenOverForAMonthIsForgotten() {
    room.send(room.event(LOSS, "raised").setType("platform.loss"));
    room.send(room.event(LOSS, "cleared"));
    room.send(room.event("platform.loss/heartbeats/13", "raised").setType("platform.loss"));

    room.passes(Duration.ofDays(29));
    assertThat(room.remembers(LOSS)).isTrue();
    room.passes(Duration.ofDays(2));

    assertThat(room.remembers(LOSS)).isFalse();
    assertThat(room.remembers("platform.loss/heartbeats/13")).isTrue();
  }

  @Test
  void oneInstanceThatGoesDownIsToldAlone() {
    room.send(down("wlv_1", "shop"));
    room.passes(Duration.ofSeconds(8));
    assertThat(room.told()).isEmpty();
    room.passes(Duration.ofSeconds(6));

    assertThat(room.only().getType()).isEqualTo("instance.down");
    assertThat(room.only().getInstanceId()).isEqualTo("wlv_1");
    room.send(back("wlv_1", "shop"));
    assertThat(room.only().getStatus()).isEqualTo("resolved");
  }

  @Test
  void oneThatIsBackBeforeItIsToldIsNotTold() {
    room.send(down("wlv_1", "shop"));
    room.send(back("wlv_1", "shop"));
    room.passes(Duration.ofMinutes(2));

    assertThat(room.told()).isEmpty();
  }

  @Test
  void threeThousandOfOneAppAreOneAlertWithMembersUntilAllAreBack() {
    for (var instance = 0; instance < 3_000; instance++) {
      room.send(down("wlv_" + instance, "shop"));
      if (instance % 100 == 99) {
        room.passes(Duration.ofSeconds(2));
      }
    }
    room.send(down("elsewhere", "billing"));
    room.passes(Duration.ofMinutes(2));

    assertThat(room.told()).hasSize(2);
    var group = room.told().getFirst();
    assertThat(group.getType()).isEqualTo("instances.down");
    assertThat(group.getApp()).isEqualTo("shop");
    assertThat(group.getMembers()).hasSize(3_000).contains("wlv_0", "wlv_2999");
    assertThat(group.getMessage()).isEqualTo("3,000 instances are down: app/shop");

    for (var instance = 0; instance < 2_999; instance++) {
      room.send(back("wlv_" + instance, "shop"));
    }
    room.passes(Duration.ofSeconds(4));
    assertThat(room.told().getFirst().getStatus()).isEqualTo("open");
    assertThat(room.told().getFirst().getMembers()).containsExactly("wlv_2999");
    room.send(back("wlv_2999", "shop"));
    assertThat(room.told().getFirst().getStatus()).isEqualTo("resolved");
  }

  @Test
  void fewOfManyAppsWithOneTagAreOneAlert() {
    for (var instance = 0; instance < 6; instance++) {
      room.send(
          down("wlv_" + instance, "app-" + instance)
              .setTags(Map.of("zone", "b", "n", "" + instance)));
    }
    room.passes(Duration.ofSeconds(4));

    assertThat(room.only().getAlertKey()).isEqualTo("instances.down/tag/zone=b");
    assertThat(room.only().getMembers()).hasSize(6);
  }

  private AlertEvent.Builder down(String instance, String app) {
    return room.event("instance.down/" + instance, "raised")
        .setType("instance.down")
        .setSeverity("critical")
        .setInstanceId(instance)
        .setApp(app);
  }

  private AlertEvent.Builder back(String instance, String app) {
    return room.event("instance.down/" + instance, "cleared").setInstanceId(instance).setApp(app);
  }
}
