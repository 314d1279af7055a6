package dev.fleetpulse.streams.topology.alerts;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Collectors;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.state.KeyValueStore;

/** The topology in the test driver, with the time and the windows that a test gives it. */
final class AlertsRoom implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-04-01T12:00:00Z");
  private static final String TENANT = "acme";

  /** Those there are; a test adds its own. */
  final List<Window> windows = new ArrayList<>();

  private final TestRoom room = over(windows, NOON);
  private final TestInputTopic<AlertKey, AlertEvent> events =
      room.input(room.topics().alertEvents());
  private final TestOutputTopic<EpisodeKey, Alert> alerts = room.output(room.topics().alerts());
  private final Map<String, Alert> latest = new LinkedHashMap<>();
  private Instant now = NOON;
  private int number;

  /** The topology with windows that may still change. */
  static TestRoom over(List<Window> windows, Instant now) {
    return new TestRoom(
        (topics, metrics) ->
            new AlertsTopology(
                    topics,
                    TestRoom.GENERATION,
                    at ->
                        windows.stream()
                            .filter(window -> window.isInForce(at))
                            .collect(Collectors.toSet()))
                ::addTo,
        now);
  }

  /** Whether the topology still knows of an alert. */
  boolean remembers(String alertKey) {
    KeyValueStore<AlertKey, AlertState> states =
        room.driver().getKeyValueStore(AlertsTopology.STATES);
    return states.get(new AlertKey(TENANT, alertKey)) != null;
  }

  /** From now on it is this time. */
  void at(Instant time) {
    now = time;
  }

  /** One that has not been sent, at the present time. */
  AlertEvent.Builder event(String alertKey, String kind) {
    return AlertEvent.newBuilder()
        .setTenant(TENANT)
        .setAlertKey(alertKey)
        .setKind(kind)
        .setEventId("event-" + number++)
        .setAtMs(now.toEpochMilli());
  }

  void send(AlertEvent.Builder event) {
    send(event.build());
  }

  void send(AlertEvent event) {
    events.pipeInput(new AlertKey(event.getTenant(), event.getAlertKey()), event, now);
  }

  /** Goes on by so much at once. */
  void passes(Duration time) {
    now = now.plus(time);
    room.driver().advanceWallClockTime(time);
  }

  /** What was told since it was asked last. */
  List<Alert> news() {
    var news = alerts.readValuesToList();
    news.forEach(alert -> latest.put(alert.getEpisode(), alert));
    return news;
  }

  /** Each episode as it was told last, in the order in which they began. */
  List<Alert> told() {
    news();
    return List.copyOf(latest.values());
  }

  /** The only episode there is. */
  Alert only() {
    var told = told();
    assertThat(told).hasSize(1);
    return told.getFirst();
  }

  @Override
  public void close() {
    room.close();
  }
}
