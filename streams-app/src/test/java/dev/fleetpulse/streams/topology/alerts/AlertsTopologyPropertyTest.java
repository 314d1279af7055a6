package dev.fleetpulse.streams.topology.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.control.MaintenanceWindows.Target;
import dev.fleetpulse.control.MaintenanceWindows.Window;
import dev.fleetpulse.schemas.Alert;
import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.AlertKey;
import dev.fleetpulse.streams.TestRoom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Alerts are a function of what causes, windows and people said, whatever was read twice and how
 * often the room was restarted.
 */
final class AlertsTopologyPropertyTest {
  private static final Instant BEGIN = Instant.parse("2026-04-01T12:00:00Z");

  /**
   * Windows begin and end at whole multiples of this, and what happens does so a while later:
   * further apart than that a cause could flap.
   */
  private static final Duration BEAT = Duration.ofMinutes(10);

  /** As long as instances that are down are waited for, and more. */
  private static final Duration SETTLED = Duration.ofSeconds(90);

  private static final List<String> STORES =
      List.of(
          AlertsTopology.STATES,
          AlertsTopology.WAITING,
          AlertsTopology.HELD,
          AlertsTopology.DOWNS,
          AlertsTopology.PENDING,
          AlertsTopology.GROUPS);

  private static final List<String> TYPES =
      List.of("instance.skew", "heartbeat.disk", "instance.down");

  /** What happens at a time. */
  private sealed interface Step {
    Instant at();

    record Said(Instant at, AlertEvent event) implements Step {}

    record Opened(Instant at, Window window) implements Step {}

    record Removed(Instant at, int number) implements Step {}

    record Nothing(Instant at) implements Step {}
  }

  @Property(tries = 50)
  void anyRepetitionsAndAnyRestartsGiveTheOraclesAlerts(@ForAll Random random) {
    var steps = steps(random);
    var oracle = new AlertsOracle();
    var windows = new ArrayList<Window>();
    for (var step : steps) {
      apply(step, windows);
      if (step instanceof Step.Said(_, var event)) {
        oracle.take(event, windows);
      }
    }
    var expected = oracle.rows(steps.getLast().at(), windows);

    var alerts = run(steps, random);
    assertThat(rows(alerts, steps)).isEqualTo(expected);

    // Identities, too, and whatever is not in a row of the oracle.
    assertThat(statuses(run(steps, random))).isEqualTo(statuses(alerts));

    covers("muted", expected, " muted ");
    covers("open", expected, " open ");
    covers("acknowledged", expected, " acknowledged ");
    covers("resolved by hand", expected, " manual");
  }

  private static void covers(String what, List<String> rows, String part) {
    Statistics.label(what)
        .collect(rows.stream().anyMatch(row -> row.contains(part)))
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 3));
  }

  private static List<Step> steps(Random random) {
    var steps = new ArrayList<Step>();
    var held = new ArrayList<String>();
    var at = BEGIN.plus(SETTLED);
    for (var left = 5 + random.nextInt(40); left > 0; left--) {
      at = at.plus(BEAT.multipliedBy(1 + random.nextInt(3)));
      steps.add(
          switch (random.nextInt(10)) {
            case 0, 1 -> new Step.Opened(at, window(random, at, steps.size()));
            case 2 -> new Step.Removed(at, random.nextInt(5));
            case 3 -> new Step.Nothing(at);
            default -> new Step.Said(at, event(random, at, steps.size(), held));
          });
    }
    steps.add(new Step.Nothing(at.plus(BEAT)));
    return steps;
  }

  private static Window window(Random random, Instant now, int number) {
    var target =
        switch (random.nextInt(3)) {
          case 0 -> new Target.Instance("wlv_" + random.nextInt(4));
          case 1 -> new Target.App(app(random.nextInt(4)));
          default -> new Target.Tag("zone", zone(random.nextInt(4)));
        };
    var from = now.minus(SETTLED).plus(BEAT.multipliedBy(random.nextInt(12) - 6));
    return new Window(
        "window-" + number,
        random.nextInt(8) == 0 ? "rival" : "acme",
        target,
        from,
        from.plus(BEAT.multipliedBy(1 + random.nextInt(18))),
        Optional.empty(),
        now,
        "ann");
  }

  private static AlertEvent event(Random random, Instant at, int number, List<String> held) {
    var instance = random.nextInt(4);
    var type = TYPES.get(random.nextInt(TYPES.size()));
    var key = type + "/wlv_" + instance;
    var event =
        AlertEvent.newBuilder()
            .setTenant("acme")
            .setAlertKey(key)
            .setEventId("event-" + number)
            .setAtMs(at.toEpochMilli());
    var choice = random.nextInt(8);
    if (choice < 2) {
      return event.setKind(choice == 0 ? "acknowledge" : "resolve").setBy("ann").build();
    }
    // Who is down is not told to be down again.
    var ends = held.contains(key) && (type.equals("instance.down") || choice < 5);
    held.remove(key);
    if (!ends) {
      held.add(key);
    }
    return event
        .setKind(ends ? "cleared" : "raised")
        .setType(type)
        .setInstanceId("wlv_" + instance)
        .setApp(app(instance))
        .setTags(Map.of("zone", zone(instance)))
        .build();
  }

  private static String app(int instance) {
    return instance < 2 ? "shop" : "billing";
  }

  private static String zone(int instance) {
    return instance % 2 == 0 ? "a" : "b";
  }

  private static void apply(Step step, List<Window> windows) {
    switch (step) {
      case Step.Opened(_, var window) -> windows.add(window);
      case Step.Removed(_, var number) -> {
        if (number < windows.size()) {
          windows.remove(number);
        }
      }
      case Step.Said _, Step.Nothing _ -> {}
    }
  }

  /** Every episode as it was told last, by its id. */
  private static Map<String, Alert> run(List<Step> steps, Random random) {
    var windows = new CopyOnWriteArrayList<Window>();
    var alerts = new TreeMap<String, Alert>();
    var said = new ArrayList<AlertEvent>();
    var now = BEGIN;
    var room = AlertsRoom.over(windows, now);
    try {
      for (var step : steps) {
        room.driver().advanceWallClockTime(Duration.between(now, step.at().minus(SETTLED)));
        settle(room);
        now = step.at();
        apply(step, windows);
        if (step instanceof Step.Said(_, var event)) {
          send(room, event, now);
          said.add(event);
        }
        if (random.nextInt(4) == 0) {
          // As after a crash: the latest are read again, in their order.
          for (var again :
              said.subList(Math.max(0, said.size() - random.nextInt(4)), said.size())) {
            send(room, again, now);
          }
        }
        collect(room, alerts);
        if (random.nextInt(10) == 0) {
          room = restarted(room, windows, now);
        }
      }
      settle(room);
      collect(room, alerts);
      return alerts;
    } finally {
      room.close();
    }
  }

  /** In steps, as windows are looked at only where nothing was read since the last look. */
  private static void settle(TestRoom room) {
    for (var seconds : new int[] {3, 3, 14, 70}) {
      room.driver().advanceWallClockTime(Duration.ofSeconds(seconds));
    }
  }

  private static void send(TestRoom room, AlertEvent event, Instant now) {
    room.input(room.topics().alertEvents())
        .pipeInput(new AlertKey(event.getTenant(), event.getAlertKey()), event, now);
  }

  private static void collect(TestRoom room, Map<String, Alert> alerts) {
    for (var alert : room.output(room.topics().alerts()).readValuesToList()) {
      var before = alerts.put(alert.getEpisode(), alert);
      assertThat(before == null ? -1 : before.getRevision()).isLessThan(alert.getRevision());
    }
  }

  /** As the oracle says them: with the cause that opened the episode in place of its id. */
  private static List<String> rows(Map<String, Alert> alerts, List<Step> steps) {
    var causes = new TreeMap<String, String>();
    for (var step : steps) {
      if (step instanceof Step.Said(_, var event) && event.getKind().equals("raised")) {
        causes.put(AlertLife.id(event), event.getEventId());
      }
    }
    return alerts.values().stream()
        .map(
            alert ->
                "%s %s %s x%d %s %s"
                    .formatted(
                        alert.getAlertKey(),
                        causes.get(alert.getEpisode()),
                        alert.getStatus(),
                        alert.getCount(),
                        alert.getAcknowledgedBy(),
                        alert.getResolution()))
        .sorted()
        .toList();
  }

  private static Map<String, String> statuses(Map<String, Alert> alerts) {
    return alerts.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().getStatus()));
  }

  private static TestRoom restarted(TestRoom before, List<Window> windows, Instant now) {
    var after = AlertsRoom.over(windows, now);
    for (var name : STORES) {
      KeyValueStore<Object, Object> from = before.driver().getKeyValueStore(name);
      KeyValueStore<Object, Object> to = after.driver().getKeyValueStore(name);
      try (var all = from.all()) {
        all.forEachRemaining(entry -> to.put(entry.key, entry.value));
      }
    }
    before.close();
    return after;
  }
}
